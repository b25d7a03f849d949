import type { EpochMs, Interval } from "../interval/index.ts";

export type ServiceState = "up" | "down" | "unknown";

/** Who measured: ba-09 accepts the provider's own WAN probes and an independent external monitor. */
export type ProbeSource = "provider-wan" | "external" | "agent" | "central" | "customer";

/** One look at one service by one probe. */
export type ProbeSample = {
  readonly probe: string;
  readonly source: ProbeSource;
  readonly service: string;
  readonly atMs: EpochMs;
  readonly state: ServiceState;
};

/** A stretch in which a probe saw the same state. */
export type StateInterval = Interval & { readonly state: ServiceState };

/** All that one probe saw of one service. Where nothing is said, nothing is known. */
export type ProbeEvidence = {
  readonly probe: string;
  readonly source: ProbeSource;
  readonly service: string;
  readonly intervals: readonly StateInterval[];
};

export type EvidenceRules = {
  readonly clause: string;
  readonly sources: readonly ProbeSource[];
  /** How many counted probes must say `down` before it is down: one, most of those that know, or all of them. */
  readonly downWhen: "any" | "majority" | "all";
  /** A sample holds for this long; after that the state is unknown. */
  readonly sampleHoldsMs: number;
};
