import type { Catalogue, Clause, Selection } from "@driftvakt/domain/catalogue";
import { listClauses, listTerms } from "@driftvakt/domain/catalogue";
import type { ClauseView, Contract, Extras, PlanView } from "@driftvakt/protocol/api";
import type { Selectable } from "kysely";
import { levelsOf, optionsOf } from "./read-choices.ts";
import { priceLines } from "./price-lines.ts";
import type { ContractTable } from "./tables.ts";
import { textsOf } from "./texts-of.ts";

export function viewClause(
  catalogue: Catalogue,
  clause: Clause,
  terms: readonly unknown[] = clause.terms,
): ClauseView {
  return {
    id: clause.id,
    kind: clause.kind,
    capability: clause.capability,
    title: textsOf(clause.title),
    text: textsOf(clause.text),
    prices: priceLines(catalogue, terms),
  };
}

export function viewPlan(catalogue: Catalogue, plan: Catalogue["plans"][number]): PlanView {
  return {
    id: plan.id,
    name: textsOf(plan.name),
    clauses: listClauses(catalogue, { plan: plan.id }).map(({ id }) => id),
    monthlyMinor: plan.billingPeriod === "month" ? plan.baseFee.amountMinor : null,
    currency: catalogue.provider.currency,
    text: plan.text ? textsOf(plan.text) : null,
    family: plan.family ?? null,
    per: plan.per,
    startingPrice: plan.startingPrice,
    hoursPerMonth: plan.hoursPerMonth ?? null,
    levels: levelsOf(catalogue, plan).map(({ id }) => id),
    options: optionsOf(catalogue, plan).map(({ id }) => id),
  };
}

/** Service levels and options with their prices; which of them go with which plan the plans say. */
export function viewExtras({ levels, options }: Pick<Catalogue, "levels" | "options">): Extras {
  return {
    levels: levels
      .toSorted((a, b) => a.rank - b.rank)
      .map(({ id, name, surcharge }) => ({
        id,
        name: textsOf(name),
        surchargeMinor: surcharge?.amountMinor ?? null,
      })),
    options: options.map(({ id, name, text, countable, fee, per }) => ({
      id,
      name: textsOf(name),
      text: text ? textsOf(text) : null,
      countable,
      feeMinor: fee?.amountMinor ?? null,
      per: per ?? null,
    })),
  };
}

export function viewContract(
  row: Selectable<ContractTable> & { customer_name: string },
  catalogue: Catalogue,
  serverIds: readonly string[],
): Contract {
  const plan = catalogue.plans.find(({ id }) => id === row.plan_id);
  return {
    id: row.id,
    number: row.number,
    customerId: row.customer_id,
    customerName: row.customer_name,
    planId: row.plan_id,
    planName: textsOf(plan?.name ?? { en: row.plan_id }),
    catalogue: { id: row.catalogue_id, version: row.catalogue_version },
    state: row.state,
    startsAtMs: row.starts_at.getTime(),
    endsAtMs: row.ends_at?.getTime() ?? null,
    serverIds: [...(row.offered_server_ids ?? serverIds)],
    recipients: row.recipients,
    choices: { ...(row.level_id === null ? {} : { level: row.level_id }), ...row.choices },
  };
}

/** The clauses that hold in a contract, in the catalogue's order, with the prices that hold in it. */
export function viewClauses(catalogue: Catalogue, selection: Selection): ClauseView[] {
  const terms = listTerms(catalogue, selection);
  return listClauses(catalogue, selection).map((clause) =>
    viewClause(
      catalogue,
      clause,
      terms.filter((one) => one.clause.id === clause.id).map(({ term }) => term),
    ),
  );
}
