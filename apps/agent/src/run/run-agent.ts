import { performance } from "node:perf_hooks";
import { actions } from "@driftvakt/drivers/all";
import { localHost } from "@driftvakt/drivers/host";
import { layoutId, type Order } from "@driftvakt/protocol/agent";
import type { TargetState } from "@driftvakt/protocol/target";
import { judgeSample, Standings, UnitKeeper } from "../checks/index.ts";
import { ProcessReader, Sampler } from "../collect/index.ts";
import {
  Executor,
  readCharter,
  readTarget,
  takeCharter,
  takeTarget,
  type Word,
} from "../converge/index.ts";
import { Journal } from "../journal/index.ts";
import { followOrders, httpClient, openSession, Sender } from "../link/index.ts";
import { log, reasonOf } from "../log.ts";
import { Spool, type NewEvent } from "../spool/index.ts";
import { isOnHold, type Identity, type StateFolder } from "../state/index.ts";
import { AGENT_VERSION } from "../version.ts";
import { Clock } from "./clock.ts";
import { takeLock } from "./lock.ts";

const DEFAULT_BEAT_SECONDS = 15;
/** Soon after the start, so that a new machine shows figures at once. */
const FIRST_BEAT_MS = 1000;
/** Beats between slow re-readings of what is otherwise pushed. */
const SLOW_EVERY_BEATS = 20;
/** How long the last word may take when the agent ends. */
const LAST_WORD_MS = 3000;
const SHIP_AT_ONCE = 200;

type AgentWord = Extract<NewEvent, { type: "agent" }>["what"];

