export type { CompiledServer, Signing } from "./compile-server.ts";
export { findAlarmRouting, type AlarmRouting } from "./find-alarm-routing.ts";
export { findCheckLimits } from "./find-check-limits.ts";
export { findHostChecks, findShortestSilence } from "./find-host-check.ts";
export {
  activateCatalogue,
  getActiveCatalogue,
  getActiveSource,
  getCatalogue,
} from "./load-catalogue.ts";
export { openContracts, type Contracts } from "./open-contracts.ts";
export { selectionOf } from "./selection.ts";
export { textsOf } from "./texts-of.ts";
export { findPlans, type PlanFacts } from "./find-plans.ts";
export { joinContract } from "./join-contract.ts";
export { appendContractStep, listContractSteps } from "./contract-steps.ts";
export { findContract, findContractOfServer, listServerIds, lockContract } from "./repository.ts";
