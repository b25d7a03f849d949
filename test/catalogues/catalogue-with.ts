import type { Catalogue, Term } from "../../packages/domain/src/catalogue/index.ts";
import { readCatalogue } from "./read-catalogue.ts";

export const srv = readCatalogue("srv");
export const plan = { plan: "plus" };

/** The catalogue srv with these clauses alone, `x-01`, `x-02`, …, each with these terms. */
export function catalogueWith(...clauses: readonly (readonly object[])[]): Catalogue {
  const [first] = srv.clauses;
  if (first === undefined) throw new Error("no clause to copy");
  return {
    ...srv,
    clauses: clauses.map((terms, k) => ({
      ...first,
      id: `x-0${k + 1}`,
      plans: "all" as const,
      terms: terms as readonly Term[] as Term[],
    })),
  };
}

/** A watch by the agent, around the clock. */
export const watch = (...checks: readonly object[]) => ({
  type: "watch",
  observedBy: "agent",
  schedule: { every: "beat", seconds: 60 },
  alarms: true,
  checks,
});
