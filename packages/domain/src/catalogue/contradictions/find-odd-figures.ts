import type { Catalogue } from "../catalogue.ts";
import type { Finding } from "../problem.ts";
import type { Check } from "../terms/watching.ts";
import { listLocatedTerms } from "./list-located-terms.ts";

/** Figures that contradict each other within a term. */
export function findOddFigures(catalogue: Catalogue): Finding[] {
  return [
    ...findCrossedThresholds(catalogue),
    ...findShrinkingRollouts(catalogue),
    ...findEmptyRetention(catalogue),
    ...findLateRescans(catalogue),
    ...findCrossedDetection(catalogue),
    ...findTimelessSurcharges(catalogue),
    ...findHastyRenewals(catalogue),
  ];
}

function findCrossedThresholds(catalogue: Catalogue): Finding[] {
  return listLocatedTerms(catalogue, "watch").flatMap(({ term, path }) =>
    term.checks.flatMap((check, k) =>
      isCrossed(check)
        ? [
            {
              path: [...path, "checks", k],
              message:
                "the warning comes after the critical state: the thresholds are the wrong way round",
            },
          ]
        : [],
    ),
  );
}

function isCrossed(check: Check): boolean {
  if (check.check === "metric")
    return check.direction === "above" ? check.warn > check.crit : check.warn < check.crit;
  if (check.check === "filesystem") return check.warnPercent > check.critPercent;
  if (check.check === "certificateExpiry") return check.warnDays < check.critDays;
  if (check.check === "failedLogons") return check.warnPerDay > check.critPerDay;
  if (check.check === "temperature") return check.warnCelsius > check.critCelsius;
  return check.check === "mailboxStore" && check.warnGigabytes > check.critGigabytes;
}

function findShrinkingRollouts(catalogue: Catalogue): Finding[] {
  return listLocatedTerms(catalogue, "rollout").flatMap(({ term, path }) =>
    term.steps.flatMap((step, k) => {
      const before = term.steps[k - 1];
      return before !== undefined &&
        (step.percent < before.percent || step.withinDays <= before.withinDays)
        ? [
            {
              path: [...path, "steps", k],
              message: "a later step must reach more servers in more days than the one before",
            },
          ]
        : [];
    }),
  );
}

function findEmptyRetention(catalogue: Catalogue): Finding[] {
  return listLocatedTerms(catalogue, "retention").flatMap(({ term, path }) => {
    const kept = [
      term.keepLast,
      term.keepHourly,
      term.keepDaily,
      term.keepWeekly,
      term.keepMonthly,
      term.keepYearly,
      term.keepWithinDays,
    ];
    return kept.some((count) => (count ?? 0) > 0)
      ? []
      : [{ path, message: "the rotation keeps nothing" }];
  });
}

function findLateRescans(catalogue: Catalogue): Finding[] {
  return listLocatedTerms(catalogue, "quarantine").flatMap(({ term, path }) =>
    term.rescanMinutes.some((minutes) => minutes > term.holdHours * 60)
      ? [
          {
            path: [...path, "rescanMinutes"],
            message: "a message is scanned again after it has left the quarantine",
          },
        ]
      : [],
  );
}

function findCrossedDetection(catalogue: Catalogue): Finding[] {
  return listLocatedTerms(catalogue, "mailFiltering").flatMap(({ term, path }) =>
    (term.detectionFromPercent ?? 0) > (term.detectionToPercent ?? 100)
      ? [{ path, message: "the detection range ends below where it begins" }]
      : [],
  );
}

function findTimelessSurcharges(catalogue: Catalogue): Finding[] {
  return listLocatedTerms(catalogue, "surcharge").flatMap(({ term, path }) => {
    const isAlways = term.applies === "always";
    if (isAlways === (term.calendar === undefined)) return [];
    const message = isAlways
      ? "a surcharge that applies always keeps to no calendar"
      : "the surcharge does not say which hours it goes by";
    return [{ path, message, suggestion: isAlways ? "remove the calendar" : "name a calendar" }];
  });
}

function findHastyRenewals(catalogue: Catalogue): Finding[] {
  return listLocatedTerms(catalogue, "hourBlock").flatMap(({ term, path }) =>
    (term.autoRenewBelowHours ?? 0) > term.hours
      ? [
          {
            path: [...path, "autoRenewBelowHours"],
            message: "a new block renews itself at once: it has fewer hours than must be left",
          },
        ]
      : [],
  );
}
