import { addMonths, monthInterval, monthOf } from "../calendar/index.ts";
import { compileTimeRate, entitlementsOf, feeClause, vatOf } from "../contract/index.ts";
import { clipIntervals } from "../interval/index.ts";
import {
  billTime,
  countBeyond,
  invoiceTotals,
  money,
  negate,
  prorate,
  scale,
  sum,
} from "../money/index.ts";
import type { BilledTime, InvoiceLine, InvoiceTotals, Money } from "../money/index.ts";
import { feeCount, feesOf } from "./fees.ts";
import type { PlayedCredit } from "./play-availability.ts";
import type { BillableWork, ChargedBlock, CountedUse, PlayedDecisions } from "./course.ts";
import type { Line } from "./timeline.ts";
import { moneyText } from "./timeline.ts";
import type { World } from "./world.ts";

/** What the customer would find in his letter box on the first of a month. */
export type PlayedInvoice = {
  readonly month: string;
  readonly lines: readonly InvoiceLine[];
  readonly totals: InvoiceTotals;
};

export type PlayedMoney = {
  readonly lines: readonly Line[];
  readonly invoices: readonly PlayedInvoice[];
  /** Everything charged beside the fees. */
  readonly charges: Money;
};

const MONTHS = { month: 1, quarter: 3, halfYear: 6, year: 12 } as const;

/** One invoice a month: fees, work, counts beyond what is included, and credits taken off. */
export function playInvoices(
  world: World,
  decided: PlayedDecisions,
  credits: readonly PlayedCredit[],
): PlayedMoney {
  const { currency } = world.plan.baseFee;
  const invoices: PlayedInvoice[] = [];
  const lines: Line[] = [];
  const charged: Money[] = [];
  let number = 0;
  for (const month of monthsOf(world)) {
    number += 1;
    const extra = [
      ...workLines(world, decided.work, month),
      ...countLines(world, decided.uses, month),
      ...blockLines(world, decided.blocks, month),
    ];
    charged.push(...extra.map(({ net }) => net));
    const all = [
      ...(number % MONTHS[world.plan.billingPeriod] === 0 ? feeLines(world, month) : []),
      ...extra,
      ...creditLines(world, credits, month),
    ];
    const totals = invoiceTotals(all, currency, "half-up");
    invoices.push({ month, lines: all, totals });
    lines.push(...timelineOf(world, month, all, totals));
  }
  return { lines, invoices, charges: sum(charged, currency) };
}

function monthsOf({ timeZone, span }: World): readonly string[] {
  const months: string[] = [];
  let month = monthOf(timeZone, span.fromMs);
  while (monthInterval(timeZone, month).toMs <= span.toMs) {
    months.push(month);
    month = addMonths(month, 1);
  }
  return months;
}

function timelineOf(
  world: World,
  month: string,
  all: readonly InvoiceLine[],
  { net, tax, gross }: InvoiceTotals,
): readonly Line[] {
  if (all.length === 0) return [];
  const atMs = monthInterval(world.timeZone, month).toMs;
  const fees = feeClause(entitlementsOf(world.catalogue, world.selection));
  return [
    ...all
      .filter(({ id }) => !id.startsWith("fee") && !id.startsWith("credit"))
      .map((line): Line => ({
        atMs,
        kind: "charge",
        clause: line.clause,
        what: `${month} ${line.text}: ${moneyText(line.net)}`,
        code: "charged",
        facts: { period: month, text: line.text },
        amount: line.net,
      })),
    {
      atMs,
      kind: "invoice",
      clause: fees,
      what: `${month} net ${moneyText(net)}, tax ${moneyText(tax)}, gross ${moneyText(gross)}`,
      code: "invoiced",
      facts: { period: month, netMinor: net.amountMinor, taxMinor: tax.amountMinor },
      amount: gross,
    },
  ];
}

/** The fee of every machine for the part of the period in which the contract ran. */
function feeLines(world: World, month: string): readonly InvoiceLine[] {
  const { timeZone, agreed, catalogue, selection, plan } = world;
  const count = feeCount(world);
  const first = addMonths(month, 1 - MONTHS[plan.billingPeriod]);
  const interval = {
    fromMs: monthInterval(timeZone, first).fromMs,
    toMs: monthInterval(timeZone, month).toMs,
  };
  if (clipIntervals([agreed], interval).length === 0) return [];
  const fees = feesOf(world);
  const clause = feeClause(entitlementsOf(catalogue, selection));
  return (["baseFee", "otherFees"] as const).flatMap((which) => {
    const unitPrice = prorate(fees[which], interval, [agreed], "half-up");
    if (unitPrice.amountMinor === 0) return [];
    return [
      {
        id: `fee-${which}`,
        clause,
        text: which === "baseFee" ? plan.name.en : "level and options",
        quantityMilli: count * 1000,
        unit: "month" as const,
        unitPrice,
        net: scale(unitPrice, count, 1, "half-up"),
        vat: vatOf(catalogue),
      },
    ];
  });
}

