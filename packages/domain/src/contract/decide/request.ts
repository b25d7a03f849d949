import type {
  Actor,
  Channel,
  EventName,
  Metric,
  OperationName,
  Topic,
} from "../../catalogue/index.ts";
import type { EpochMs } from "../../interval/index.ts";
import type { FoundSoftware } from "../../software/index.ts";
import type { WatchdogFacts } from "../../watchdog/index.ts";

/** Who asks, and how the wish reached us. `orderer`: a person the customer has named to give orders. */
export type Asker = { readonly by: Actor; readonly channel: Channel };

/** A program that an operation is about, as far as it is known. */
export type Software = {
  readonly name?: string;
  readonly package?: string;
  readonly installedBy?: "provider" | "customer" | "distribution";
  readonly vendorSupported?: boolean;
  readonly format?: "rpm" | "deb" | "msi" | "exe" | "container";
  readonly source?: "publicRepository" | "distribution" | "vendorRepository" | "private";
  readonly compiled?: boolean;
};

/** A typed operation on something under contract. */
export type OperationRequest = Asker & {
  readonly kind: "operation";
  readonly operation: OperationName;
  readonly topics?: readonly Topic[];
  readonly software?: Software;
  /** When it is to begin; now when absent. */
  readonly startMs?: EpochMs;
  /** Expected work, for the price. */
  readonly minutes?: number;
};

/** Help or work, by what it is about. */
export type WorkRequest = Asker & {
  readonly kind: "work";
  readonly topics: readonly Topic[];
  readonly startMs?: EpochMs;
  readonly minutes?: number;
};

/** A plan, a level or options are to be booked; the selection as it would be then. */
export type OrderRequest = Asker & {
  readonly kind: "order";
  readonly plan: string;
  readonly level?: string;
  readonly options?: readonly string[];
  readonly machineKind?: string;
};

/** More of something that is counted or measured: the figure as it would be then. */
export type UseRequest = {
  readonly kind: "use";
  readonly metric?: Metric;
  readonly thing?: string;
  readonly amount: number;
};

export type AccessWay =
  | "rdp"
  | "ssh"
  | "remoteDatabase"
  | "operatingSystem"
  | "systemLogs"
  | "administratorPassword"
  | "vpn";

export type MailRequest = {
  readonly kind: "mail";
  readonly direction: "inbound" | "outbound";
  readonly account?: string;
  /** Addresses that the account owns besides its own. */
  readonly aliases?: readonly string[];
  readonly envelopeFrom?: string;
  readonly headerFrom?: string;
  readonly attachments?: readonly string[];
  readonly recipients?: number;
  readonly megabytes?: number;
  /** Sent by the customer's own mail or web server rather than through ours. */
  readonly via?: "ownMailServer" | "ownWebServer";
};

/** Something that happened and on which a clause lets the provider act by himself. */
export type ActRequest = {
  readonly kind: "act";
  readonly on: EventName;
  /** When it happened, when the customer was told, and what stopped the time since. */
  readonly atMs: EpochMs;
  readonly toldAtMs?: EpochMs;
  readonly cancelled?: readonly { readonly event: EventName; readonly atMs: EpochMs }[];
};

export type DecisionRequest =
  | OperationRequest
  | WorkRequest
  | OrderRequest
  | UseRequest
  | MailRequest
  | ActRequest
  | { readonly kind: "access"; readonly way: AccessWay }
  | { readonly kind: "php"; readonly function: string }
  | { readonly kind: "run"; readonly process: string }
  | { readonly kind: "software"; readonly found: FoundSoftware }
  | { readonly kind: "credential"; readonly by: Actor; readonly credentials: string }
  | { readonly kind: "watchdog"; readonly facts: WatchdogFacts };
