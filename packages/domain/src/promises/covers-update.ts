import type { TermOf, Topic } from "../catalogue/index.ts";
import type { UpdateRecord } from "./records.ts";

type Scope = TermOf<"patching">["scope"][number];

const SCOPES_OF: Readonly<Record<UpdateRecord["origin"], readonly Scope[]>> = {
  operatingSystem: ["operatingSystem"],
  preinstalled: ["preinstalledApplications", "standardSoftware", "providerInstalled"],
  provider: ["providerInstalled", "hostingSoftware", "supportedComponents", "standardSoftware"],
  customer: [],
};

const EXCLUDED: readonly Topic[] = ["customerInstalledSoftware", "customerApplication"];

/**
 * Whether an update is one that the clause promises (se-05: what the provider installed; msp-18: system and pre-installed
 * applications; srv-15: critical or important, and a list of programs, which counts whoever installed them).
 */
export function coversUpdate(term: TermOf<"patching">, update: UpdateRecord): boolean {
  const { scope, severities, products, excludes, trigger } = term;
  if (trigger === "onOrder" && update.ordered !== true) return false;
  const isNamed =
    scope.includes("namedProducts") &&
    (products ?? []).some(({ packages }) => packages.includes(update.package));
  // Programs of the list are updated whatever their vendor calls it; a browser's updates carry no rating.
  if (isNamed) return true;
  if (!severities.includes(update.severity)) return false;
  if (update.origin === "customer" && excludes.some((topic) => EXCLUDED.includes(topic)))
    return false;
  return SCOPES_OF[update.origin].some((one) => scope.includes(one));
}
