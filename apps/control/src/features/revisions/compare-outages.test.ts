import type { MonthAvailability, Outage } from "@driftvakt/domain/availability";
import { expect, it } from "vitest";
import { compareOutages } from "./compare-outages.ts";

const outage = (id: string, beganMs: number, endedMs: number): Outage => ({
  id,
  service: "web",
  cause: "hardware",
  beganMs,
  endedMs,
});
const part = (id: string, fromMs: number, toMs: number) => ({
  service: "web",
  outageIds: [id],
  fromMs,
  toMs,
});
const month = (
  counted: MonthAvailability["counted"],
  excluded: MonthAvailability["excluded"] = [],
) => ({ counted, excluded }) as MonthAvailability;

it("R18: says of each outage what it counted in the report and what it counts now", () => {
  const reported = month([
    part("same", 0, 1000),
    part("longer", 10_000, 11_000),
    part("gone", 20_000, 25_000),
    part("excused", 30_000, 33_000),
    part("parts", 50_000, 51_000),
    part("parts", 52_000, 54_000),
  ]);
  const corrected = month(
    [
      part("same", 0, 1000),
      part("longer", 10_000, 14_000),
      part("found", 40_000, 42_000),
      part("parts", 50_000, 51_000),
    ],
    [
      {
        service: "web",
        outageId: "excused",
        clause: "ba-05",
        why: "announced",
        fromMs: 30_000,
        toMs: 33_000,
      },
    ],
  );
  const known = [
    outage("same", 0, 1000),
    outage("longer", 10_000, 14_000),
    outage("excused", 30_000, 33_000),
    outage("found", 40_000, 42_000),
    outage("parts", 50_000, 54_000),
  ];
  const rows = compareOutages(reported, corrected, known);
  expect(
    rows.map((row) => [
      row.fromMs,
      row.cause,
      row.reportedSeconds,
      row.correctedSeconds,
      row.excludedByClause,
    ]),
  ).toEqual([
    [0, "hardware", 1, 1, null],
    [10_000, "hardware", 1, 4, null],
    [20_000, null, 5, 0, null],
    [30_000, "hardware", 3, 0, "ba-05"],
    [40_000, "hardware", 0, 2, null],
    [50_000, "hardware", 3, 1, null],
  ]);
});
