export { openAvailability } from "./open-availability.ts";
export {
  feesOf,
  judgeMachine,
  reachOf,
  type JudgedMachine,
  type Machine,
} from "./judge-machine.ts";
export { findTimeZone } from "./list-availability.ts";
export { listBindings, type Binding } from "./list-bindings.ts";
export { listReports, noCredit, type MonthReport } from "./list-reports.ts";
export { readMachines } from "./read-machines.ts";
export { readTimeLines, type TimeLine } from "./read-time-lines.ts";
export { measuredBy, findPromise } from "./find-promise.ts";
export { milliPercentOf, targetOf, viewOutages } from "./views.ts";
