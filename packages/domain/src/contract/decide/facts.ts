import type { Channel, EventName } from "../../catalogue/index.ts";
import type { EpochMs } from "../../interval/index.ts";

/** What is on record when something is decided. What is absent is not known, and counts as not being so. */
export type DecisionFacts = {
  /** An order with its price has been given by somebody who may. */
  readonly ordered?: boolean;
  readonly quoteAccepted?: boolean;
  readonly approvals?: readonly ("provider" | "customer" | "secondPerson" | "lead")[];
  /** The asker has seen exactly what will change and confirmed it. */
  readonly confirmed?: boolean;
  /** Ids of consents that are given and not withdrawn. */
  readonly consents?: readonly string[];
  readonly agreements?: readonly ("provider" | "customer")[];
  readonly appointmentAgreed?: boolean;
  /** Channels by which alarms reach the customer now. */
  readonly alertingBy?: readonly Channel[];
  /** Alarms and enquiries to the customer about the matter, and his answers. */
  readonly askedMs?: readonly EpochMs[];
  readonly answeredMs?: readonly EpochMs[];
  readonly dangerImminent?: boolean;
  /** Events that hold now. */
  readonly events?: readonly EventName[];
  readonly credentials?: readonly ("ftp" | "dns" | "database" | "administrator")[];
  readonly credentialsCurrent?: boolean;
  readonly foundedSuspicion?: boolean;
  readonly feasible?: boolean;
  readonly severity?: string;
  /** Counted things in use, by their name in the catalogue. */
  readonly counts?: Readonly<Record<string, number>>;
  /** Amounts that were agreed where the catalogue says `agreed`, by metric. */
  readonly agreedAmounts?: Readonly<Record<string, number>>;
  /** Plans and options that the same machine has besides this contract's. */
  readonly otherPlans?: readonly string[];
  readonly analysis?: { readonly taken: boolean; readonly signedOff: boolean };
  /** Ids of documents accepted in their current version. */
  readonly acceptedDocuments?: readonly string[];
  /** How the contract came about. */
  readonly contractForm?: string;
  /** Hours of the period's quota that are used up. */
  readonly quotaHoursUsed?: number;
  /** Hours of earlier periods that live on in this one. */
  readonly quotaHoursCarried?: number;
  /** Hours left in the prepaid blocks that have not expired; 0 once there are none of them left, absent where none was ever bought. */
  readonly blockHoursLeft?: number;
  /** Work under a flat rate in each of the last months, newest last, in hours. */
  readonly flatHoursByMonth?: readonly number[];
  /** The clause under which the service is suspended. */
  readonly suspendedBy?: string;
};