/** Watches this machine until the signal ends it. */
export async function runAgent(
  folder: StateFolder,
  identity: Identity,
  stop: AbortSignal,
): Promise<void> {
  const unlock = takeLock(folder);
  const clock = new Clock();
  const spool = new Spool(folder.spool);
  const journal = new Journal(folder.journal);
  const ending = new AbortController();
  const { signal } = ending;

  const client = httpClient({ url: new URL(identity.serverUrl), tlsPin: identity.tlsPin });
  const session = openSession(client, identity, (nowMs) => clock.heard(nowMs));
  const standings = new Standings(spool);
  const units = new UnitKeeper(standings, clock.nowMs);
  const sampler = new Sampler();
  const processes = new ProcessReader();
  let target: TargetState | undefined = readTarget(folder, identity);

  const say = (what: AgentWord, detail: string) =>
    spool.add([{ type: "agent", atMs: clock.nowMs(), what, detail: detail.slice(0, 2000) }]);

  /** Journal entries reach the spool before anything else does; the journal remembers which did. */
  const shipJournal = () => {
    for (;;) {
      const entries = journal.listUnshipped(SHIP_AT_ONCE);
      const last = entries.at(-1);
      if (!last) return;
      spool.add(entries.map((entry) => ({ type: "journal" as const, ...entry })));
      journal.markShipped(last.number);
    }
  };
  const tell = (word: Word) => {
    shipJournal();
    spool.add([{ type: "mandate", atMs: clock.nowMs(), ...word }]);
  };
  const executor = new Executor({
    journal,
    host: localHost,
    actions,
    nowMs: clock.nowMs,
    tell,
    signal,
    circumstances: () => ({
      identity,
      trusted: identity.trusted,
      charter: readCharter(folder, identity),
      onHold: isOnHold(folder),
      nowMs: clock.nowMs(),
      serverNowMs: clock.serverNowMs(),
      highestSequence: journal.highestSequence(),
      countAccepted: (operation, clause, sinceMs) =>
        journal.countAccepted(operation, clause, sinceMs),
    }),
  });

  const adopt = (next: TargetState) => {
    target = next;
    standings.keepOnly(next.checks, clock.nowMs());
    units.apply(next.checks);
  };
  const take = async (order: Order): Promise<void> => {
    switch (order.type) {
      case "hello":
      case "ping":
        return clock.heard(order.nowMs);
      case "mandate":
        // Not waited for: while one operation runs, charters and pings are still heard. The executor keeps the order.
        void executor.take(order.envelope);
        return;
      case "charter": {
        const verdict = takeCharter(folder, identity, order.envelope);
        if (verdict.kind === "refused") say("charter-refused", verdict.reason);
        if (verdict.kind === "pending")
          say(
            "charter-refused",
            `version ${verdict.charter.version} grants more than root on this machine has approved`,
          );
        if (verdict.kind === "lowered") {
          journal.append(
            { kind: "charter-lowered", version: verdict.charter.version },
            clock.nowMs(),
          );
          shipJournal();
        }
        return;
      }
      case "target": {
        const verdict = takeTarget(folder, identity, order.envelope, target?.version ?? 0);
        if (verdict.kind === "refused") say("target-refused", verdict.reason);
        if (verdict.kind === "adopted") adopt(verdict.target);
        return;
      }
      case "bye":
        return;
    }
  };
  const safely = async (order: Order): Promise<void> => {
    try {
      await take(order);
    } catch (error) {
      log("error", "an order could not be dealt with", {
        type: order.type,
        reason: reasonOf(error),
      });
    }
  };

  let layout = { id: "", text: "" };
  let beats = 0;
  const beat = async () => {
    const atMs = clock.nowMs();
    const stepMs = clock.takeStep();
    if (stepMs !== undefined) say("clock-stepped", `by ${stepMs} ms`);
    const readings = await sampler.sample(processes.scan(atMs, performance.now()));
    const keys = [...readings.keys()];
    const text = keys.join("\n");
    if (text !== layout.text) {
      layout = { id: layoutId(keys), text };
      spool.saveLayout(layout.id, keys);
    }
    spool.add([{ atMs, layout: layout.id, values: [...readings.values()] }]);
    standings.judge(judgeSample(target?.checks ?? [], readings), atMs);
    units.beat();
    shipJournal();
    if (beats % SLOW_EVERY_BEATS === 0 && beats > 0) units.refresh();
    beats += 1;
  };

  const sender = new Sender({
    client,
    session,
    spool,
    nowMs: clock.nowMs,
    onTime: (nowMs) => clock.heard(nowMs),
    signal,
  });
  say("started", `version ${AGENT_VERSION}`);
  if (target) adopt(target);
  units.start();
  const orders = followOrders({
    client,
    session,
    onOrder: safely,
    onConnected: () => sender.reachable(),
    signal,
  });
  const sending = sender.run();
  void executor.concludeUnfinished();
  await keepBeat(beat, () => (target?.beatSeconds ?? DEFAULT_BEAT_SECONDS) * 1000, stop);

  const machineStops = (await units.watch?.systemState().catch(() => "unknown")) === "stopping";
  units.close();
  say(machineStops ? "machine-stopping" : "stopping", `version ${AGENT_VERSION}`);
  await Promise.race([sender.flush().catch(() => undefined), pause(LAST_WORD_MS)]);
  ending.abort();
  await Promise.race([Promise.all([orders, sending]), pause(1000)]);
  client.close();
  spool.close();
  journal.close();
  unlock();
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}

/** Beats steadily by the machine's own steady clock; one that takes long is not made up for. */
async function keepBeat(
  beat: () => Promise<void>,
  everyMs: () => number,
  stop: AbortSignal,
): Promise<void> {
  let next = performance.now() + FIRST_BEAT_MS;
  while (!stop.aborted) {
    await waitUntil(next, stop);
    if (stop.aborted) return;
    try {
      await beat();
    } catch (error) {
      log("error", "a beat failed", { reason: reasonOf(error) });
    }
    next = Math.max(next + everyMs(), performance.now());
  }
}

function waitUntil(at: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      stop.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, Math.max(0, at - performance.now()));
    stop.addEventListener("abort", done, { once: true });
  });
}
