import type { ClauseView, ContractAnswer } from "@driftvakt/protocol/api";
import { useTranslation } from "react-i18next";
import { useFormat, useText } from "../../i18n/use-format.tsx";
import { Facts } from "../../ui/page.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { DECISION_LOOKS } from "../mandates/index.ts";
import classes from "./agreements.module.css";
import { ClauseLink } from "./clause-link.tsx";
import { priceUnitOf } from "./price-units.ts";

type Props = { answer: ContractAnswer; contractId: string; clauses: readonly ClauseView[] };

/** The contract's answer: outcome, its sentence, the clause, what is missing, what it costs. */
export function AnswerView({ answer, contractId, clauses }: Props) {
  const { t } = useTranslation();
  const text = useText();
  const link = { contractId, clauses };
  return (
    <div className={classes.answer}>
      <StateMark {...DECISION_LOOKS[answer.outcome]} label={t(`decision.${answer.outcome}`)} soft />
      <blockquote className={classes.sentence}>
        {text(answer.sentence)}
        <footer>
          {t("field.clause")} <ClauseLink id={answer.clause} {...link} />
        </footer>
      </blockquote>
      <Needs {...link} answer={answer} />
      <Charge charge={answer.charge} />
      {answer.quota ? <p>{text(answer.quota.sentence)}</p> : null}
      {answer.notes.length > 0 ? (
        <section>
          <h3>{t("agreements.ask.notes")}</h3>
          <ul>
            {answer.notes.map((id) => (
              <li key={id}>
                <ClauseLink id={id} {...link} titled />
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}

const NEEDS = [
  "order",
  "quote",
  "feasibility",
  "approval",
  "second-person",
  "confirmation",
  "consent",
  "agreement",
  "window",
  "appointment",
  "credentials",
  "analysis",
  "acceptance",
  "waiting",
] as const;

function Needs({ answer, contractId, clauses }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  if (answer.needs.length === 0) return null;
  return (
    <section>
      <h3>{t("agreements.ask.missing")}</h3>
      <ul>
        {answer.needs.map(({ kind, clause, of, fromMs }) => {
          const known = NEEDS.find((one) => one === kind);
          return (
            <li key={`${kind} ${clause} ${of}`}>
              {known ? t(`agreements.need.${known}`) : kind}
              {fromMs === null
                ? null
                : `, ${t("agreements.ask.from", { time: format.dateTime(fromMs) })}`}{" "}
              <ClauseLink id={clause} contractId={contractId} clauses={clauses} />
            </li>
          );
        })}
      </ul>
    </section>
  );
}

const MODES = ["byTime", "fixed", "quote", "atCost", "licence", "customerBears"] as const;
function Charge({ charge }: { charge: ContractAnswer["charge"] }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!charge) return null;
  const { amount, estimate, surchargePercent, surchargeOnly, unitMinutes } = charge;
  const mode = MODES.find((one) => one === charge.mode);
  const unit = priceUnitOf(charge.per);
  const how = mode ? t(`agreements.charge.${mode}`) : charge.mode;
  const price = amount
    ? `${format.money(amount.amountMinor, amount.currency)} ${unit ? t(`agreements.per.${unit}`) : ""}`
    : how;
  return (
    <Facts
      items={[
        // The hour itself is paid for: its price would look like what is to be paid.
        ...(surchargeOnly
          ? []
          : [
              [
                t("agreements.ask.price"),
                amount && mode === "byTime" ? `${price} · ${how}` : price,
              ] as const,
            ]),
        ...(unitMinutes === null
          ? []
          : [[t("agreements.ask.steps"), format.duration(unitMinutes * 60)] as const]),
        ...(surchargePercent === null
          ? []
          : [[t("agreements.ask.surcharge"), format.percent(surchargePercent)] as const]),
        ...(estimate
          ? [
              [
                t("agreements.ask.estimate"),
                format.money(estimate.amountMinor, estimate.currency),
              ] as const,
            ]
          : []),
      ]}
    />
  );
}
