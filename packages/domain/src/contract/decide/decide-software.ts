import type { ClauseTerm } from "../../catalogue/index.ts";
import type { FoundSoftware } from "../../software/index.ts";
import { judgeFound } from "../../software/index.ts";
import type { Answer } from "./answer.ts";
import { allowed, charged, refused } from "./answer.ts";
import { findForbidden } from "./decide-platform.ts";
import type { Entitlements } from "./entitlements.ts";
import { nearestClause } from "./fall-back.ts";
import { hourly } from "./price-of.ts";

const PART_OF: Partial<Record<FoundSoftware["kind"], "core" | "themes" | "plugins">> = {
  cmsCore: "core",
  cmsTheme: "themes",
  cmsPlugin: "plugins",
};

const INSTALLED_BY = {
  provider: "installedByProvider",
  customer: "installedByCustomer",
  distribution: "distribution",
} as const;

/**
 * What the contract says to software that was found: forbidden (ba-12), ours to bring up to date (dk-21, se-05), or the
 * customer's (ba-10, se-06), with what follows until he has done so.
 */
export function decideSoftware(
  entitlements: Entitlements,
  found: FoundSoftware,
  nowMs: number,
): Answer {
  const forbidden = findForbidden(entitlements, found.name);
  if (forbidden !== undefined) return refused(forbidden, "forbidden");
  const duty = dutyFor(entitlements, found);
  if (judgeFound(found) !== "outdated") {
    return allowed(duty?.clause.id ?? nearestClause(entitlements));
  }
  return (
    byUpkeep(entitlements, found) ??
    byOwnership(entitlements, found) ??
    (duty && byDuty(entitlements, duty, nowMs)) ??
    allowed(nearestClause(entitlements))
  );
}

/** The clause by which the customer keeps software current; where it looks for some kinds only, it is about those. */
function dutyFor(
  { terms }: Entitlements,
  { kind }: FoundSoftware,
): ClauseTerm<"customerDuty"> | undefined {
  return terms("customerDuty").find(({ clause, term }) => {
    if (term.duty !== "keepSoftwareUpdated") return false;
    const kinds = terms("watch")
      .filter((watch) => watch.clause.id === clause.id)
      .flatMap((watch) => watch.term.checks)
      .flatMap((check) => (check.check === "outdatedSoftware" ? check.kinds : []));
    return kinds.length === 0 || kinds.includes(kind);
  });
}

function byUpkeep({ terms }: Entitlements, found: FoundSoftware): Answer | undefined {
  const part = PART_OF[found.kind];
  const kept = terms("cmsUpkeep").find(
    ({ term }) => part !== undefined && term.updates.includes(part),
  );
  if (kept === undefined) return undefined;
  const { clause, term } = kept;
  if (found.licensed !== false) return allowed(clause.id, "included");
  return term.withoutLicenceKey === "removed"
    ? refused(clause.id, "forbidden")
    : allowed(clause.id, "licence-missing");
}

/** Who keeps it by who installed it; whether updates of it are in the contract is another clause's word. */
function byOwnership({ terms }: Entitlements, { installedBy }: FoundSoftware): Answer | undefined {
  const owned = terms("softwareOwnership")[0];
  if (owned === undefined || installedBy === undefined) return undefined;
  const { clause, term } = owned;
  const by = INSTALLED_BY[installedBy];
  if (term.customerKeeps.some((one) => one === by)) return allowed(clause.id, "keep-current");
  return term.providerKeeps.some((one) => one === by) ? allowed(clause.id, "included") : undefined;
}

/** What follows while the customer has not brought it up to date. */
function byDuty(
  entitlements: Entitlements,
  { clause, term }: ClauseTerm<"customerDuty">,
  nowMs: number,
): Answer {
  switch (term.consequence) {
    case "remind":
      return allowed(clause.id, "keep-current");
    case "nothingPromised":
      return allowed(clause.id, "keep-current-unpromised");
    case "charged":
    case "customerBears": {
      const mode = term.consequence === "charged" ? "byTime" : "customerBears";
      const work = { topics: ["customerInstalledSoftware"] as const, startMs: nowMs };
      return charged(clause.id, hourly(entitlements, mode, undefined, work));
    }
    case "notCarriedOut":
    case "refused":
    case "suspended":
      return refused(clause.id, "customer-keeps");
  }
}
