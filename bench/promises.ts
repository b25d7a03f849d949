/**
 * The ledger's states: every promise of 10,000 contracts for one month, from facts with alarms, gaps and availability.
 * Target: under 1 s on one core.
 */
import { judgeMonth } from "../packages/domain/src/availability/index.ts";
import { compileAvailability } from "../packages/domain/src/contract/index.ts";
import { judgePromise, judgeState, listPromises } from "../packages/domain/src/promises/index.ts";
import type { PromiseFacts } from "../packages/domain/src/promises/index.ts";
import { readCatalogue } from "../test/catalogues/read-catalogue.ts";

const CONTRACTS = 10_000;
const now = Temporal.Instant.from("2027-04-14T10:00:00Z");
const nowMs = now.epochMilliseconds;
const HOUR = 3_600_000;
const kinds = [
  { catalogue: readCatalogue("se"), selection: { plan: "managed", level: "sla-basic" } },
  { catalogue: readCatalogue("msp"), selection: { plan: "managed", level: "professional" } },
  { catalogue: readCatalogue("dk"), selection: { plan: "operations" } },
  { catalogue: readCatalogue("srv"), selection: { plan: "plus" } },
  { catalogue: readCatalogue("ba"), selection: { plan: "vps-full" } },
];
const [promised] = compileAvailability(readCatalogue("ba"), { plan: "vps-full" });
if (promised === undefined) throw new Error("ba-06 is not promised");
const judged = judgeMonth(
  promised.rules,
  {
    services: ["a"],
    outages: [
      {
        id: "o",
        service: "a",
        cause: "hardware",
        beganMs: nowMs - 9 * HOUR,
        endedMs: nowMs - 8.9 * HOUR,
      },
    ],
    announcements: [],
    unknown: [],
  },
  "2027-04",
  now,
);

/** Ten alarms a month, all told, and a few gaps that are explained. */
function factsOf(contract: number): PromiseFacts {
  const clauses = ["se-02", "se-04", "msp-05", "msp-07", "dk-05", "srv-01", "srv-10", "ba-36"];
  return {
    coverage: {
      expectedMs: 300 * HOUR,
      seenMs: 299 * HOUR,
      gaps: [{ fromMs: nowMs - 5 * HOUR, toMs: nowMs - 4 * HOUR, explainedBy: "alert" }],
    },
    openProblems:
      contract % 50 === 0
        ? [{ check: "service:nginx.service", clauses, state: "critical", sinceMs: nowMs - HOUR }]
        : [],
    alarms: Array.from({ length: 10 }, (_, k) => ({
      id: `${contract}-${k}`,
      check: k % 2 === 0 ? "cpu" : "service:nginx.service",
      clauses,
      state: "critical" as const,
      hardAtMs: nowMs - (k + 1) * HOUR,
      toldAtMs: nowMs - (k + 1) * HOUR + 2_000,
      recoveredAtMs: nowMs - k * HOUR,
    })),
    availability: [{ judged, running: false }],
    graphs: { newestMs: nowMs - 10_000 },
    agent: { enrolled: 1, lastSeenMs: nowMs },
    notices: [],
    recipients: { customer: true, technicians: true },
  };
}

const facts = Array.from({ length: CONTRACTS }, (_, k) => factsOf(k));

function run(judge: typeof judgeState | typeof judgePromise): { count: number; ms: number } {
  const startedMs = performance.now();
  let count = 0;
  for (let k = 0; k < CONTRACTS; k += 1) {
    const kind = kinds[k % kinds.length];
    const known = facts[k];
    if (kind === undefined || known === undefined) continue;
    for (const promise of listPromises(kind.catalogue, kind.selection, "2027-04")) {
      judge(promise, known, now);
      count += 1;
    }
  }
  return { count, ms: performance.now() - startedMs };
}

run(judgeState);
const states = run(judgeState);
const sentences = run(judgePromise);
console.error(`${states.count} promises of ${CONTRACTS} contracts`);
console.error(`states alone              ${states.ms.toFixed(0)} ms`);
console.error(`with sentences (five)     ${sentences.ms.toFixed(0)} ms`);
console.log(
  JSON.stringify({
    bench: "promises",
    contracts: CONTRACTS,
    promises: states.count,
    statesMs: Math.round(states.ms),
    sentencesMs: Math.round(sentences.ms),
    targetMs: 1000,
  }),
);
