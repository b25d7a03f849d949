import type { AvailabilityPromise } from "../contract/index.ts";
import type {
  Check as CatalogueCheck,
  EventName,
  LocalText,
  OperationName,
  TermType,
} from "../catalogue/index.ts";
import type { Interval } from "../interval/index.ts";
import type { NoticeRules } from "../notice/index.ts";
import type { RecordMeasure } from "./record-measure.ts";

export const promiseStates = ["pending", "kept", "at-risk", "broken", "waived"] as const;
/**
 * `pending`: nothing can be said yet · `kept`: true so far, with evidence · `at-risk`: something is wrong now that the
 * promise is about · `broken`: it was not done by the promised moment · `waived`: it would be broken, but a clause excuses.
 */
export type PromiseState = (typeof promiseStates)[number];

export type Audience = "technicians" | "customer";

/** One thing that must be true, and what would be evidence of it. */
export type Measure =
  | RecordMeasure
  | {
      /** Whoever is to be alarmed was told within this time of each hard state. */
      readonly kind: "alarms";
      readonly events: readonly EventName[];
      readonly withinMs: number;
      readonly to: readonly Audience[];
      /** The fault may be put right within that time instead (srv-30). */
      readonly fixedInstead: boolean;
    }
  | {
      /** Somebody looked all the time, and what is watched is well. */
      readonly kind: "watch";
      readonly by: "agent" | "probe" | "control" | "hypervisor";
      /** Longer without a look, and unexplained, breaks the promise. */
      readonly toleratedGapMs: number;
      /** Where a state is watched around the clock an open problem puts the promise at risk. */
      readonly problems: boolean;
      /** Events of other watches that the same clause speaks of (se-02: services, which se-04 watches). */
      readonly events: readonly EventName[];
      /** How soon a hard state of this watch must be told; absent where no alarm clause applies. */
      readonly alarmWithinMs?: number;
    }
  | {
      /** Services of a set that are found on the machine run. */
      readonly kind: "services";
      readonly units: readonly string[];
    }
  | { readonly kind: "availability"; readonly promised: AvailabilityPromise }
  | { readonly kind: "graphs"; readonly liveMs: number; readonly historyDays: number }
  | { readonly kind: "agent"; readonly agentsPerMachine: number; readonly listens: boolean }
  | { readonly kind: "notice"; readonly rules: NoticeRules }
  | { readonly kind: "clock"; readonly measure: "reaction" | "solution" | "update" }
  | { readonly kind: "rollout" }
  | { readonly kind: "report"; readonly name: string; readonly onDemand: boolean }
  | { readonly kind: "told"; readonly events: readonly EventName[]; readonly withinMs: number }
  | {
      readonly kind: "backup";
      readonly maximumAgeMs: number;
      /** The clause by which nothing is promised while the customer has chosen nothing (se-22). */
      readonly nothingChosenBy?: string;
    }
  | { readonly kind: "operations"; readonly operations: readonly OperationName[] }
  | {
      readonly kind: "certificates";
      readonly renewBeforeMs: number;
      readonly alarmBeforeMs: number;
    }
  /** What no part of this release can observe: named, so that nobody takes silence for a promise kept. */
  | { readonly kind: "not-observed"; readonly what: TermType | CatalogueCheck["check"] };

export type MeasureKind = Measure["kind"];

/** A clause of kind promise as one contract has it, for one period: a row of the ledger before it is judged. */
export type Promised = Interval & {
  readonly clause: string;
  readonly title: LocalText;
  /** Name of the period, `2027-04`. */
  readonly period: string;
  readonly timeZone: string;
  readonly measures: readonly Measure[];
  /** True where nothing that this release has could bear witness. */
  readonly unobserved: boolean;
};
