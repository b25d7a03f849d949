import { z } from "zod";
import { routes } from "./route.ts";
import { textsSchema } from "./shared.ts";

/** A service description as text: what the simulator in the browser reads, problems and all. */
export const simulatorCatalogueSchema = z.object({
  /** Short and stable: `ba` for a shipped one, `active` for the provider's own. */
  name: z.string(),
  id: z.string(),
  title: textsSchema,
  version: z.string(),
  /** New contracts are made from it. */
  active: z.boolean(),
  source: z.string(),
});
export type SimulatorCatalogue = z.infer<typeof simulatorCatalogueSchema>;

export const simulatorScenarioSchema = z.object({
  name: z.string(),
  title: textsSchema,
  /** Id of the catalogue that it was written for. */
  catalogue: z.string(),
  /** Says how chance makes a year. */
  random: z.boolean(),
  source: z.string(),
});
export type SimulatorScenario = z.infer<typeof simulatorScenarioSchema>;

export const simulatorRoutes = routes({
  "simulator.get": {
    method: "GET",
    path: "/simulator",
    summary: "Service descriptions and example scenarios to play against each other",
    // Whoever makes contracts may try first what they would say.
    permission: "contracts.write",
    response: z.object({
      catalogues: z.array(simulatorCatalogueSchema),
      scenarios: z.array(simulatorScenarioSchema),
    }),
  },
});
