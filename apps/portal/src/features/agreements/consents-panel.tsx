import { Button } from "@mantine/core";
import type { AgreementConsent, ClauseView } from "@driftvakt/protocol/api";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useChange } from "../../api/index.ts";
import { useText } from "../../i18n/use-format.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { Panel } from "../../ui/page.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { TimeText } from "../../ui/time-text.tsx";
import { toast } from "../../ui/toasts.tsx";
import { FailureLine } from "../../ui/waiting.tsx";
import classes from "./agreements.module.css";
import { ClauseLink } from "./clause-link.tsx";
import { AGREEMENT_READS, useAgreements, useMaySign } from "./use-agreements.ts";

type Props = { contractId: string; clauses: readonly ClauseView[]; open: boolean };

/** What the customer allows beyond the contract, on record; given and withdrawn here (srv-21). */
export function ConsentsPanel({ contractId, clauses, open }: Props) {
  const { t } = useTranslation();
  const { data } = useAgreements(contractId);
  const consents = data?.consents ?? [];
  if (consents.length === 0) return null;
  return (
    <Panel title={t("agreements.consents.title")} flush id="consents">
      <ul className={classes.list}>
        {consents.map((consent) => (
          <ConsentRow
            key={consent.id}
            consent={consent}
            contractId={contractId}
            clauses={clauses}
            open={open}
          />
        ))}
      </ul>
    </Panel>
  );
}

function ConsentRow({ consent, contractId, clauses, open }: Props & { consent: AgreementConsent }) {
  const { t } = useTranslation();
  const text = useText();
  const maySign = useMaySign();
  const [withdrawing, setWithdrawing] = useState(false);
  const change = useChange("agreements.consent", AGREEMENT_READS, () => {
    toast(t(withdrawing ? "agreements.consents.withdrewDone" : "agreements.consents.gaveDone"));
    setWithdrawing(false);
  });
  const set = (given: boolean) =>
    change.mutate({ params: { contractId, consentId: consent.id }, body: { given } });
  const clause = clauses.find(({ id }) => id === consent.clause);
  const signable = open && maySign;
  return (
    <li>
      <div className={classes.head}>
        <h3>{clause ? text(clause.title) : consent.id}</h3>
        <ClauseLink id={consent.clause} contractId={contractId} clauses={clauses} />
      </div>
      <p className={classes.small}>{text(consent.text)}</p>
      <ConsentMark given={consent.given} />
      {signable && !consent.given ? (
        <>
          <FailureLine failure={change.error} />
          <div className={classes.buttons}>
            <Button
              size="xs"
              variant="default"
              loading={change.isPending}
              onClick={() => set(true)}
            >
              {t("agreements.consents.give")}
            </Button>
          </div>
        </>
      ) : null}
      {signable && consent.given && consent.withdrawable ? (
        <div className={classes.buttons}>
          <Button size="xs" variant="default" onClick={() => setWithdrawing(true)}>
            {t("agreements.consents.withdraw")}
          </Button>
        </div>
      ) : null}
      <ConfirmDialog
        opened={withdrawing}
        title={t("agreements.consents.withdrawTitle")}
        action={t("agreements.consents.withdraw")}
        danger
        pending={change.isPending}
        failure={change.error}
        onConfirm={() => set(false)}
        onClose={() => setWithdrawing(false)}
      >
        <p>{t("agreements.consents.withdrawText")}</p>
      </ConfirmDialog>
    </li>
  );
}

function ConsentMark({ given }: { given: AgreementConsent["given"] }) {
  const { t } = useTranslation();
  if (!given)
    return <StateMark tone="idle" shape="ring" label={t("agreements.consents.notGiven")} />;
  return (
    <>
      <StateMark
        tone="good"
        shape="tick"
        label={t("agreements.consents.given", { name: given.byName })}
      />
      <span className={classes.small}>
        <TimeText ms={given.atMs} />
      </span>
    </>
  );
}
