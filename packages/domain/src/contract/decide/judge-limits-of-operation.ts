import type { OperationName, TermOf, Topic } from "../../catalogue/index.ts";
import type { Answer } from "./answer.ts";
import { charged, needing, refused } from "./answer.ts";
import type { Need } from "./decision.ts";
import type { Entitlements } from "./entitlements.ts";
import type { DecisionFacts } from "./facts.ts";
import type { Asked } from "./judge-conditions.ts";
import { findPrice } from "./price-of.ts";
import type { Software } from "./request.ts";

/** Operations that change installed software. */
const UPDATES: readonly OperationName[] = ["update.install", "upgrade.install"];

/** Which counted thing an operation makes one more of (se-16). */
const COUNTED: Partial<Record<OperationName, string>> = { "vpn.issueCertificate": "vpnUsers" };

/** What must be booked or agreed before (msp-04, ba-34): a refusal, or what is missing. */
export function judgeRequirements({ entitlements, request, facts }: Asked): {
  readonly refusal?: Answer;
  readonly needs: readonly Need[];
} {
  const needs: Need[] = [];
  for (const { clause, term } of entitlements.terms("requirement")) {
    if (!term.before.operations?.includes(request.operation)) continue;
    if (term.anyOf.some((one) => isFulfilled(one, entitlements, facts))) continue;
    if (isAgreedInstead(term, facts)) continue;
    const need = needOf(term, clause.id);
    if (need === undefined) {
      return { refusal: refused(clause.id, "prerequisite-missing", namesOf(term.anyOf)), needs };
    }
    needs.push(need);
  }
  return { needs };
}

type RequirementAlternative = TermOf<"requirement">["anyOf"][number];

export function isFulfilled(
  one: RequirementAlternative,
  { selection }: Pick<Entitlements, "selection">,
  facts: DecisionFacts,
): boolean {
  switch (one.needs) {
    case "plan":
      return one.plans.some(
        (plan) => plan === selection.plan || facts.otherPlans?.includes(plan) === true,
      );
    case "option":
      return one.options.some((option) => selection.options?.includes(option));
    case "infrastructureAnalysis":
      return facts.analysis?.taken === true && (!one.signedOff || facts.analysis.signedOff);
    case "agreement":
      return facts.agreements?.includes(one.with) === true;
    case "consent":
      return facts.consents?.includes(one.consent) === true;
    case "alertingActive":
      return one.anyOf.some((channel) => facts.alertingBy?.includes(channel));
    case "credentials":
      return (
        one.kinds.some((kind) => facts.credentials?.includes(kind)) ||
        facts.credentialsCurrent === true
      );
    // What a booking is bound to is judged with the order itself.
    case "perMachine":
    case "plansOfMachineKind":
      return true;
  }
}

/** Where the clause says so, an agreement with the provider stands for what is missing. */
export function isAgreedInstead(
  { otherwise }: Pick<TermOf<"requirement">, "otherwise">,
  facts: DecisionFacts,
): boolean {
  return otherwise === "needsAgreement" && facts.agreements?.includes("provider") === true;
}

/** What the asker or the provider could still do about it; undefined where it must be booked. */
export function needOf(
  { anyOf, otherwise }: Pick<TermOf<"requirement">, "anyOf" | "otherwise">,
  clause: string,
): Need | undefined {
  for (const one of anyOf) {
    if (one.needs === "agreement") return { kind: "agreement", clause, of: one.with };
    if (one.needs === "consent") return { kind: "consent", clause, of: one.consent };
    if (one.needs === "credentials")
      return { kind: "credentials", clause, of: one.kinds.join(", ") };
    if (one.needs === "infrastructureAnalysis") return { kind: "analysis", clause };
  }
  return otherwise === "needsAgreement" ? { kind: "agreement", clause, of: "provider" } : undefined;
}

export function namesOf(anyOf: readonly RequirementAlternative[]): string {
  return anyOf
    .flatMap((one) => {
      if (one.needs === "plan") return one.plans;
      return one.needs === "option" ? one.options : [];
    })
    .join(", ");
}

