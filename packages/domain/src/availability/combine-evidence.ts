import type { Interval } from "../interval/index.ts";
import { clipIntervals, mergeIntervals, subtractIntervals } from "../interval/index.ts";
import type { Outage } from "./availability.ts";
import type {
  EvidenceRules,
  ProbeEvidence,
  ProbeSample,
  ServiceState,
  StateInterval,
} from "./evidence.ts";

/**
 * Single looks turned into stretches: each holds until the probe's next one, but no longer than the
 * rules let it, and not beyond `until`. Of two looks at one instant the worse stands.
 */
export function evidenceFromSamples(
  samples: readonly ProbeSample[],
  rules: EvidenceRules,
  until: Temporal.Instant,
): readonly ProbeEvidence[] {
  const series = new Map<string, ProbeSample[]>();
  for (const sample of samples) {
    const key = JSON.stringify([sample.service, sample.probe, sample.source]);
    const known = series.get(key);
    if (known === undefined) series.set(key, [sample]);
    else known.push(sample);
  }
  return [...series.keys()].toSorted().map((key) => {
    const looks = worstPerInstant(series.get(key) ?? []);
    const { probe, source, service } = looks[0] as ProbeSample;
    return {
      probe,
      source,
      service,
      intervals: holdSamples(looks, rules, until.epochMilliseconds),
    };
  });
}

const BADNESS: Readonly<Record<ServiceState, number>> = { unknown: 0, up: 1, down: 2 };

function worstPerInstant(samples: readonly ProbeSample[]): readonly ProbeSample[] {
  const byInstant = new Map<number, ProbeSample>();
  for (const sample of samples) {
    const known = byInstant.get(sample.atMs);
    if (known === undefined || BADNESS[sample.state] > BADNESS[known.state]) {
      byInstant.set(sample.atMs, sample);
    }
  }
  return [...byInstant.values()].toSorted((a, b) => a.atMs - b.atMs);
}

function holdSamples(
  looks: readonly ProbeSample[],
  rules: EvidenceRules,
  untilMs: number,
): readonly StateInterval[] {
  const states: StateInterval[] = [];
  for (const [index, look] of looks.entries()) {
    const nextMs = looks[index + 1]?.atMs ?? Number.POSITIVE_INFINITY;
    const toMs = Math.min(nextMs, look.atMs + rules.sampleHoldsMs, untilMs);
    if (look.state !== "unknown") pushState(states, look.atMs, toMs, look.state);
  }
  return states;
}

/** Adds a stretch, joined to the one before when it goes on in the same state. */
function pushState(
  states: StateInterval[],
  fromMs: number,
  toMs: number,
  state: ServiceState,
): void {
  if (toMs <= fromMs) return;
  const last = states.at(-1);
  if (last?.state === state && last.toMs === fromMs) {
    states[states.length - 1] = { fromMs: last.fromMs, toMs, state };
  } else {
    states.push({ fromMs, toMs, state });
  }
}

/** +1 when a probe begins to say so, −1 when it stops. */
type Change = { readonly atMs: number; readonly down: number; readonly up: number };

/**
 * What the probes that count as evidence (ba-09) together saw of a service: stretches without gaps
 * over `within`, `unknown` where none of them knew. Evidence of other sources is not looked at. A
 * probe that says both at once says down.
 */
export function combineEvidence(
  evidence: readonly ProbeEvidence[],
  rules: EvidenceRules,
  service: string,
  within: Interval,
): readonly StateInterval[] {
  const counted = evidence.filter(
    (one) => one.service === service && rules.sources.includes(one.source),
  );
  const probes = [...new Set(counted.map((one) => one.probe))];
  const changes = probes.flatMap((probe) =>
    changesOf(
      counted.filter((one) => one.probe === probe).flatMap((one) => one.intervals),
      within,
    ),
  );
  return sweep(changes, rules, within);
}

function changesOf(intervals: readonly StateInterval[], within: Interval): readonly Change[] {
  const inState = (state: ServiceState): readonly Interval[] =>
    clipIntervals(mergeIntervals(intervals.filter((part) => part.state === state)), within);
  const down = inState("down");
  const up = subtractIntervals(inState("up"), down);
  return [
    ...down.flatMap(({ fromMs, toMs }) => [
      { atMs: fromMs, down: 1, up: 0 },
      { atMs: toMs, down: -1, up: 0 },
    ]),
    ...up.flatMap(({ fromMs, toMs }) => [
      { atMs: fromMs, down: 0, up: 1 },
      { atMs: toMs, down: 0, up: -1 },
    ]),
  ];
}

function sweep(
  changes: readonly Change[],
  rules: EvidenceRules,
  within: Interval,
): readonly StateInterval[] {
  const states: StateInterval[] = [];
  let down = 0;
  let up = 0;
  let cursor = within.fromMs;
  for (const change of changes.toSorted((a, b) => a.atMs - b.atMs)) {
    pushState(states, cursor, change.atMs, verdict(rules.downWhen, down, up));
    cursor = change.atMs;
    down += change.down;
    up += change.up;
  }
  pushState(states, cursor, within.toMs, verdict(rules.downWhen, down, up));
  return states;
}

function verdict(downWhen: EvidenceRules["downWhen"], down: number, up: number): ServiceState {
  if (down + up === 0) return "unknown";
  switch (downWhen) {
    case "any":
      return down > 0 ? "down" : "up";
    case "majority":
      return down > up ? "down" : "up";
    case "all":
      return up === 0 ? "down" : "up";
  }
}

/**
 * Outages and unknown stretches of combined evidence. Causes are for people to find: they come out
 * `unclassified`. The last stretch, when down, is an outage that has not ended. Ids come from the
 * service and the start, so that judging the same evidence again names the same outages.
 */
export function outagesFromStates(
  service: string,
  states: readonly StateInterval[],
): { readonly outages: readonly Outage[]; readonly unknown: readonly Interval[] } {
  const outages = states
    .map((part, index) => ({ part, isLast: index === states.length - 1 }))
    .filter(({ part }) => part.state === "down")
    .map(({ part, isLast }): Outage => {
      const { fromMs, toMs } = part;
      const seen = { id: `${service}@${fromMs}`, service, beganMs: fromMs, detectedMs: fromMs };
      const begun = { ...seen, cause: "unclassified" } as const;
      return isLast ? begun : { ...begun, endedMs: toMs, recoveryDetectedMs: toMs };
    });
  const unknown = states
    .filter((part) => part.state === "unknown")
    .map(({ fromMs, toMs }) => ({ fromMs, toMs }));
  return { outages, unknown };
}
