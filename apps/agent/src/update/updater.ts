import { closeSync, fsyncSync, linkSync, openSync, renameSync, rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { AgentPlatform, Release, UpdateRefusal } from "@driftvakt/protocol/agent";
import type { Envelope } from "@driftvakt/protocol/envelope";
import { readCharter } from "../converge/index.ts";
import type { Journal, JournalFact } from "../journal/index.ts";
import { backoff } from "../link/backoff.ts";
import { log, reasonOf } from "../log.ts";
import type { AgentEvent } from "@driftvakt/protocol/agent";
import {
  isOnHold,
  readIfThere,
  writeDurably,
  type Identity,
  type StateFolder,
} from "../state/index.ts";
import { fetchProgram, TamperedFile, type Source } from "./fetch-program.ts";
import { readHistory, rememberFailed, rememberProven } from "./history.ts";
import { findInstallation, readReleaseKeys, type Installation } from "./installation.ts";
import { verifyUpdate, type UpdateFacts, type UpdateVerdict } from "./verify-update.ts";

export type UpdaterParts = Readonly<{
  folder: StateFolder;
  identity: Identity;
  journal: Journal;
  running: string;
  nowMs: () => number;
  serverNowMs: () => number | undefined;
  source: Source;
  say: (what: AgentEvent["what"], detail: string) => void;
  shipJournal: () => void;
  /** Ends this process in good order; systemd starts the new program by way of the guard. */
  leave: () => void;
  installation?: Installation | undefined;
}>;

type Accepted = Extract<UpdateVerdict, { kind: "accepted" }>;

const TRIES_MAX = 5;

/**
 * Updates of the agent itself (A20). What a release may be is the release keys' word, which root pinned; that it holds is
 * for the new program to prove under the guard, which puts the one before back where it does not.
 */
export class Updater {
  readonly #parts: UpdaterParts;
  readonly #installation: Installation | undefined;
  #busy = false;
  #onTrial = false;

  constructor(parts: UpdaterParts) {
    this.#parts = parts;
    this.#installation = parts.installation ?? findInstallation();
  }

  /** First thing after the start: am I on trial, or was an update taken back before me? */
  begin(): void {
    if (!this.#installation) return;
    const { trial, rolledBack } = this.#installation;
    this.#tellRolledBack(rolledBack);
    const version = readIfThere(trial)?.trim();
    if (version === undefined) return;
    this.#onTrial = version === this.#parts.running;
    // The program was not exchanged after all: the machine went down in between.
    if (!this.#onTrial) rmSync(trial, { force: true });
  }

  #tellRolledBack(path: string): void {
    const note = readIfThere(path)?.trim();
    if (note === undefined) return;
    const [version = "", ...reason] = note.split(" ");
    rememberFailed(this.#parts.folder.updates, version);
    this.#record({ kind: "update-rolled-back", version, reason: reason.join(" ") });
    this.#parts.say("update-rolled-back", note);
    rmSync(path, { force: true });
  }

  /** Readings of this process were taken by the control plane: the new program watches, and that is what it is for. */
  proven(): void {
    if (!this.#installation || !this.#onTrial) return;
    const { running, folder, say } = this.#parts;
    rememberProven(folder.updates, running);
    this.#record({ kind: "updated", version: running });
    say("updated", running);
    this.#onTrial = false;
    // Last: from here on the guard lets it be.
    rmSync(this.#installation.trial, { force: true });
    syncFolder(this.#installation.folder);
    log("info", "the update has proven itself", { version: running });
  }

  /** Deals with one order to update. Never throws. */
  async take(envelope: Envelope): Promise<void> {
    if (this.#busy || this.#onTrial) return;
    this.#busy = true;
    try {
      await this.#decide(envelope);
    } catch (error) {
      log("error", "an update could not be dealt with", { reason: reasonOf(error) });
    } finally {
      this.#busy = false;
    }
  }

  async #decide(envelope: Envelope): Promise<void> {
    const verdict = verifyUpdate(envelope, this.#facts());
    if (verdict.kind === "running-already") return;
    if (verdict.kind === "refused") return this.#refuse(verdict.refusal, verdict.version);
    const { version } = verdict.release;
    if (!this.#installation) return this.#refuse("not-updatable", version);
    try {
      await this.#fetch(verdict, this.#installation.next);
    } catch (error) {
      if (!(error instanceof TamperedFile)) throw error;
      return this.#refuse("tampered-file", version, error.message);
    }
    // Root may have put the brake on while the file was on its way.
    if (isOnHold(this.#parts.folder)) return this.#refuse("on-hold", version);
    this.#exchange(verdict, this.#installation);
  }

  #facts(): UpdateFacts {
    const { folder, identity, nowMs, serverNowMs, running } = this.#parts;
    const architecture = process.arch === "arm64" ? "arm64" : "x64";
    const platform: AgentPlatform = `linux-${architecture}`;
    return {
      identity,
      trusted: identity.trusted,
      releaseKeys: readReleaseKeys(),
      nowMs: nowMs(),
      serverNowMs: serverNowMs(),
      running,
      ...readHistory(folder.updates),
      onHold: isOnHold(folder),
      platform,
    };
  }

  /** A line that breaks is no reason to give up at once; a file that is not what was signed is. */
  async #fetch({ file }: Accepted, path: string): Promise<void> {
    const pauses = backoff();
    for (let tries = 1; ; tries++) {
      try {
        return await fetchProgram(file, path, this.#parts.source);
      } catch (error) {
        const { signal } = this.#parts.source;
        if (error instanceof TamperedFile || tries === TRIES_MAX || signal.aborted) throw error;
        log("warning", "a release could not be fetched", { reason: reasonOf(error) });
        await sleep(pauses.next(), undefined, { signal });
      }
    }
  }

  /** On record first, then the exchange: at every moment either the old program or the new one stands there, whole. */
  #exchange({ release, file, releaseKey }: Accepted, installation: Installation): void {
    const { version } = release;
    this.#record(this.#acceptance(release, file.sha256, releaseKey));
    this.#parts.say("updating", version);
    keepPrevious(installation);
    rmSync(`${installation.trial}-starts`, { force: true });
    writeDurably(installation.trial, `${version}\n`);
    renameSync(installation.next, installation.program);
    syncFolder(installation.folder);
    log("info", "updated; starting anew", { version });
    this.#parts.leave();
  }

  /** Under what it was done: the key that root pinned, and the charter in force. */
  #acceptance({ version }: Release, sha256: string, releaseKey: string): JournalFact {
    const { folder, identity, running } = this.#parts;
    const charter = readCharter(folder, identity);
    return {
      kind: "update-accepted",
      version,
      from: running,
      sha256,
      releaseKey,
      charterVersion: charter?.version ?? null,
      contractId: charter?.contractId ?? null,
    };
  }

  #refuse(refusal: UpdateRefusal, version: string | null, detail = ""): void {
    this.#record({ kind: "update-refused", version, refusal, detail });
    this.#parts.say("update-refused", `${version ?? "?"} ${refusal}`);
    log("warning", "an update was refused", { refusal, version, detail });
  }

  #record(fact: JournalFact): void {
    this.#parts.journal.append(fact, this.#parts.nowMs());
    this.#parts.shipJournal();
  }
}

/** A second name for the program in use, so that taking its name over does not lose it. */
function keepPrevious({ program, previous }: Installation): void {
  const fresh = `${previous}.new`;
  rmSync(fresh, { force: true });
  linkSync(program, fresh);
  renameSync(fresh, previous);
}

function syncFolder(path: string): void {
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
