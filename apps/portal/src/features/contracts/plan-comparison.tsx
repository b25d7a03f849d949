import type { ClauseView, PlanView } from "@driftvakt/protocol/api";
import { Radio } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useText } from "../../i18n/use-format.tsx";
import { StateShape } from "../../ui/state-mark.tsx";
import { usePlanPrice } from "./price-text.tsx";
import classes from "./contracts.module.css";

/** Plans side by side: price, and which promise is in which. */
export function PlanComparison({
  plans,
  clauses,
  value,
  onChange,
}: {
  plans: readonly PlanView[];
  clauses: readonly ClauseView[];
  value: string | undefined;
  onChange: (planId: string) => void;
}) {
  const { t } = useTranslation();
  const text = useText();
  const promised = clauses.filter(
    ({ id, kind }) => kind === "promise" && plans.some((plan) => plan.clauses.includes(id)),
  );
  return (
    <div className={classes.compare}>
      <table>
        <caption className={classes.hidden}>{t("contracts.compare")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("promises.promise")}</th>
            {plans.map((plan) => (
              <th key={plan.id} scope="col" data-chosen={plan.id === value || undefined}>
                <Radio
                  name="plan"
                  label={text(plan.name)}
                  checked={plan.id === value}
                  onChange={() => onChange(plan.id)}
                />
                <Price plan={plan} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {promised.map((clause) => (
            <tr key={clause.id}>
              <th scope="row">{text(clause.title)}</th>
              {plans.map((plan) => (
                <td key={plan.id} data-chosen={plan.id === value || undefined}>
                  {plan.clauses.includes(clause.id) ? (
                    <StateShape tone="good" shape="tick" label={t("contracts.included")} />
                  ) : (
                    <StateShape tone="idle" shape="dash" label={t("contracts.notIncluded")} />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Price({ plan }: { plan: PlanView }) {
  const price = usePlanPrice()(plan);
  return price === undefined ? null : <span className={classes.price}>{price}</span>;
}
