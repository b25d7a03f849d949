/** Service descriptions as data: schema, loader, and the choice of what a contract has. */
export { Calendar } from "./calendar.ts";
export type { Block, Holidays, Weekday } from "./calendar.ts";
export { Catalogue } from "./catalogue.ts";
export { Clause } from "./clause.ts";
export type { Option } from "./option.ts";
export type { Level, Plan, Prerequisite } from "./plan.ts";
export { currencyDecimals, readMoney } from "./price.ts";
export type { CatalogueMoney, Charge, Currency, Price, PriceUnit } from "./price.ts";
export { loadCatalogue } from "./load-catalogue.ts";
export type { LoadedCatalogue } from "./load-catalogue.ts";
export { formatProblem } from "./problem.ts";
export type { CatalogueProblem } from "./problem.ts";
export type { Provider } from "./provider.ts";
export type { Schedule } from "./schedule.ts";
export { listClauses, listTerms } from "./select-terms.ts";
export type { ClauseTerm, Selection } from "./select-terms.ts";
export { Term, termSchemas } from "./terms/all.ts";
export type { TermOf, TermType } from "./terms/all.ts";
export type { Condition } from "./terms/decisions.ts";
export { findTermNote } from "./terms/term.ts";
export type { TermNote, When, Witness } from "./terms/term.ts";
export type { Check } from "./terms/watching.ts";
export { textFor } from "./text.ts";
export type { LocalText } from "./text.ts";
export {
  capabilities,
  causes,
  actors,
  channels,
  clauseKinds,
  events,
  evidenceSources,
  languages,
  machineKinds,
  metrics,
  operationNames,
  priorities,
  topics,
} from "./vocabulary.ts";
export type {
  Actor,
  Capability,
  Cause,
  Channel,
  ClauseKind,
  EventName,
  EvidenceSource,
  Language,
  MachineKind,
  Metric,
  OperationName,
  Priority,
  Topic,
} from "./vocabulary.ts";
