import type { Catalogue } from "./catalogue.ts";
import { findCreditGaps } from "./contradictions/find-credit-gaps.ts";
import { findOddFigures } from "./contradictions/find-odd-figures.ts";
import { findSilentAlarms } from "./contradictions/find-silent-alarms.ts";
import { findUnmeasured } from "./contradictions/find-unmeasured.ts";
import { findUnpriced } from "./contradictions/find-unpriced.ts";
import { findUnreachable } from "./contradictions/find-unreachable.ts";
import { findWindowsOutside } from "./contradictions/find-windows-outside.ts";
import type { Finding } from "./problem.ts";

/** Everything in a valid catalogue that can be read but cannot be meant. */
export function findContradictions(catalogue: Catalogue): Finding[] {
  return [
    ...findUnmeasured(catalogue),
    ...findSilentAlarms(catalogue),
    ...findCreditGaps(catalogue),
    ...findWindowsOutside(catalogue),
    ...findOddFigures(catalogue),
    ...findUnpriced(catalogue),
    ...findUnreachable(catalogue),
  ];
}
