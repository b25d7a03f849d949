export { compareVersions } from "./compare-versions.ts";
export { softwareKinds } from "./found-software.ts";
export type {
  FoundSoftware,
  SoftwareKind,
  TellingReading,
  TellingRules,
  Told,
} from "./found-software.ts";
export { judgeFound } from "./judge-found.ts";
export { judgeTelling } from "./judge-telling.ts";
