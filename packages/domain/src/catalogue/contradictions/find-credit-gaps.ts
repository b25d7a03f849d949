import type { Catalogue } from "../catalogue.ts";
import type { Finding } from "../problem.ts";
import type { TermOf } from "../terms/all.ts";
import type { When } from "../terms/term.ts";
import { listLocatedTerms } from "./list-located-terms.ts";
import type { LocatedTerm } from "./list-located-terms.ts";

/** Credit tables with gaps or overlaps, credits without an availability, claims without a credit. */
export function findCreditGaps(catalogue: Catalogue): Finding[] {
  return [
    ...listLocatedTerms(catalogue, "credit").flatMap((credit) => judgeCredit(catalogue, credit)),
    ...listLocatedTerms(catalogue, "claim").flatMap(({ clause, term, path }) =>
      hasTerm(catalogue, term.credit, "credit")
        ? []
        : [
            {
              path: [...path, "credit"],
              message: `${clause.id} sets a deadline for a credit that ${term.credit} does not give`,
            },
          ],
    ),
  ];
}

function hasTerm(catalogue: Catalogue, clause: string, type: "credit" | "availability"): boolean {
  return catalogue.clauses.some(
    (c) => c.id === clause && c.terms.some((term) => term.type === type),
  );
}

function judgeCredit(
  catalogue: Catalogue,
  { clause, term, path }: LocatedTerm<"credit">,
): Finding[] {
  const promised = promisedPercents(catalogue, term);
  if (promised.length === 0)
    return [
      {
        path: [...path, "availability"],
        message: `${clause.id} gives credit for an availability that ${term.availability} does not promise`,
      },
    ];
  return [
    ...judgeCap(term, path),
    ...judgeTiers(
      term,
      path,
      Math.max(...promised.map((p) => p.percent)),
      promised.map((p) => p.decimals),
    ),
  ];
}

function promisedPercents(
  catalogue: Catalogue,
  credit: TermOf<"credit">,
): TermOf<"availability">[] {
  return listLocatedTerms(catalogue, "availability")
    .filter(({ clause, term }) => clause.id === credit.availability && sharesPlan(term, credit))
    .map(({ term }) => term);
}

/** Terms narrowed to different plans, levels or options never meet in one contract. */
function sharesPlan(a: TermOf<"availability">, b: TermOf<"credit">): boolean {
  const meets = (x?: readonly string[], y?: readonly string[]) =>
    x === undefined || y === undefined || x.some((id) => y.includes(id));
  return (
    meets(a.when?.plans, b.when?.plans) &&
    meets(a.when?.levels, b.when?.levels) &&
    meets(a.when?.options, b.when?.options) &&
    !excludes(a.when, b.when) &&
    !excludes(b.when, a.when)
  );
}

/** Does one term hold only without every option that the other asks for? */
function excludes(a: When | undefined, b: When | undefined): boolean {
  const { withoutOptions } = a ?? {};
  return b?.options?.every((option) => withoutOptions?.includes(option)) ?? false;
}

function judgeCap(term: TermOf<"credit">, path: LocatedTerm<"credit">["path"]): Finding[] {
  if (term.by.rule !== "tiers" || term.cap.of !== "percent" || term.unit !== "percent") return [];
  const { percent } = term.cap;
  const most = Math.max(...term.by.tiers.map((tier) => tier.credit));
  return most > percent
    ? [
        {
          path: [...path, "cap"],
          message: `a tier gives ${most} %, more than the cap of ${percent} %`,
        },
      ]
    : [];
}

function judgeTiers(
  term: TermOf<"credit">,
  path: LocatedTerm<"credit">["path"],
  promised: number,
  availabilityDecimals: number[],
): Finding[] {
  if (term.by.rule !== "tiers") return [];
  const { decimals, tiers } = term.by;
  const at = (k: number) => [...path, "by", "tiers", k];
  const findings: Finding[] = [];
  if (availabilityDecimals.some((d) => d !== decimals))
    findings.push({
      path: [...path, "by", "decimals"],
      message: "the tiers have other decimals than the availability is rounded to",
    });
  const points = (percent: number) => Math.round(percent * 10 ** decimals);
  const order = tiers
    .map((tier, k) => ({
      k,
      from: points(tier.fromPercent),
      to: points(tier.toPercent),
      credit: tier.credit,
    }))
    .toSorted((a, b) => b.from - a.from);
  let next = points(promised) - 1;
  let credit = 0;
  for (const tier of order) {
    if (tier.to > tier.from)
      findings.push({
        path: at(tier.k),
        message: "the tier ends above where it begins: `fromPercent` is the higher one",
      });
    if (tier.from < next)
      findings.push({
        path: at(tier.k),
        message: `gap: ${show(next, decimals)} to ${show(tier.from + 1, decimals)} % gives no credit`,
      });
    if (tier.from > next)
      findings.push({
        path: at(tier.k),
        message: `overlap: ${show(tier.from, decimals)} % is already ${tier.k === order[0]?.k ? "within the promise" : "in another tier"}`,
      });
    if (tier.credit < credit)
      findings.push({
        path: at(tier.k),
        message: "the tier gives less credit than one with better availability",
      });
    next = tier.to - 1;
    credit = tier.credit;
  }
  if (next >= 0)
    findings.push({
      path: at(order.at(-1)?.k ?? 0),
      message: `gap: ${show(next, decimals)} % and below gives no credit`,
    });
  return findings;
}

function show(points: number, decimals: number): string {
  return (points / 10 ** decimals).toFixed(decimals);
}
