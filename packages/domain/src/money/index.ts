export type { InvoiceLine, InvoiceTotals, Money, Rounding, VatRate, VatTotal } from "./money.ts";
export type {
  BilledTime,
  BlockAccount,
  BlockBalance,
  BlockDraw,
  BlockRules,
  HourBlock,
  QuotaPeriod,
  QuotaRules,
  QuotaUse,
  SurchargesAtOnce,
  TimeEntry,
  TimeRate,
  TimeSurcharge,
} from "./time-billing.ts";
export {
  add,
  allocate,
  fromDecimal,
  money,
  negate,
  scale,
  sum,
  toDecimal,
  zero,
} from "./amount.ts";
export { billTime } from "./bill-time.ts";
export { countUnits } from "./count-units.ts";
export type { BlockLedger } from "./block-ledger.ts";
export {
  buyBlock,
  countRenewals,
  listBlocks,
  minutesLeft,
  openBlockLedger,
  useBlocks,
} from "./block-ledger.ts";
export { currencyExponent } from "./currency.ts";
export { drawDownBlocks } from "./draw-down-blocks.ts";
export { drawDownPeriods, drawDownQuota, quotaPeriodOf } from "./draw-down-quota.ts";
export { invoiceLine, invoiceTotals, taxOn } from "./invoice.ts";
export { countBeyond, prorate } from "./prorate.ts";
export { roundRatio } from "./round-ratio.ts";
export { surchargePercentAt, weighTime } from "./surcharges.ts";
