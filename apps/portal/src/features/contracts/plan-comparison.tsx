import type { ClauseView, PlanView } from "@driftvakt/protocol/api";
import { Radio } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useText } from "../../i18n/use-format.tsx";
import { StateShape } from "../../ui/state-mark.tsx";
import { usePlanPrice } from "./price-text.tsx";
import classes from "./contracts.module.css";

/** What tells plans apart for whoever chooses one. */
const COMPARED = ["promise", "limit", "exclusion"] as const satisfies ClauseView["kind"][];

/** Plans side by side: price, which promise is in which, and what each limits or leaves out. */
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
  const rows = clauses.filter(({ id }) => plans.some((plan) => plan.clauses.includes(id)));
  return (
    <div className={classes.compare}>
      <table>
        <caption className={classes.hidden}>{t("contracts.compare")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("field.clause")}</th>
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
        {COMPARED.map((kind) => {
          const ofKind = rows.filter((clause) => clause.kind === kind);
          return ofKind.length === 0 ? null : (
            <tbody key={kind}>
              <tr>
                <th scope="rowgroup" colSpan={plans.length + 1} className={classes.group}>
                  <span>{t(`clauseKind.${kind}`)}</span>
                </th>
              </tr>
              {ofKind.map((clause) => (
                <tr key={clause.id}>
                  <th scope="row">{text(clause.title)}</th>
                  {plans.map((plan) => (
                    <td key={plan.id} data-chosen={plan.id === value || undefined}>
                      <Holds is={plan.clauses.includes(clause.id)} kind={kind} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          );
        })}
      </table>
    </div>
  );
}

/** A promise is good to have; that a limit holds is neither good nor bad. */
function Holds({ is, kind }: { is: boolean; kind: (typeof COMPARED)[number] }) {
  const { t } = useTranslation();
  if (kind === "promise")
    return is ? (
      <StateShape tone="good" shape="tick" label={t("contracts.included")} />
    ) : (
      <StateShape tone="idle" shape="dash" label={t("contracts.notIncluded")} />
    );
  return is ? (
    <StateShape tone="odd" shape="slash" label={t("contracts.holds")} />
  ) : (
    <StateShape tone="idle" shape="dash" label={t("contracts.holdsNot")} />
  );
}

function Price({ plan }: { plan: PlanView }) {
  const price = usePlanPrice()(plan);
  return price === undefined ? null : <span className={classes.price}>{price}</span>;
}
