import { actions } from "@driftvakt/drivers/all";
import { localHost } from "@driftvakt/drivers/host";
import type { TargetState } from "@driftvakt/protocol/target";
import { Standings, UnitKeeper } from "../checks/index.ts";
import { readBootId, SocketDiagnosis, SocketReader } from "../collect/index.ts";
import { Executor, readCharter, readTarget, type Word } from "../converge/index.ts";
import { Journal } from "../journal/index.ts";
import { followOrders, httpClient, openSession, Sender } from "../link/index.ts";
import { Spool } from "../spool/index.ts";
import { isOnHold, type Identity, type StateFolder } from "../state/index.ts";
import { Updater } from "../update/index.ts";
import { AGENT_VERSION } from "../version.ts";
import { Beat } from "./beat.ts";
import { Clock } from "./clock.ts";
import { Inventory } from "./inventory.ts";
import { keepBeat } from "./keep-beat.ts";
import { takeLock } from "./lock.ts";
import { PackageWatch } from "./package-watch.ts";
import type { Say } from "./say.ts";
import { shipJournal } from "./ship-journal.ts";
import { takeOrder } from "./take-order.ts";
import { findMemoryTrimmer } from "./trim-memory.ts";

const DEFAULT_BEAT_SECONDS = 15;
/** How long the last word may take when the agent ends. */
const LAST_WORD_MS = 3000;

/**
 * Watches this machine until `stop`. All the wiring of the agent is here, in the order in which things depend on each other;
 * nothing else knows everything.
 */
export async function runAgent(
  folder: StateFolder,
  identity: Identity,
  stop: AbortSignal,
): Promise<void> {
  const unlock = takeLock(folder);
  const clock = new Clock();
  const spool = new Spool(folder.spool);
  const journal = new Journal(folder.journal);
  const trimmer = await findMemoryTrimmer();
  // A program's start touches more of its text than the program needs ever after.
  trimmer.trim();
  const ending = new AbortController();
  const { signal } = ending;
  const leaving = new AbortController();
  let target: TargetState | undefined = readTarget(folder, identity);

  const say: Say = (what, detail) =>
    spool.add([{ type: "agent", atMs: clock.nowMs(), what, detail: detail.slice(0, 2000) }]);
  const ship = () => shipJournal(journal, spool);

  const client = httpClient({ url: new URL(identity.serverUrl), tlsPin: identity.tlsPin });
  const onTime = (nowMs: number) => clock.heard(nowMs);
  const session = openSession(client, identity, onTime);
  const onReadings = () => updater.proven();
  const nowMs = () => clock.nowMs();
  const sender = new Sender({ client, session, spool, nowMs, onTime, onReadings, signal });

  const standings = new Standings(spool);
  const units = new UnitKeeper(standings, clock.nowMs);
  const inventory = new Inventory(spool, clock.nowMs);
  const packages = new PackageWatch({
    host: localHost,
    spool,
    inventory,
    folder,
    providerPackages: () => target?.providerPackages,
    trimmer,
    onChanged: () => beat.packagesChanged(),
  });
  const beat: Beat = new Beat({
    clock,
    spool,
    standings,
    units,
    inventory,
    packages,
    sockets: new SocketReader(await SocketDiagnosis.open()),
    target: () => target,
    say,
    shipJournal: ship,
    trimMemory: () => trimmer.trim(),
  });

  const executor = new Executor({
    journal,
    host: localHost,
    actions,
    nowMs: clock.nowMs,
    signal,
    tell: (word: Word) => {
      ship();
      spool.add([{ type: "mandate", atMs: clock.nowMs(), ...word }]);
    },
    circumstances: () => ({
      identity,
      trusted: identity.trusted,
      charter: readCharter(folder, identity),
      onHold: isOnHold(folder),
      nowMs: clock.nowMs(),
      serverNowMs: clock.serverNowMs(),
      highestSequence: journal.highestSequence(),
      countAccepted: (operation, clause, since) => journal.countAccepted(operation, clause, since),
    }),
  });
  const adopt = (next: TargetState) => {
    target = next;
    standings.keepOnly(next.checks, clock.nowMs());
    units.apply(next.checks);
  };
  const updater: Updater = new Updater({
    folder,
    identity,
    journal,
    running: AGENT_VERSION,
    nowMs,
    serverNowMs: () => clock.serverNowMs(),
    source: { client, session, signal },
    say,
    shipJournal: ship,
    leave: () => leaving.abort(),
  });
  const context = {
    updater,
    folder,
    identity,
    clock,
    journal,
    executor,
    adopt,
    say,
    targetVersion: () => target?.version ?? 0,
    shipJournal: ship,
  };

  sayStarted(spool, say);
  updater.begin();
  if (target) adopt(target);
  units.start();
  const background = [
    sender.run(),
    followOrders({
      client,
      session,
      signal,
      onOrder: (order) => takeOrder(order, context),
      onConnected: () => sender.reachable(),
    }),
    executor.concludeUnfinished(),
  ];
  await keepBeat(
    () => beat.run(),
    () => (target?.beatSeconds ?? DEFAULT_BEAT_SECONDS) * 1000,
    AbortSignal.any([stop, leaving.signal]),
  );

  say(
    (await units.isMachineStopping()) ? "machine-stopping" : "stopping",
    `version ${AGENT_VERSION}`,
  );
  units.close();
  await within(LAST_WORD_MS, sender.delivered());
  ending.abort();
  await within(LAST_WORD_MS, Promise.allSettled(background));
  client.close();
  spool.close();
  journal.close();
  unlock();
}

/** The agent's first word; and the machine's, where this is its first since it started. */
function sayStarted(spool: Spool, say: Say): void {
  const bootId = readBootId();
  const before = spool.meta("boot id");
  if (before !== undefined && before !== bootId) say("machine-started", "");
  spool.setMeta("boot id", bootId);
  say("started", `version ${AGENT_VERSION}`);
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}
