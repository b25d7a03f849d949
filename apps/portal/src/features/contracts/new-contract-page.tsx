import { Button } from "@mantine/core";
import type { Recipient } from "@driftvakt/protocol/api";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useApi, useChange, type ApiAnswer } from "../../api/index.ts";
import { useMe } from "../../app/session.tsx";
import { useFormat, useText } from "../../i18n/use-format.tsx";
import { Dim, Facts, PageHead, Panel, Row, Stack, useTabTitle } from "../../ui/page.tsx";
import { toast } from "../../ui/toasts.tsx";
import { FailureLine, Loaded } from "../../ui/waiting.tsx";
import { ConclusionChoice, type Conclusion } from "../agreements/index.ts";
import { CustomerSelect, NewCustomerButton } from "../customers/index.ts";
import { choicesFor, monthlySum, type Choices } from "./bookable.ts";
import { ExtrasChooser } from "./extras-chooser.tsx";
import { PlanComparison } from "./plan-comparison.tsx";
import { useSumText } from "./price-text.tsx";
import { RecipientsEditor } from "./recipients-editor.tsx";
import { ServerPicker } from "./server-picker.tsx";
import classes from "./contracts.module.css";

const route = getRouteApi("/in/contracts/new");

/** Brings a customer under contract, in six steps on one page. */
export function NewContractPage() {
  const { t } = useTranslation();
  useTabTitle(t("contracts.new"));
  const catalogue = useApi("catalogue.get", {}, { staleMs: 600_000 });
  return (
    <>
      <PageHead
        above={<Link to="/contracts">{t("nav.contracts")}</Link>}
        title={t("contracts.new")}
        lead={t("contracts.newLead")}
      />
      <Loaded query={catalogue}>{(data) => <Wizard catalogue={data} />}</Loaded>
    </>
  );
}

function Wizard({ catalogue }: { catalogue: ApiAnswer<"catalogue.get"> }) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const sumText = useSumText();
  const me = useMe();
  const search = route.useSearch();
  const navigate = useNavigate();
  const [customerId, setCustomerId] = useState(search.customer);
  const [planId, setPlanId] = useState(
    catalogue.plans.length === 1 ? catalogue.plans[0]?.id : undefined,
  );
  const [serverIds, setServerIds] = useState<string[]>(search.server ? [search.server] : []);
  const [recipients, setRecipients] = useState<Recipient[]>([]);
  const [as, setAs] = useState<Conclusion>("contract");
  const [chosen, setChosen] = useState<Choices>({});
  const plan = catalogue.plans.find(({ id }) => id === planId);
  const choices = plan ? choicesFor(plan, catalogue, chosen) : {};
  const sum = plan && monthlySum(plan, catalogue, choices, serverIds.length);
  const create = useChange(
    "contracts.create",
    ["contracts.", "servers.", "promises.", "overview."],
    (contract) => {
      const made = contract.state === "offered" ? "agreements.wizard.offered" : "contracts.made";
      toast(t(made, { number: contract.number }));
      void navigate({ to: "/contracts/$contractId", params: { contractId: contract.id } });
    },
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (customerId && planId)
          create.mutate({ body: { customerId, planId, choices, serverIds, recipients, as } });
      }}
    >
      <Stack>
        <Step number={1} title={t("contracts.step.customer")}>
          <div className={classes.customer}>
            <CustomerSelect
              required
              value={customerId}
              onChange={(id) => {
                setCustomerId(id);
                setServerIds([]);
              }}
            />
            <NewCustomerButton onMade={(customer) => setCustomerId(customer.id)} />
          </div>
        </Step>
        <Step number={2} title={t("contracts.step.plan")}>
          <PlanComparison
            plans={catalogue.plans}
            clauses={catalogue.clauses}
            value={planId}
            onChange={setPlanId}
          />
        </Step>
        <Step number={3} title={t("contracts.step.extras")}>
          {plan ? (
            <ExtrasChooser plan={plan} extras={catalogue} value={choices} onChange={setChosen} />
          ) : (
            <Dim>{t("contracts.planFirst")}</Dim>
          )}
        </Step>
        <Step number={4} title={t("contracts.step.servers")}>
          <ServerPicker
            key={customerId}
            customerId={customerId}
            value={serverIds}
            onChange={setServerIds}
            label={t("nav.servers")}
            description={t("contracts.serversHint")}
          />
        </Step>
        <Step number={5} title={t("contracts.step.recipients")}>
          <RecipientsEditor value={recipients} onChange={setRecipients} defaultLocale={me.locale} />
        </Step>
        <Step number={6} title={t("agreements.wizard.step")}>
          <ConclusionChoice value={as} onChange={setAs} />
        </Step>
        <Panel title={t("contracts.sum")}>
          <Facts
            items={[
              [t("field.plan"), plan ? text(plan.name) : "–"],
              [t("nav.servers"), format.number(serverIds.length)],
              [t("contracts.recipients"), format.number(recipients.length)],
              [t("contracts.monthlyAll"), plan && sum ? sumText(sum, plan.currency) : "–"],
            ]}
          />
          <FailureLine failure={create.error} />
          <Row end>
            <Button
              type="submit"
              size="md"
              disabled={!customerId || !planId}
              loading={create.isPending}
            >
              {t(as === "offer" ? "agreements.wizard.makeOffer" : "contracts.make")}
            </Button>
          </Row>
        </Panel>
      </Stack>
    </form>
  );
}

function Step({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  return (
    <Panel
      title={
        <span className={classes.step}>
          <span aria-hidden="true">{number}</span>
          {title}
        </span>
      }
    >
      {children}
    </Panel>
  );
}
