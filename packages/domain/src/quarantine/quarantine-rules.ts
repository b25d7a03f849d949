import type { EpochMs } from "../interval/index.ts";

/** ba-27: up to 24 h, scanned again several times, then deleted or delivered with a marked subject. */
export type QuarantineRules = {
  readonly clause: string;
  readonly holdAtMostMs: number;
  readonly rescanEveryMs: number;
  readonly rescansAtLeast: number;
  readonly subjectMark: string;
};

export type QuarantineEvent =
  | { readonly id: string; readonly atMs: EpochMs; readonly kind: "held" }
  | {
      readonly id: string;
      readonly atMs: EpochMs;
      readonly kind: "scanned";
      readonly verdict: "clean" | "suspicious" | "spam" | "virus";
      /** Version of the definitions; only a scan with new ones counts as another scan. */
      readonly definitions: string;
    }
  | { readonly id: string; readonly atMs: EpochMs; readonly kind: "deleted" | "delivered" };

export type QuarantineReading = {
  readonly clause: string;
  readonly state: "not-held" | "held" | "deleted" | "delivered";
  readonly next:
    | { readonly do: "scan"; readonly atMs: EpochMs }
    | { readonly do: "delete"; readonly atMs: EpochMs; readonly as: "spam" | "virus" }
    | { readonly do: "deliver"; readonly atMs: EpochMs; readonly subjectMark: string }
    | { readonly do: "nothing" };
  readonly scans: number;
  readonly releaseByMs?: EpochMs;
  readonly promise: "pending" | "kept" | "broken";
};
