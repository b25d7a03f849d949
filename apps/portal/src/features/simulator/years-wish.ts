import type { RandomYears } from "@driftvakt/domain/simulation";
import type { ScenarioFacts, YearsWish } from "./worker-messages.ts";

/** Chance for a scenario that says nothing of it: an ordinary house. */
const ORDINARY: RandomYears = {
  outagesPerMachineYear: 4,
  medianMinutes: 18,
  spread: 3,
  causes: [
    { cause: "hardwareFault", weight: 2 },
    { cause: "softwareFault", weight: 2 },
    { cause: "networkFault", weight: 1 },
    { cause: "plannedWork", weight: 3 },
  ],
  announcedPercent: 90,
  claimedPercent: 60,
};

const MOST_YEARS = 10_000;
const MOST_MACHINES = 5_000;

/** The fields of the form, as they are typed; empty ones take what the scenario says. */
export type YearsForm = Readonly<
  Record<"years" | "seed" | "machines" | "outages" | "minutes" | "claimed", string>
>;

/** The fields with their bounds. */
export const YEARS_FIELDS = {
  years: { min: 1, max: MOST_YEARS, step: 1 },
  machines: { min: 1, max: MOST_MACHINES, step: 1 },
  outages: { min: 0, max: 1000, step: "any" },
  minutes: { min: 0.1, max: 44_640, step: "any" },
  claimed: { min: 0, max: 100, step: "any" },
} as const;
export type YearsField = keyof typeof YEARS_FIELDS;

/** What stands in a field that nobody has touched. */
export function defaultOf(field: YearsField | "seed", facts: ScenarioFacts): string {
  const random = facts.random ?? ORDINARY;
  const values = {
    years: 500,
    seed: "1",
    machines: facts.machines,
    outages: random.outagesPerMachineYear,
    minutes: random.medianMinutes,
    claimed: random.claimedPercent,
  };
  return String(values[field]);
}

/** What to draw, or undefined while a figure is out of its bounds. */
export function wishOf(form: Partial<YearsForm>, facts: ScenarioFacts): YearsWish | undefined {
  const text = (field: YearsField | "seed") => form[field] || defaultOf(field, facts);
  const fields = Object.keys(YEARS_FIELDS) as YearsField[];
  const wrong = fields.some((field) => !isWithin(field, text(field)));
  if (wrong) return undefined;
  return {
    years: Number(text("years")),
    seed: text("seed"),
    machines: Number(text("machines")),
    random: {
      ...(facts.random ?? ORDINARY),
      outagesPerMachineYear: Number(text("outages")),
      medianMinutes: Number(text("minutes")),
      claimedPercent: Number(text("claimed")),
    },
  };
}

export function isWithin(field: YearsField, text: string): boolean {
  const { min, max, step } = YEARS_FIELDS[field];
  const value = Number(text);
  return value >= min && value <= max && (step === "any" || Number.isInteger(value));
}
