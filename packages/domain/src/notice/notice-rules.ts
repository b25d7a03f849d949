import type { EpochMs, Interval } from "../interval/index.ts";

/** ba-04: interruptions longer than 5 minutes, 24 hours ahead, mail and portal. */
export type NoticeRules = {
  readonly clause: string;
  readonly noticeMs: number;
  /** Only interruptions strictly longer than this need notice. */
  readonly longerThanMs: number;
  /** Every one of these must carry the notice. */
  readonly channels: readonly ("mail" | "portal")[];
  /** Emergencies are repaired first and told after. */
  readonly emergencyExempt: boolean;
};

export type PlannedInterruption = Interval & { readonly emergency: boolean };

export type NoticeGiven = { readonly channel: "mail" | "portal"; readonly atMs: EpochMs };

export type NoticeJudgement = {
  readonly clause: string;
  readonly outcome: "not-needed" | "emergency" | "sufficient" | "too-late" | "missing" | "pending";
  /** Latest moment at which the last channel had to carry the notice. */
  readonly latestMs: EpochMs;
  /** Notice actually given: from the slowest channel to the start; absent when one is missing. */
  readonly givenMs?: number;
  readonly missingChannels: readonly ("mail" | "portal")[];
};