/** Where a matrix of tiers decides an operation (ba-33): refused outside its rows, and by which clause it is given inside. */
export function judgeTier({
  entitlements,
  request,
  facts,
}: Asked): { readonly refusal: Answer } | { readonly grantedBy: string } | undefined {
  const { plan } = entitlements.selection;
  for (const { clause, term } of entitlements.terms("tierMatrix")) {
    const rows = term.rows.filter((row) => row.operations?.includes(request.operation));
    if (rows.length === 0) continue;
    if (rows.some((row) => row.in.includes(plan))) return { grantedBy: clause.id };
    if (!rows.some((row) => row.byAgreement?.includes(plan)))
      return { refusal: refused(clause.id, "not-in-tier") };
    if (facts.agreements?.includes("provider")) return { grantedBy: clause.id };
    return { refusal: needing([{ kind: "agreement", clause: clause.id, of: "provider" }]) };
  }
  return undefined;
}

/** Software that must not be touched in this way: no longer supported (msp-22), or from the wrong place (msp-27). */
export function judgeSoftware({ entitlements, request }: Asked): Answer | undefined {
  const { software, operation } = request;
  if (software === undefined) return undefined;
  if (UPDATES.includes(operation) && software.vendorSupported === false) {
    const support = entitlements
      .terms("vendorSupport")
      .find(({ term }) => term.onlySupported && term.unsupportedIs === "refused");
    if (support) return refused(support.clause.id, "vendor-unsupported");
  }
  if (operation !== "software.install") return undefined;
  const source = entitlements.terms("installSource").find(({ term }) => !isFrom(term, software));
  return source && refused(source.clause.id, "wrong-source");
}

type InstallSource = { formats: readonly string[]; sources: readonly string[]; compiled: boolean };

function isFrom(term: InstallSource, software: Software): boolean {
  if (software.compiled === true && !term.compiled) return false;
  if (software.format !== undefined && !term.formats.includes(software.format)) return false;
  return software.source === undefined || term.sources.includes(software.source);
}

/** Topics that the software itself tells: who keeps it, and whether it is of a set that we keep. */
export function topicsOfSoftware(
  { terms }: Entitlements,
  software: Software | undefined,
): readonly Topic[] {
  if (software === undefined) return [];
  const topics: Topic[] = [];
  if (software.installedBy === "customer") topics.push("customerInstalledSoftware");
  if (software.installedBy === "provider") topics.push("providerInstalledSoftware");
  const sets = terms("softwareSet");
  if (sets.length > 0 && !sets.some(({ term }) => isInSet(term.items, software))) {
    topics.push("otherSoftware");
  }
  return topics;
}

type SetItems = readonly {
  products: readonly {
    name: string;
    packages: Readonly<
      Partial<Record<"debian" | "rhel" | "windows", readonly string[] | undefined>>
    >;
  }[];
}[];

function isInSet(items: SetItems, software: Software): boolean {
  return items.some((item) =>
    item.products.some(
      ({ name, packages }) =>
        name === software.name ||
        Object.values(packages).some(
          (names) => software.package !== undefined && names?.includes(software.package),
        ),
    ),
  );
}

/** One more of something that is counted (se-16: the eleventh VPN user). */
export function judgeCount({ entitlements, request, facts }: Asked): Answer | undefined {
  const thing = COUNTED[request.operation];
  const limit = entitlements.terms("countLimit").find(({ term }) => term.thing === thing);
  if (thing === undefined || limit === undefined) return undefined;
  const { included, beyond, price: priceId } = limit.term;
  if (typeof included !== "number" || (facts.counts?.[thing] ?? 0) < included) return undefined;
  if (beyond === "charged") {
    const price = findPrice(entitlements, priceId);
    return charged(limit.clause.id, { mode: "fixed", ...(price && { price }) });
  }
  if (beyond === "agreed") {
    return facts.agreements?.includes("provider")
      ? undefined
      : needing([{ kind: "agreement", clause: limit.clause.id, of: "provider" }]);
  }
  return beyond === "refused" ? refused(limit.clause.id, "limit-reached") : undefined;
}
