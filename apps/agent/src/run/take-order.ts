import type { Order } from "@driftvakt/protocol/agent";
import type { Envelope } from "@driftvakt/protocol/envelope";
import type { TargetState } from "@driftvakt/protocol/target";
import { takeCharter, takeTarget, type Executor } from "../converge/index.ts";
import type { Journal } from "../journal/index.ts";
import { log, reasonOf } from "../log.ts";
import type { Identity, StateFolder } from "../state/index.ts";
import type { Updater } from "../update/index.ts";
import type { Clock } from "./clock.ts";
import type { Say } from "./say.ts";

export type OrderContext = Readonly<{
  folder: StateFolder;
  identity: Identity;
  clock: Clock;
  journal: Journal;
  executor: Executor;
  updater: Updater;
  targetVersion: () => number;
  adopt: (target: TargetState) => void;
  say: Say;
  shipJournal: () => void;
}>;

/** Mandates that may wait for their turn; more are not read before these are dealt with. */
const MANDATES_WAITING_MAX = 100;
let waiting = 0;

/** Deals with one order. Never throws: a bad order must not cut off the good ones after it. */
export async function takeOrder(order: Order, context: OrderContext): Promise<void> {
  try {
    await dispatch(order, context);
  } catch (error) {
    log("error", "an order could not be dealt with", { type: order.type, reason: reasonOf(error) });
  }
}

async function dispatch(order: Order, context: OrderContext): Promise<void> {
  switch (order.type) {
    case "hello":
    case "ping":
      return context.clock.heard(order.nowMs);
    case "mandate":
      return takeMandate(order.envelope, context);
    case "charter":
      return receiveCharter(order.envelope, context);
    case "target":
      return receiveTarget(order.envelope, context);
    case "update":
      // Not waited for: fetching takes its time, and other orders must be heard meanwhile.
      void context.updater.take(order.envelope);
      return;
    case "bye":
      return;
  }
}

/** Not waited for: while an operation runs, charters and pings are still heard. The executor keeps the order of mandates. */
async function takeMandate(envelope: Envelope, { executor }: OrderContext): Promise<void> {
  waiting += 1;
  const done = executor.take(envelope).finally(() => {
    waiting -= 1;
  });
  if (waiting > MANDATES_WAITING_MAX) await done;
}

function receiveCharter(envelope: Envelope, context: OrderContext): void {
  const { folder, identity, clock, journal, say, shipJournal } = context;
  const verdict = takeCharter(folder, identity, envelope);
  if (verdict.kind === "refused") say("charter-refused", verdict.reason);
  if (verdict.kind === "pending") {
    const { version } = verdict.charter;
    say("charter-refused", `version ${version} grants more than root on this machine has approved`);
  }
  if (verdict.kind === "lowered") {
    journal.append({ kind: "charter-lowered", version: verdict.charter.version }, clock.nowMs());
    shipJournal();
  }
}

function receiveTarget(envelope: Envelope, context: OrderContext): void {
  const { folder, identity, targetVersion, adopt, say } = context;
  const verdict = takeTarget(folder, identity, envelope, targetVersion());
  if (verdict.kind === "refused") say("target-refused", verdict.reason);
  if (verdict.kind === "adopted") adopt(verdict.target);
}
