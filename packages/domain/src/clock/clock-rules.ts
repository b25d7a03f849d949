import type { EpochMs } from "../interval/index.ts";

/** What a response clock measures. */
export type Measure = "reaction" | "solution";

export type Level = "low" | "medium" | "high";

/** What is known about a fault when its priority is judged. */
export type Severity = {
  readonly impact?: Level;
  readonly urgency?: Level;
  readonly affectedPersons?: number;
  readonly everyoneAffected?: boolean;
  readonly keyProcessImpaired?: boolean;
};

/** Names of priorities come from the catalogue: `critical`, `other`, `P1` … */
export type PriorityRules = {
  readonly clause: string;
  /** Judged first, in order; the first rule that holds decides (srv-28). */
  readonly severity?: readonly {
    readonly clause: string;
    readonly priority: string;
    /** Holds when strictly more persons than this cannot work. */
    readonly personsMoreThan?: number;
    readonly everyone?: boolean;
    readonly keyProcess?: boolean;
  }[];
  /** impact → urgency → priority; used when no severity rule holds and both are known. */
  readonly matrix?: Readonly<Record<Level, Readonly<Record<Level, string>>>>;
  readonly otherwise: string;
};

/** When a notice by this channel starts the clock. */
export type ChannelStart = {
  readonly channel: string;
  /**
   * `receipt`: the moment it arrives · `intake`: the same, but outside intake hours at the next
   * intake opening (srv-23: 7–19) · `recorded`: when it is recorded as a ticket · `never`.
   */
  readonly starts: "receipt" | "intake" | "recorded" | "never";
};

/** One promised time. */
export type ResponseTarget = {
  readonly clause: string;
  readonly measure: Measure;
  readonly priority: string;
  readonly withinMs: number;
  /** `service-time`: only open hours count · `always`: 24x7, whatever the calendar says. */
  readonly counts: "service-time" | "always";
  /** Events that meet the target; `work-began`, and `scheduled` where the clause allows it (srv-29). */
  readonly metBy: readonly ("acknowledged" | "work-began" | "scheduled" | "solved")[];
  /** Reasons for which this target stands still. */
  readonly pausedBy: readonly PauseReason[];
};

export type PauseReason = "waiting-for-customer" | "waiting-for-supplier" | "appointment" | "other";

export type ClockRules = {
  readonly targets: readonly ResponseTarget[];
  /** A 24x7 option was bought: every target counts `always`, whatever it says itself. */
  readonly aroundTheClock?: boolean;
  readonly channels: readonly ChannelStart[];
  /** For channels that are not listed. */
  readonly otherChannels: ChannelStart["starts"];
  /** Parts of the target after which a warning is due, in percent of the time used, e.g. 50, 80. */
  readonly warnAtPercent: readonly number[];
  readonly escalations: readonly EscalationStep[];
};

/** Something that happened to a ticket. `id` makes a repeated delivery harmless. */
export type TicketEvent =
  | {
      readonly id: string;
      readonly atMs: EpochMs;
      readonly kind: "reported";
      readonly channel: string;
    }
  | { readonly id: string; readonly atMs: EpochMs; readonly kind: "recorded" }
  | {
      readonly id: string;
      readonly atMs: EpochMs;
      readonly kind: "priority-set";
      readonly priority: string;
    }
  | {
      readonly id: string;
      readonly atMs: EpochMs;
      readonly kind: "paused";
      readonly reason: PauseReason;
    }
  | { readonly id: string; readonly atMs: EpochMs; readonly kind: "resumed" }
  | { readonly id: string; readonly atMs: EpochMs; readonly kind: "acknowledged" }
  | { readonly id: string; readonly atMs: EpochMs; readonly kind: "work-began" }
  | { readonly id: string; readonly atMs: EpochMs; readonly kind: "scheduled" }
  | { readonly id: string; readonly atMs: EpochMs; readonly kind: "solved" }
  | { readonly id: string; readonly atMs: EpochMs; readonly kind: "reopened" };

export type ClockState = "not-started" | "running" | "warned" | "paused" | "breached" | "met";

/** Where one clock stands at a moment. */
export type ClockReading = {
  readonly clause: string;
  readonly measure: Measure;
  readonly priority: string;
  readonly state: ClockState;
  /** May lie ahead: a notice outside intake hours starts the clock at the next intake. */
  readonly startedMs?: EpochMs;
  /** The last moment in time; while paused: if it resumed now. Absent when there is never so much open time. */
  readonly dueMs?: EpochMs;
  /** Counted time used so far, and left (negative once breached). */
  readonly usedMs: number;
  readonly remainingMs: number;
  /** The moment it was met, in time or late. */
  readonly stoppedMs?: EpochMs;
  /** The moment it ran out, once that has passed unmet. */
  readonly breachedMs?: EpochMs;
  readonly warnings: readonly { readonly percent: number; readonly atMs: EpochMs }[];
};

/** Who hears of a clock that runs out, and how loudly. */
export type EscalationStep = {
  readonly clause: string;
  readonly measure: Measure;
  readonly to: string;
  /** Percent of the target used: 80 is before, 100 at, 150 after it runs out. */
  readonly atPercent: number;
  /**
   * `page` rings a telephone; outside the recipient's hours it waits for their next opening unless
   * `ringsAtNight`. `message` (mail, chat) is silent and leaves at once.
   */
  readonly by: "page" | "message";
  readonly ringsAtNight: boolean;
};

export type PlannedEscalation = {
  readonly clause: string;
  readonly measure: Measure;
  readonly to: string;
  readonly by: "page" | "message";
  readonly atPercent: number;
  /** When the step falls due by the clock. */
  readonly dueMs: EpochMs;
  /** When it may go out: `dueMs`, or the recipient's next opening; absent when they have none. */
  readonly sendMs?: EpochMs;
  readonly heldBack: boolean;
};
