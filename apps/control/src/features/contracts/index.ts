export type { CompiledServer, Signing } from "./compile-server.ts";
export { findAlarmRouting, type AlarmRouting } from "./find-alarm-routing.ts";
export { findHostCheck } from "./find-host-check.ts";
export { activateCatalogue, getActiveCatalogue, getCatalogue } from "./load-catalogue.ts";
export { openContracts, type Contracts } from "./open-contracts.ts";
export { findContractOfServer } from "./repository.ts";
export { selectionOf } from "./selection.ts";
export { textsOf } from "./views.ts";
