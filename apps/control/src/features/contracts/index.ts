export { compileServer, type CompiledServer, type Signing } from "./compile-server.ts";
export { findAlarmRouting, type AlarmRouting } from "./find-alarm-routing.ts";
export { activateCatalogue, getActiveCatalogue, getCatalogue } from "./load-catalogue.ts";
export { findContractOfServer, type BoundServer } from "./repository.ts";
export { selectionOf } from "./selection.ts";
