import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type {
  EvidenceRules,
  ProbeEvidence,
  ProbeSample,
  ServiceState,
  StateInterval,
} from "./index.ts";
import { combineEvidence, evidenceFromSamples, outagesFromStates } from "./index.ts";

const ba09: EvidenceRules = {
  clause: "ba-09",
  sources: ["provider-wan", "external"],
  downWhen: "any",
  sampleHoldsMs: 10,
};

const within = { fromMs: 0, toMs: 100 };
const part = (fromMs: number, toMs: number, state: ServiceState): StateInterval => ({
  fromMs,
  toMs,
  state,
});

function probe(
  name: string,
  intervals: readonly StateInterval[],
  more: Partial<ProbeEvidence> = {},
): ProbeEvidence {
  return { probe: name, source: "provider-wan", service: "web", intervals, ...more };
}

describe("ba-09: whose measurements count", () => {
  const customer = probe("own", [part(0, 100, "down")], { source: "customer" });
  const agent = probe("agent", [part(0, 100, "down")], { source: "agent" });
  const wan = probe("wan", [part(0, 100, "up")]);

  it("ba-09: the customer's own measurements are not evidence", () => {
    expect(combineEvidence([customer, wan, agent], ba09, "web", within)).toEqual([
      part(0, 100, "up"),
    ]);
    expect(combineEvidence([customer], ba09, "web", within)).toEqual([part(0, 100, "unknown")]);
    expect(combineEvidence([customer], { ...ba09, sources: ["customer"] }, "web", within)).toEqual([
      part(0, 100, "down"),
    ]);
  });

  it("ba-09: an independent external monitor is", () => {
    const external = probe("ext", [part(20, 30, "down")], { source: "external" });
    expect(combineEvidence([external, wan], ba09, "web", within)).toEqual([
      part(0, 20, "up"),
      part(20, 30, "down"),
      part(30, 100, "up"),
    ]);
  });

  it("of another service says nothing", () => {
    expect(combineEvidence([wan], ba09, "mail", within)).toEqual([part(0, 100, "unknown")]);
  });
});

