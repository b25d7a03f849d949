import type { EpochMs } from "../interval/index.ts";

/** msp-23: heartbeat lost and 120 s without any network or disk activity; at most 3 restarts in a row. */
export type WatchdogRules = {
  readonly clause: string;
  readonly silenceMs: number;
  readonly restartsAtMost: number;
  /** How long a heartbeat must be gone before it counts as lost. */
  readonly heartbeatLostAfterMs: number;
  /** A machine that stays well for this long after a restart has ended the row of restarts. */
  readonly resetAfterMs: number;
  /** After a restart it is left alone this long to boot. */
  readonly bootGraceMs: number;
};

export type WatchdogFacts = {
  readonly poweredOn: boolean;
  /** Maintenance or a restart somebody ordered: the watchdog keeps out. */
  readonly suspended: boolean;
  readonly lastHeartbeatMs?: EpochMs;
  readonly lastNetworkMs?: EpochMs;
  readonly lastDiskMs?: EpochMs;
  /** Restarts by the watchdog, any order, duplicates allowed. */
  readonly restartsMs: readonly EpochMs[];
  readonly watchedSinceMs: EpochMs;
};

export type WatchdogDecision = {
  readonly clause: string;
  readonly act: "nothing" | "restart" | "give-up";
  readonly why:
    | "off"
    | "suspended"
    | "heartbeat"
    | "activity"
    | "booting"
    | "silent"
    | "restarts-used-up";
  readonly restartsInRow: number;
  /** When to look again at the earliest; absent when only an event can change the answer. */
  readonly lookAgainMs?: EpochMs;
};
