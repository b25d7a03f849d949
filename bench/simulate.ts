/**
 * A year of 1,000 machines with drawn outages, played whole (decisions, promise states, credits, invoices), and drawn years
 * reported. Target: the year in under 10 s.
 *
 *   ./driftvakt bench simulate [--machines 1000] [--years 10]
 */
import { parseArgs } from "node:util";
import { drawYear, simulate, simulateYears } from "../packages/domain/src/simulation/index.ts";
import type { Scenario } from "../packages/domain/src/simulation/index.ts";
import { readCatalogue } from "../test/catalogues/read-catalogue.ts";

const { values: args } = parseArgs({
  options: {
    machines: { type: "string", default: "1000" },
    years: { type: "string", default: "10" },
  },
});

const contracts = {
  ba: { plan: "vps-full" },
  se: { plan: "managed", level: "sla-plus" },
} as const;

const figures: Record<string, number> = {};
for (const [id, contract] of Object.entries(contracts)) {
  const catalogue = readCatalogue(id);
  const scenario: Scenario = {
    format: 1,
    name: "a year",
    catalogue: id,
    from: "2027-01-01",
    to: "2028-01-01",
    contract: { ...contract, machines: Number(args.machines) },
    events: [],
    random: {
      outagesPerMachineYear: 6,
      medianMinutes: 12,
      spread: 3,
      causes: [
        { cause: "hardwareFault", weight: 3 },
        { cause: "plannedWork", weight: 5 },
        { cause: "ddos", weight: 1 },
      ],
      announcedPercent: 90,
      claimedPercent: 100,
    },
  };
  const drawn = drawYear(catalogue, scenario, "1");
  const startedMs = performance.now();
  const { lines } = simulate(catalogue, drawn);
  const tookMs = performance.now() - startedMs;
  figures[`${id}YearMs`] = Math.round(tookMs);
  console.error(
    `${id}: a year of ${args.machines} machines, ${drawn.events.length} events, ${lines.length} lines: ${(tookMs / 1000).toFixed(2)} s`,
  );
  if (id !== "ba") continue;
  const yearsMs = performance.now();
  simulateYears(catalogue, scenario, { years: Number(args.years), seed: "1" });
  figures["drawnYearMs"] = Math.round((performance.now() - yearsMs) / Number(args.years));
  console.error(`${id}: a drawn year for the report: ${figures["drawnYearMs"]} ms`);
}
console.log(
  JSON.stringify({
    bench: "simulate",
    machines: Number(args.machines),
    ...figures,
    targetMs: 10_000,
  }),
);
