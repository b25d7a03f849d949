import type { MonthAvailability } from "../availability/index.ts";
import type { EventName } from "../catalogue/index.ts";
import type { ClockReading } from "../clock/index.ts";
import type { EpochMs } from "../interval/index.ts";
import type { NoticeJudgement } from "../notice/index.ts";
import type { RolloutReading } from "../rollout/index.ts";
import type { Coverage } from "./coverage.ts";
import type { Audience } from "./promise.ts";
import type { RecordFacts } from "./records.ts";

export type { Coverage } from "./coverage.ts";

/** A hard state that was, or should have been, alarmed. */
export type AlarmFact = {
  readonly id: string;
  /** Id of the check's instance: `service:nginx.service`, `host`, `cpu`. */
  readonly check: string;
  /** Clauses that the check keeps. */
  readonly clauses: readonly string[];
  readonly state: "warning" | "critical" | "unknown";
  readonly hardAtMs: EpochMs;
  /** When the first message was handed over; null while none was. */
  readonly toldAtMs: EpochMs | null;
  /** The same by audience, where it is known; an audience without an entry was not told. */
  readonly told?: readonly { readonly to: Audience; readonly atMs: EpochMs }[];
  readonly recoveredAtMs?: EpochMs | null;
  /** A clause under which no alarm was owed, such as announced work. */
  readonly waivedBy?: string;
};

/** Something that is wrong at this moment. */
export type ProblemFact = {
  readonly check: string;
  readonly clauses: readonly string[];
  readonly state: "warning" | "critical" | "unknown";
  readonly sinceMs: EpochMs;
};

/**
 * What is known about one contract and machine in one period. A source that is absent is not observed: what hangs on it
 * stays pending. An empty list says that nothing of the kind happened.
 */
export type PromiseFacts = RecordFacts & {
  readonly alarms?: readonly AlarmFact[];
  readonly openProblems?: readonly ProblemFact[];
  readonly coverage?: Coverage;
  readonly probeCoverage?: Coverage;
  /** Whether anybody is named to be told. */
  readonly recipients?: Readonly<Record<Audience, boolean>>;
  /** Availability so far (judged until now), by the clause in it; `running`: a counted outage lasts. */
  readonly availability?: readonly {
    readonly judged: MonthAvailability;
    readonly running: boolean;
  }[];
  readonly graphs?: { readonly newestMs: EpochMs | null; readonly oldestMs?: EpochMs | null };
  readonly agent?: {
    readonly enrolled: number;
    readonly lastSeenMs: EpochMs | null;
    readonly listens?: boolean;
  };
  /** Interruptions of the period that were planned, each judged. */
  readonly notices?: readonly { readonly id: string; readonly judgement: NoticeJudgement }[];
  /** Clocks of the period's tickets, with the clause in them. */
  readonly clocks?: readonly (ClockReading & { readonly ticket: string })[];
  readonly rollouts?: readonly RolloutReading[];
  readonly reports?: readonly {
    readonly name: string;
    readonly dueMs: EpochMs;
    readonly sentMs: EpochMs | null;
  }[];
  /** Events that the customer had to be told of. */
  readonly told?: readonly {
    readonly event: EventName;
    readonly atMs: EpochMs;
    readonly toldAtMs: EpochMs | null;
  }[];
  readonly backups?: {
    /** Whether the customer named anything to back up. */
    readonly chosen: boolean;
    readonly lastGoodMs: EpochMs | null;
    /** Since when there should have been one. */
    readonly sinceMs: EpochMs;
    /** Longest time between two good ones in the period. */
    readonly longestGapMs?: number;
  };
  /** Operations that can be carried out here at all; others cannot even be asked for. Absent: every one. */
  readonly operable?: readonly string[];
  /** Operations that were asked for and allowed. */
  readonly operations?: readonly {
    readonly id: string;
    readonly operation: string;
    readonly atMs: EpochMs;
    readonly outcome: "done" | "failed" | "running";
  }[];
  readonly certificates?: readonly { readonly name: string; readonly expiresMs: EpochMs }[];
  /** Clauses that are waived for the period as a whole. */
  readonly waivers?: readonly { readonly clause: string; readonly by: string }[];
};
