import { listTerms, type Catalogue, type Selection } from "../catalogue/index.ts";
import {
  METRICS,
  type Check,
  type FilesystemsCheck,
  type HostCheck,
  type MetricCheck,
  type UnitsCheck,
} from "../monitoring/index.ts";

/** How often the agent takes readings, unless a contract asks for more; seconds. */
export const BEAT_SECONDS = 15;

/** Short ids that people see for the readings they know by one word; other readings go by their own name. */
const SHORT_IDS: Readonly<Record<string, string>> = {
  "cpu.busy": "cpu",
  "memory.used": "memory",
  "swap.used": "swap",
  "load.5": "load",
};

/** A check that a clause asks for and that no part of this release can observe on a machine. */
export type Unobserved = Readonly<{ clause: string; check: string }>;

export type CompiledChecks = Readonly<{
  checks: readonly Check[];
  unobserved: readonly Unobserved[];
}>;

type CatalogueCheck = ReturnType<typeof listTerms<"watch">>[number]["term"]["checks"][number];

/**
 * Compiles what a contract promises to watch into checks, so that nobody sets one up by hand (se-04).
 * Clauses that ask for the same reading share one check, at the tighter limits, and are all cited by it; a reading that is
 * limited above and below has a check for each side.
 */
export function compileChecks(catalogue: Catalogue, selection: Selection): CompiledChecks {
  const byId = new Map<string, Check>();
  const unobserved: Unobserved[] = [];
  for (const { clause, term } of listTerms(catalogue, selection, "watch")) {
    for (const wanted of term.checks) {
      const check = compileCheck(catalogue, selection, clause.id, wanted);
      if (check === undefined) unobserved.push({ clause: clause.id, check: wanted.check });
      else byId.set(check.id, merge(byId.get(check.id), check));
    }
  }
  return { checks: [...byId.values()], unobserved };
}

function compileCheck(
  catalogue: Catalogue,
  selection: Selection,
  clause: string,
  wanted: CatalogueCheck,
): Check | undefined {
  switch (wanted.check) {
    case "metric":
      return compileMetric(clause, wanted);
    case "filesystem":
      return {
        type: "filesystems",
        id: "filesystem",
        clauses: [clause],
        ...(wanted.mounts !== "all" && { mounts: wanted.mounts }),
        warningPercent: wanted.warnPercent,
        criticalPercent: wanted.critPercent,
        maxAttempts: attemptsFor(wanted.afterSeconds),
      };
    case "services":
      return compileServices(catalogue, selection, clause, wanted);
    case "host":
      return compileHost(clause, wanted.downAfterSeconds);
    default:
      return undefined;
  }
}

function compileMetric(
  clause: string,
  wanted: Extract<CatalogueCheck, { check: "metric" }>,
): MetricCheck | undefined {
  if (!Object.hasOwn(METRICS, wanted.metric)) return undefined;
  return {
    type: "metric",
    id: metricCheckId(wanted),
    clauses: [clause],
    metric: wanted.metric,
    comparison: wanted.direction,
    warning: wanted.warn,
    critical: wanted.crit,
    maxAttempts: attemptsFor(wanted.afterSeconds),
  };
}

/** A limit from below is a check of its own: too little memory in use is no `memory.high`, and both limits may be promised. */
function metricCheckId({ metric, direction }: { metric: string; direction: "above" | "below" }) {
  const id = SHORT_IDS[metric] ?? metric.replaceAll(".", "-");
  return direction === "below" ? `${id}-low` : id;
}

/** A service set names units; everything that is enabled on the machine is watched besides (se-04). */
function compileServices(
  catalogue: Catalogue,
  selection: Selection,
  clause: string,
  wanted: Extract<CatalogueCheck, { check: "services" }>,
): UnitsCheck {
  const sets = listTerms(catalogue, selection, "softwareSet").filter(
    ({ term }) => wanted.sets === "all" || wanted.sets.includes(term.set),
  );
  const units = sets.flatMap(({ term }) =>
    term.items.flatMap((item) => item.products.flatMap((product) => product.units)),
  );
  return {
    type: "units",
    id: "service",
    clauses: [clause],
    scope: wanted.sets === "all" ? "enabled" : "named",
    units: [...new Set([...units, ...(wanted.units ?? [])])].sort(),
    except: [],
    settleSeconds: wanted.afterSeconds ?? 10,
  };
}

/** Two thirds of the allowed time wait for the agent's word, one third confirms from outside. */
function compileHost(clause: string, downAfterSeconds: number): HostCheck {
  const silentSeconds = Math.max(5, Math.round((downAfterSeconds * 2) / 3));
  return {
    type: "host",
    id: "host",
    clauses: [clause],
    silentSeconds,
    confirmSeconds: Math.max(0, downAfterSeconds - silentSeconds),
  };
}

/** How many beats in a row a problem needs to have lasted `afterSeconds`. */
function attemptsFor(afterSeconds: number | undefined): number {
  return Math.min(60, 1 + Math.ceil((afterSeconds ?? 0) / BEAT_SECONDS));
}

function merge(one: Check | undefined, other: Check): Check {
  if (one === undefined) return other;
  const clauses = [...new Set([...one.clauses, ...other.clauses])];
  if (one.type === "metric" && other.type === "metric")
    return { ...tighterMetric(one, other), clauses };
  if (one.type === "filesystems" && other.type === "filesystems") {
    return {
      type: "filesystems",
      id: one.id,
      clauses,
      ...mountsOfBoth(one, other),
      warningPercent: Math.min(one.warningPercent, other.warningPercent),
      criticalPercent: Math.min(one.criticalPercent, other.criticalPercent),
      maxAttempts: Math.min(one.maxAttempts, other.maxAttempts),
    };
  }
  if (one.type === "units" && other.type === "units") {
    return {
      ...one,
      clauses,
      scope: one.scope === "enabled" || other.scope === "enabled" ? "enabled" : "named",
      units: [...new Set([...one.units, ...other.units])].sort(),
      settleSeconds: Math.min(one.settleSeconds, other.settleSeconds),
    };
  }
  if (one.type === "host" && other.type === "host") {
    return {
      ...one,
      clauses,
      silentSeconds: Math.min(one.silentSeconds, other.silentSeconds),
      confirmSeconds: Math.min(one.confirmSeconds, other.confirmSeconds),
    };
  }
  throw new Error(`two kinds of check share the id ${one.id}`);
}

/** All file systems where one of the clauses speaks of all, else those that either names. */
function mountsOfBoth(one: FilesystemsCheck, other: FilesystemsCheck) {
  if (one.mounts === undefined || other.mounts === undefined) return {};
  return { mounts: [...new Set([...one.mounts, ...other.mounts])] };
}

function tighterMetric(one: MetricCheck, other: MetricCheck): MetricCheck {
  const tighter = one.comparison === "above" ? Math.min : Math.max;
  return {
    ...one,
    warning: tighter(one.warning, other.warning),
    critical: tighter(one.critical, other.critical),
    maxAttempts: Math.min(one.maxAttempts, other.maxAttempts),
  };
}
