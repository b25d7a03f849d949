/**
 * One server-month of availability with many outages, judged by the pure rules; and a year of a service-hours calendar.
 *
 *   ./driftvakt bench availability [--outages 1000] [--rounds 200]
 */
import { parseArgs } from "node:util";
import { judgeMonth } from "@driftvakt/domain/availability";
import type { AvailabilityFacts, AvailabilityRules, Outage } from "@driftvakt/domain/availability";
import { addServiceTime, compileCalendar, isOpen, openIntervals } from "@driftvakt/domain/calendar";

const { values: args } = parseArgs({
  options: {
    outages: { type: "string", default: "1000" },
    rounds: { type: "string", default: "200" },
  },
});
const rounds = Number(args.rounds);
const MARCH = Date.UTC(2026, 2, 1);
const CAUSES = ["hardware", "planned-work", "attack", "software"] as const;

const rules: AvailabilityRules = {
  clause: "ba-06",
  timeZone: "Europe/Sarajevo",
  services: "union",
  unknownTime: "up",
  excludedTime: "up",
  starts: "began",
  stops: "ended",
  exclusions: [
    { kind: "announced", clause: "ba-05", noticeMs: 86_400_000, causes: ["planned-work"] },
    { kind: "cause", clause: "ba-05", causes: ["attack"] },
  ],
  decimals: 2,
  rounding: "down",
  targetPoints: 9990,
};

const outages = Array.from({ length: Number(args.outages) }, (_, index): Outage => {
  const beganMs = MARCH + ((index * 7_919) % 43_000) * 60_000;
  return {
    id: `o${index}`,
    service: `s${index % 3}`,
    cause: CAUSES[index % CAUSES.length] ?? "hardware",
    beganMs,
    endedMs: beganMs + (30 + (index % 600)) * 1_000,
  };
});

const facts: AvailabilityFacts = {
  services: ["s0", "s1", "s2"],
  outages,
  announcements: [
    { id: "n", fromMs: MARCH, toMs: MARCH + 432_000_000, publishedMs: MARCH - 259_200_000 },
  ],
  unknown: [],
};

const calendar = compileCalendar({
  timeZone: "Europe/Berlin",
  hours: [{ days: ["mon", "tue", "wed", "thu", "fri"], from: "09:00", to: "18:00" }],
  holidays: [{ kind: "public", country: "DE", commonToAllStates: true }],
});
const may = Temporal.Instant.from("2026-05-05T10:00:00Z");
const day = 24 * 3_600_000;

/** Median of so many rounds in microseconds, each of `times` runs, after as many to warm up. */
function medianMicros(times: number, run: () => unknown): number {
  const took: number[] = [];
  for (let round = 0; round < 2 * rounds; round += 1) {
    const started = performance.now();
    for (let time = 0; time < times; time += 1) run();
    took.push(((performance.now() - started) * 1_000) / times);
  }
  const counted = took.slice(rounds).toSorted((a, b) => a - b);
  return Math.round((counted[Math.floor(rounds / 2)] ?? 0) * 100) / 100;
}

const figures = {
  monthUnionMicros: medianMicros(1, () => judgeMonth(rules, facts, "2026-03")),
  monthAverageMicros: medianMicros(1, () =>
    judgeMonth({ ...rules, services: "average" }, facts, "2026-03"),
  ),
  isOpenMicros: medianMicros(1_000, () => isOpen(calendar, may)),
  addDayOfServiceMicros: medianMicros(1_000, () => addServiceTime(calendar, may, day)),
  yearOfOpeningsMicros: medianMicros(1, () =>
    openIntervals(calendar, may, may.add({ hours: 24 * 365 })),
  ),
};

console.log(`one month with ${outages.length} outages, median of ${rounds}`);
for (const [name, micros] of Object.entries(figures))
  console.log(`${name.padEnd(24)} ${micros} µs`);
console.log(JSON.stringify({ bench: "availability", outages: outages.length, ...figures }));