function workLines(
  world: World,
  work: readonly BillableWork[],
  month: string,
): readonly InvoiceLine[] {
  const ours = work.filter(({ entry }) => monthOf(world.timeZone, entry.fromMs) === month);
  const groups = new Map<string, BillableWork[]>();
  for (const one of ours) {
    const key = JSON.stringify([one.clause, one.priceId, one.topics, one.surchargeOnly]);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [one]);
    else known.push(one);
  }
  return [...groups.values()].flatMap((group, index) => billGroup(world, group, index));
}

function billGroup(
  world: World,
  group: readonly BillableWork[],
  index: number,
): readonly InvoiceLine[] {
  const [first] = group;
  if (first === undefined) return [];
  const rate = compileTimeRate(
    world.catalogue,
    world.selection,
    first.clause,
    first.topics,
    first.priceId,
  );
  if (rate === undefined) return [];
  const billed = billTime(
    rate,
    group.map(({ entry }) => entry),
  ).filter(({ kind }) => first.surchargeOnly !== true || kind === "surcharge");
  return billed.map((one, k) => ({
    id: `work-${index}-${k}`,
    clause: one.clause,
    text: textOf(one),
    quantityMilli: one.minutes * 1000,
    unit: "minute",
    priceBaseMilli: 60_000,
    unitPrice: rate.perHour,
    net: one.net,
    vat: rate.vat,
  }));
}

function textOf({ ticket, minutes, kind, basisPoints }: BilledTime): string {
  const percent = basisPoints === undefined ? "" : ` ${basisPoints / 100} %`;
  return `${ticket} ${minutes} min${kind === "work" ? "" : ` ${kind}${percent}`}`;
}

/** Counted things beyond what is included, by the highest number of the month (se-16). */
function countLines(
  world: World,
  uses: readonly CountedUse[],
  month: string,
): readonly InvoiceLine[] {
  const { catalogue } = world;
  const { fromMs, toMs } = monthInterval(world.timeZone, month);
  return entitlementsOf(catalogue, world.selection)
    .terms("countLimit")
    .flatMap(({ clause, term }) => {
      const price = catalogue.prices.find(({ id }) => id === term.price);
      if (term.beyond !== "charged" || typeof term.included !== "number" || !price) return [];
      const most = highestIn(
        uses.filter(({ thing }) => thing === term.thing),
        fromMs,
        toMs,
      );
      const beyond = countBeyond(most, term.included);
      if (beyond === 0) return [];
      const unitPrice = money(price.amount.amountMinor, price.amount.currency);
      return [
        {
          id: `count-${term.thing}`,
          clause: clause.id,
          text: `${beyond} ${term.thing} beyond ${term.included}`,
          quantityMilli: beyond * 1000,
          unit: "piece" as const,
          unitPrice,
          net: scale(unitPrice, beyond, 1, "half-up"),
          vat: vatOf(catalogue),
        },
      ];
    });
}

/** Blocks of prepaid hours that were bought, renewed or given back in the month. */
function blockLines(
  { catalogue, timeZone }: World,
  blocks: readonly ChargedBlock[],
  month: string,
): readonly InvoiceLine[] {
  return blocks
    .filter(({ atMs }) => monthOf(timeZone, atMs) === month)
    .map(({ clause, text, price }, index) => ({
      id: `block-${index}`,
      clause,
      text,
      quantityMilli: 1000,
      unit: "piece",
      unitPrice: price,
      net: price,
      vat: vatOf(catalogue),
    }));
}

/** The highest number that held at any moment of the month; what held before it holds on. */
function highestIn(uses: readonly CountedUse[], fromMs: number, toMs: number): number {
  const before = uses.filter(({ atMs }) => atMs <= fromMs).at(-1)?.amount ?? 0;
  const during = uses.filter(({ atMs }) => atMs > fromMs && atMs < toMs);
  return Math.max(before, ...during.map(({ amount }) => amount));
}

/** Credits are taken off the invoice of the month in which they were granted. */
function creditLines(
  world: World,
  credits: readonly PlayedCredit[],
  month: string,
): readonly InvoiceLine[] {
  const { fromMs, toMs } = monthInterval(world.timeZone, month);
  return credits
    .filter(({ atMs }) => atMs > fromMs && atMs <= toMs)
    .map(({ clause, amount }, index) => ({
      id: `credit-${index}`,
      clause,
      text: "credit",
      quantityMilli: 1000,
      unit: "once",
      unitPrice: negate(amount),
      net: negate(amount),
      vat: vatOf(world.catalogue),
    }));
}
