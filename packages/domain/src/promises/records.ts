import type { EpochMs } from "../interval/index.ts";
import type { Coverage } from "./coverage.ts";

/** One look at something that is checked at set times: a daily SMART reading, the daily query after updates. */
export type Look = {
  readonly atMs: EpochMs;
  /** `unsupported`: hardware or software does not give it, and that was found out and noted (srv-05, srv-09). */
  readonly found: "well" | "problem" | "unsupported";
};

export type Looks = {
  /** Since when there should have been some: the machine's first day under the contract. */
  readonly sinceMs: EpochMs;
  /** Those of the period, and before it from the last due moment on: a span that ends in the period may have begun before. */
  readonly seen: readonly Look[];
};

/** A copy of the customer's data, as the backup tool listed it. */
export type BackupCopy = {
  readonly id: string;
  readonly offsite: boolean;
  readonly encrypted: boolean;
  /** ISO 3166 country of the place where it lies; null where no place is on record. */
  readonly country: string | null;
};

/** What can be reached from outside, and what the customer has named; both as `443/tcp`. */
export type FirewallRecord = {
  readonly named: readonly string[];
  /** Ports found open from outside, the provider's own way in left out. */
  readonly reachable: readonly string[];
  readonly changes: readonly {
    readonly id: string;
    readonly askedMs: EpochMs;
    readonly appliedMs: EpochMs | null;
  }[];
};

/** An update that was released for a package on the machine. */
export type UpdateRecord = {
  readonly package: string;
  readonly severity: "critical" | "important" | "moderate" | "low" | "security" | "unrated";
  readonly origin: "operatingSystem" | "preinstalled" | "provider" | "customer";
  readonly releasedMs: EpochMs;
  readonly installedMs: EpochMs | null;
  /** Whether the customer has ordered it, where updates wait for an order (msp-10). */
  readonly ordered?: boolean;
};

/** Records by which promises are judged that no reading of the agent shows by itself. */
export type RecordFacts = {
  /** By the check or the verification that looks. */
  readonly looks?: Readonly<Record<string, Looks>>;
  /** How long somebody should have looked by a check that runs on a beat, and did. */
  readonly coverageOf?: Readonly<Record<string, Coverage>>;
  readonly backupCopies?: readonly BackupCopy[];
  readonly firewall?: FirewallRecord;
  readonly provisioning?: {
    readonly done: readonly string[];
    /** When the machine was handed over to the customer; null before. */
    readonly handedOverMs: EpochMs | null;
  };
  /** Requests of customers, however they came, with the ticket that they became. */
  readonly requests?: readonly {
    readonly id: string;
    readonly atMs: EpochMs;
    readonly channel: string;
    readonly ticket: string | null;
  }[];
  /** Bad messages of the period: how many came, how many of those were caught, by level of filtering. */
  readonly detection?: Readonly<Record<string, { readonly bad: number; readonly caught: number }>>;
  readonly updates?: readonly UpdateRecord[];
};
