import type { PlanView } from "@driftvakt/protocol/api";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/use-format.tsx";
import { priceUnitOf } from "../agreements/index.ts";
import type { MonthlySum } from "./bookable.ts";

/** A price with its unit in words: "SEK 45.00 per user and month". */
export function usePriceText(): (minor: number, currency: string, per: string | null) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return (minor, currency, per) => {
    const unit = priceUnitOf(per);
    const amount = format.money(minor, currency);
    return unit ? `${amount} ${t(`agreements.per.${unit}`)}` : amount;
  };
}

/** A plan's base fee: "from SEK 1,295.00 per machine and month". Undefined where it is not billed by the month. */
export function usePlanPrice(): (plan: PlanView) => string | undefined {
  const { t } = useTranslation();
  const priceText = usePriceText();
  return ({ monthlyMinor, currency, per, startingPrice }) => {
    if (monthlyMinor === null) return undefined;
    const price = priceText(monthlyMinor, currency, per);
    return startingPrice ? t("contracts.fromPrice", { price }) : price;
  };
}

/** A month's sum: "from SEK 1,295.00" where something in it costs more than is known. */
export function useSumText(): (sum: MonthlySum, currency: string) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ minor, isMore }, currency) => {
    const price = format.money(minor, currency);
    return isMore ? t("contracts.fromPrice", { price }) : price;
  };
}
