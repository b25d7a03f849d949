import { agreementRoutes } from "./agreements.ts";
import { alertRoutes } from "./alerts.ts";
import { contractRoutes } from "./contracts.ts";
import { customerRoutes } from "./customers.ts";
import { mandateRoutes } from "./mandates.ts";
import { peopleRoutes } from "./people.ts";
import { promiseRoutes } from "./promises.ts";
import { providerRoutes } from "./provider.ts";
import { releaseRoutes } from "./releases.ts";
import { serverRoutes } from "./servers.ts";
import { simulatorRoutes } from "./simulator.ts";

export * from "./agreements.ts";
export * from "./alerts.ts";
export * from "./contracts.ts";
export * from "./customers.ts";
export * from "./mandates.ts";
export * from "./people.ts";
export * from "./promises.ts";
export * from "./provider.ts";
export * from "./releases.ts";
export * from "./route.ts";
export * from "./servers.ts";
export * from "./shared.ts";
export * from "./simulator.ts";

/** The whole API below `/api/v1`, by route name. */
export const API_ROUTES = {
  ...peopleRoutes,
  ...customerRoutes,
  ...serverRoutes,
  ...alertRoutes,
  ...contractRoutes,
  ...agreementRoutes,
  ...promiseRoutes,
  ...mandateRoutes,
  ...releaseRoutes,
  ...providerRoutes,
  ...simulatorRoutes,
} as const;
export type ApiRoutes = typeof API_ROUTES;
export type RouteName = keyof ApiRoutes;
