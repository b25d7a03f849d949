import { useTranslation } from "react-i18next";
import type { ApiAnswer } from "../../api/index.ts";
import { useFormat, useText } from "../../i18n/use-format.tsx";
import { Facts, Panel } from "../../ui/page.tsx";
import { countOf, monthlySum } from "./bookable.ts";
import { usePriceText, useSumText } from "./price-text.tsx";

/** Whose contract it is, since when, what is booked at which price, and what that comes to in a month. */
export function ContractFacts({ data }: { data: ApiAnswer<"contracts.get"> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const text = useText();
  const priceText = usePriceText();
  const sumText = useSumText();
  const { contract, plan } = data;
  const sum = plan && monthlySum(plan, data, contract.choices, contract.serverIds.length);
  const isInForce = contract.state === "active" || contract.state === "ended";
  const when = isInForce
    ? [
        [t("contracts.startsAt"), format.date(contract.startsAtMs)] as const,
        ...(contract.endsAtMs === null
          ? []
          : [[t("contracts.endsAt"), format.date(contract.endsAtMs)] as const]),
      ]
    : [[t("contracts.begins"), t("contracts.onConfirmation")] as const];
  const booked = data.options.filter((option) => countOf(option, contract.choices) > 0);
  const amountOf = (option: (typeof booked)[number]) => {
    const fee =
      option.feeMinor === null || !plan
        ? t("contracts.priceAgreed")
        : priceText(option.feeMinor, plan.currency, option.per);
    return option.countable ? `${format.number(countOf(option, contract.choices))} · ${fee}` : fee;
  };
  const level = data.levels.find(({ id }) => id === contract.choices["level"]);
  return (
    <Panel title={t("contracts.facts")}>
      <Facts
        items={[
          [t("field.customer"), contract.customerName],
          ...when,
          [t("contracts.catalogue"), `${contract.catalogue.id} ${contract.catalogue.version}`],
          ...(level ? [[t("contracts.level"), text(level.name)] as const] : []),
          ...booked.map((option) => [text(option.name), amountOf(option)] as const),
          ...(plan && sum
            ? [[t("contracts.monthlyAll"), sumText(sum, plan.currency)] as const]
            : []),
        ]}
      />
    </Panel>
  );
}
