/**
 * Decisions of the contract engine: every hand-computed kind of request against the five catalogues, on one core.
 * Target: under 50 microseconds for each `decide`.
 */
import { decide } from "../packages/domain/src/contract/index.ts";
import type { DecisionFacts, DecisionRequest } from "../packages/domain/src/contract/index.ts";
import type { Selection } from "../packages/domain/src/catalogue/index.ts";
import { readCatalogue } from "../test/catalogues/read-catalogue.ts";

const now = Temporal.Instant.from("2027-04-14T10:00:00Z");
const cases: readonly (readonly [string, string, Selection, DecisionRequest, DecisionFacts])[] = [
  [
    "restart in the portal",
    "se",
    { plan: "managed", level: "sla-basic" },
    { kind: "operation", operation: "machine.restart", by: "customer", channel: "portal" },
    {},
  ],
  [
    "update outside the window",
    "msp",
    { plan: "managed", level: "professional" },
    { kind: "operation", operation: "update.install", by: "orderer", channel: "ticket" },
    {},
  ],
  [
    "precaution",
    "msp",
    { plan: "managed", level: "professional" },
    { kind: "operation", operation: "filesystem.extend", by: "system", channel: "portal" },
    { events: ["disk.full"], alertingBy: ["mail"], dangerImminent: true },
  ],
  [
    "work out of the month's hours",
    "dk",
    { plan: "service-5" },
    { kind: "work", by: "orderer", channel: "phone", topics: ["remoteSupport"], minutes: 60 },
    { quotaHoursUsed: 4.5 },
  ],
  [
    "emergency at night",
    "srv",
    { plan: "premium" },
    {
      kind: "work",
      by: "customer",
      channel: "emergencyPhone",
      topics: ["emergencyWork"],
      minutes: 60,
      startMs: Date.parse("2027-04-14T20:00:00Z"),
    },
    {},
  ],
  [
    "order with prerequisites",
    "srv",
    { plan: "plus" },
    { kind: "order", by: "orderer", channel: "mail", plan: "plus" },
    {},
  ],
  [
    "tier matrix",
    "ba",
    { plan: "vps-semi" },
    { kind: "operation", operation: "update.install", by: "technician", channel: "portal" },
    {},
  ],
  [
    "a message",
    "ba",
    { plan: "mail" },
    {
      kind: "mail",
      direction: "outbound",
      account: "a@example.ba",
      attachments: ["a.pdf", "b.jpg"],
      recipients: 20,
    },
    {},
  ],
];

const ROUNDS = 60;
const EACH = 500;

/** Median of the rounds, so that a busy machine disturbs it little. */
function medianMicroseconds(run: () => unknown): number {
  const took: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const startedMs = performance.now();
    for (let k = 0; k < EACH; k += 1) run();
    took.push(((performance.now() - startedMs) * 1000) / EACH);
  }
  return took.toSorted((a, b) => a - b)[ROUNDS / 2] ?? 0;
}

const rows = cases.map(([name, id, selection, request, facts]) => {
  const contract = { catalogue: readCatalogue(id), selection };
  return { name, microseconds: medianMicroseconds(() => decide(contract, request, facts, now)) };
});
for (const { name, microseconds } of rows) {
  console.error(`${name.padEnd(32)} ${microseconds.toFixed(1).padStart(7)} µs`);
}
console.log(
  JSON.stringify({
    bench: "decide",
    worstMicroseconds: Math.round(10 * Math.max(...rows.map((row) => row.microseconds))) / 10,
    targetMicroseconds: 50,
  }),
);