describe("probes that disagree", () => {
  const evidence = [
    probe("a", [part(0, 60, "down"), part(60, 100, "up")]),
    probe("b", [part(0, 40, "up"), part(40, 80, "down"), part(80, 90, "unknown")]),
    probe("c", [part(20, 50, "down"), part(50, 100, "up")]),
  ];

  it.each<[EvidenceRules["downWhen"], readonly StateInterval[]]>([
    ["any", [part(0, 80, "down"), part(80, 100, "up")]],
    // a+b tie, a+c, all, a+b of 3, b of 3
    ["majority", [part(0, 20, "up"), part(20, 60, "down"), part(60, 100, "up")]],
    ["all", [part(0, 40, "up"), part(40, 50, "down"), part(50, 100, "up")]],
  ])("%s", (downWhen, expected) => {
    expect(combineEvidence(evidence, { ...ba09, downWhen }, "web", within)).toEqual(expected);
  });

  it("fills what nobody knows and cuts at the edges", () => {
    const one = [probe("a", [part(-50, 10, "up"), part(30, 40, "unknown"), part(90, 150, "down")])];
    expect(combineEvidence(one, ba09, "web", within)).toEqual([
      part(0, 10, "up"),
      part(10, 90, "unknown"),
      part(90, 100, "down"),
    ]);
    expect(combineEvidence(one, ba09, "web", { fromMs: 5, toMs: 5 })).toEqual([]);
  });

  it("one probe that says both says down, and its parts may come in several pieces", () => {
    const both = [
      probe("a", [part(0, 100, "up"), part(10, 20, "down")]),
      probe("a", [part(15, 30, "down")]),
    ];
    expect(combineEvidence(both, { ...ba09, downWhen: "all" }, "web", within)).toEqual([
      part(0, 10, "up"),
      part(10, 30, "down"),
      part(30, 100, "up"),
    ]);
  });

  it("agrees with asking each probe at each instant", () => {
    const anyPart = fc
      .tuple(
        fc.integer({ min: -5, max: 40 }),
        fc.integer({ min: 0, max: 20 }),
        fc.constantFrom<ServiceState>("up", "down", "unknown"),
      )
      .map(([from, length, state]) => part(from, from + length, state));
    const anyProbe = fc
      .tuple(
        fc.constantFrom("a", "b", "c"),
        fc.constantFrom("provider-wan", "external", "customer"),
        fc.array(anyPart, { maxLength: 4 }),
      )
      .map(([name, source, intervals]) =>
        probe(name, intervals, { source: source as ProbeEvidence["source"] }),
      );
    const short = { fromMs: 0, toMs: 40 };
    fc.assert(
      fc.property(
        fc.array(anyProbe, { maxLength: 5 }),
        fc.constantFrom("any", "majority", "all"),
        (list, downWhen) => {
          const rules: EvidenceRules = { ...ba09, downWhen };
          const states = combineEvidence(list, rules, "web", short);
          expect(combineEvidence([...list].reverse().concat(list), rules, "web", short)).toEqual(
            states,
          );
          expect(states.map((one) => one.toMs - one.fromMs).reduce((x, y) => x + y, 0)).toBe(40);
          for (const [index, one] of states.entries()) {
            expect(one.fromMs).toBe(states[index - 1]?.toMs ?? 0);
            expect(one.state).not.toBe(states[index - 1]?.state);
            for (let at = one.fromMs; at < one.toMs; at += 1) {
              const says = ["a", "b", "c"].map((name) => {
                const own = list
                  .filter((other) => other.probe === name && other.source !== "customer")
                  .flatMap((other) =>
                    other.intervals.filter((piece) => piece.fromMs <= at && at < piece.toMs),
                  );
                if (own.some((piece) => piece.state === "down")) return "down";
                return own.some((piece) => piece.state === "up") ? "up" : "unknown";
              });
              const down = says.filter((say) => say === "down").length;
              const up = says.filter((say) => say === "up").length;
              const expected =
                down + up === 0
                  ? "unknown"
                  : { any: down > 0, majority: down > up, all: up === 0 }[downWhen]
                    ? "down"
                    : "up";
              expect(one.state).toBe(expected);
            }
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("single looks", () => {
  const look = (
    atMs: number,
    state: ServiceState,
    more: Partial<ProbeSample> = {},
  ): ProbeSample => ({ probe: "a", source: "provider-wan", service: "web", atMs, state, ...more });
  const until = Temporal.Instant.fromEpochMilliseconds(100);
  const stretches = (...samples: readonly ProbeSample[]) =>
    evidenceFromSamples(samples, ba09, until).map((one) => one.intervals);

  it("hold until the next one, but not too long", () => {
    expect(stretches(look(5, "down"), look(0, "up"), look(8, "down"))).toEqual([
      [part(0, 5, "up"), part(5, 18, "down")],
    ]);
    expect(stretches(look(0, "up"), look(20, "up"))).toEqual([
      [part(0, 10, "up"), part(20, 30, "up")],
    ]);
    expect(stretches(look(0, "up"), look(10, "up"))).toEqual([[part(0, 20, "up")]]);
    expect(stretches(look(0, "up"), look(4, "unknown"), look(6, "up"))).toEqual([
      [part(0, 4, "up"), part(6, 16, "up")],
    ]);
  });

  it("end at the moment asked", () => {
    expect(stretches(look(95, "up"))).toEqual([[part(95, 100, "up")]]);
    expect(stretches(look(100, "up"))).toEqual([[]]);
  });

  it("of two at one instant the worse stands; unknown is not worse than knowing", () => {
    expect(stretches(look(0, "up"), look(0, "down"), look(0, "up"))).toEqual([
      [part(0, 10, "down")],
    ]);
    expect(stretches(look(0, "unknown"), look(0, "up"))).toEqual([[part(0, 10, "up")]]);
  });

  it("are kept apart by probe, service and source, in a settled order", () => {
    const samples = [
      look(0, "up", { probe: "b" }),
      look(0, "up", { service: "mail" }),
      look(0, "up"),
      look(0, "up", { source: "external" }),
    ];
    const evidence = evidenceFromSamples(samples, ba09, until);
    expect(
      evidence.map(({ service, probe: name, source }) => `${service} ${name} ${source}`),
    ).toEqual([
      "mail a provider-wan",
      "web a external",
      "web a provider-wan",
      "web b provider-wan",
    ]);
    expect(evidenceFromSamples(samples.toReversed(), ba09, until)).toEqual(evidence);
  });
});

describe("outages from states", () => {
  it("are named after service and start; the last one goes on", () => {
    const states = [
      part(0, 10, "up"),
      part(10, 20, "down"),
      part(20, 30, "unknown"),
      part(30, 40, "down"),
    ];
    expect(outagesFromStates("web", states)).toEqual({
      outages: [
        {
          id: "web@10",
          service: "web",
          cause: "unclassified",
          beganMs: 10,
          detectedMs: 10,
          endedMs: 20,
          recoveryDetectedMs: 20,
        },
        { id: "web@30", service: "web", cause: "unclassified", beganMs: 30, detectedMs: 30 },
      ],
      unknown: [{ fromMs: 20, toMs: 30 }],
    });
    expect(
      outagesFromStates("web", [part(0, 10, "down"), part(10, 20, "up")]).outages[0]?.endedMs,
    ).toBe(10);
  });
});
