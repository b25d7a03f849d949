import { Button } from "@mantine/core";
import type { ClauseView, PromiseRow, PromiseState } from "@driftvakt/protocol/api";
import { getRouteApi, Link, useLocation, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi, type ApiAnswer } from "../../api/index.ts";
import { useCan } from "../../app/session.tsx";
import { LANGUAGE_NAMES } from "../../i18n/index.ts";
import { useFormat, useText } from "../../i18n/use-format.tsx";
import { Clauses, Columns, Dim, PageHead, Panel, useTabTitle } from "../../ui/page.tsx";
import { StateShape } from "../../ui/state-mark.tsx";
import { Loaded } from "../../ui/waiting.tsx";
import {
  AgreementNotices,
  AskPanel,
  clauseAnchor,
  ConsentsPanel,
  DocumentsPanel,
  HistoryPanel,
} from "../agreements/index.ts";
import { PROMISE_LOOKS, PROMISE_STATE_NAMES } from "../promises/index.ts";
import { RevisionsPanel } from "../revisions/index.ts";
import { ContractFacts } from "./contract-facts.tsx";
import { ContractMark } from "./contract-state.tsx";
import classes from "./contracts.module.css";
import { EditContract, EndContract } from "./edit-contract.tsx";
import { usePriceText } from "./price-text.tsx";

const route = getRouteApi("/in/contracts/$contractId");
type Answer = ApiAnswer<"contracts.get">;

/** The order in which a reader asks: what am I promised, what may they do, what does it cost, what must I do. */
const GROUPS = [
  "promise",
  "authority",
  "limit",
  "price",
  "exclusion",
  "duty",
] as const satisfies ClauseView["kind"][];

/** A contract in plain words, with the state of each promise in it. */
export function ContractPage() {
  const { t } = useTranslation();
  const { contractId } = route.useParams();
  const query = useApi("contracts.get", { params: { contractId } });
  useTabTitle(query.data?.contract.number ?? t("nav.contracts"));
  return <Loaded query={query}>{(data) => <ContractView data={data} />}</Loaded>;
}

function ContractView({ data }: { data: Answer }) {
  const { t } = useTranslation();
  const text = useText();
  const can = useCan();
  const [dialog, setDialog] = useState<"edit" | "end" | null>(null);
  const { contract } = data;
  const promises = useApi("promises.list", { query: { contractId: contract.id, limit: 200 } });
  const open = contract.state !== "ended";
  const isInForce = contract.state === "active" || contract.state === "ended";
  const agreed = { contractId: contract.id, clauses: data.clauses, open };
  return (
    <>
      <PageHead
        above={
          <>
            <Link to="/contracts">{t("nav.contracts")}</Link> · {contract.customerName}
          </>
        }
        title={`${contract.number} · ${text(contract.planName)}`}
        lead={<ContractMark state={contract.state} soft />}
        actions={
          can("contracts.write") && open ? (
            <>
              <Button variant="default" onClick={() => setDialog("edit")}>
                {t("contracts.change")}
              </Button>
              <Button variant="default" onClick={() => setDialog("end")}>
                {t("contracts.end")}
              </Button>
            </>
          ) : null
        }
      />
      <AgreementNotices contract={contract} />
      <div className={classes.facts}>
        <ContractFacts data={data} />
      </div>
      <Columns
        main={
          <>
            {open ? <AskPanel contractId={contract.id} clauses={data.clauses} /> : null}
            <RevisionsPanel contractId={contract.id} />
            <Contents clauses={data.clauses} contractId={contract.id} />
            {GROUPS.map((kind) => (
              <ClauseGroup
                key={kind}
                kind={kind}
                clauses={data.clauses.filter((clause) => clause.kind === kind)}
                // Nothing is promised yet by an offer, and nothing judged.
                promises={isInForce ? (promises.data?.items ?? []) : undefined}
              />
            ))}
          </>
        }
        side={
          <>
            <ContractServers serverIds={contract.serverIds} customerId={contract.customerId} />
            <Recipients data={data} />
            <DocumentsPanel {...agreed} />
            <ConsentsPanel {...agreed} />
            <HistoryPanel contractId={contract.id} clauses={data.clauses} extras={data} />
          </>
        }
      />
      <EditContract
        contract={contract}
        plan={data.plan}
        extras={data}
        opened={dialog === "edit"}
        onClose={() => setDialog(null)}
      />
      <EndContract contract={contract} opened={dialog === "end"} onClose={() => setDialog(null)} />
    </>
  );
}

/** What the page holds, to jump there: on a phone it is long. */
function Contents({ clauses, contractId }: { clauses: readonly ClauseView[]; contractId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <nav className={classes.contents} aria-label={t("contracts.contents")}>
      {GROUPS.map((kind) => {
        const count = clauses.filter((clause) => clause.kind === kind).length;
        return count === 0 ? null : (
          <Link key={kind} to="/contracts/$contractId" params={{ contractId }} hash={kind}>
            {t(`clauseKind.${kind}`)} <Dim>{format.number(count)}</Dim>
          </Link>
        );
      })}
    </nav>
  );
}

function ClauseGroup({
  kind,
  clauses,
  promises,
}: {
  kind: ClauseView["kind"];
  clauses: readonly ClauseView[];
  promises: readonly PromiseRow[] | undefined;
}) {
  const { t } = useTranslation();
  const text = useText();
  const sought = useLocation({ select: ({ hash }) => hash });
  if (clauses.length === 0) return null;
  return (
    <Panel title={t(`clauseKind.${kind}`)} id={kind} flush>
      <ul className={classes.clauses}>
        {clauses.map((clause) => (
          <li
            key={clause.id}
            id={clauseAnchor(clause.id)}
            data-sought={sought === clauseAnchor(clause.id) || undefined}
          >
            <div className={classes.clauseHead}>
              <h3>{text(clause.title)}</h3>
              <Clauses ids={[clause.id]} />
            </div>
            <p>{text(clause.text)}</p>
            <Prices prices={clause.prices} />
            {kind === "promise" && promises ? (
              <PromiseSums
                clause={clause.id}
                promises={promises.filter((row) => row.clause === clause.id)}
              />
            ) : null}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** The lines of the price list that a clause points at. */
function Prices({ prices }: Pick<ClauseView, "prices">) {
  const text = useText();
  const priceText = usePriceText();
  if (prices.length === 0) return null;
  return (
    <ul className={classes.prices}>
      {prices.map(({ name, amountMinor, currency, per }) => (
        <li key={name.en}>
          {text(name)} <strong>{priceText(amountMinor, currency, per)}</strong>
        </li>
      ))}
    </ul>
  );
}

/** How one promise stands over the machines of the contract. */
function PromiseSums({ clause, promises }: { clause: string; promises: readonly PromiseRow[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  if (promises.length === 0) return <Dim>{t("contracts.notYetJudged")}</Dim>;
  const worst = PROMISE_STATE_NAMES.filter((state) => promises.some((row) => row.state === state));
  const count = (state: PromiseState) => promises.filter((row) => row.state === state).length;
  return (
    <div className={classes.sums}>
      {worst.map((state) => (
        <button
          key={state}
          type="button"
          onClick={() => void navigate({ to: "/promises", search: { clause, state } })}
        >
          <StateShape {...PROMISE_LOOKS[state]} />
          {t(`promiseState.${state}`)} {promises.length > 1 ? `(${count(state)})` : ""}
        </button>
      ))}
    </div>
  );
}

function ContractServers({
  serverIds,
  customerId,
}: {
  serverIds: readonly string[];
  customerId: string;
}) {
  const { t } = useTranslation();
  const servers = useApi("servers.list", { query: { customerId, sort: "hostname", limit: 200 } });
  const own = (servers.data?.items ?? []).filter(({ id }) => serverIds.includes(id));
  return (
    <Panel title={t("nav.servers")}>
      {serverIds.length === 0 ? (
        <Dim>{t("contracts.noServers")}</Dim>
      ) : (
        <ul className={classes.plain}>
          {own.map(({ id, hostname }) => (
            <li key={id}>
              <Link to="/servers/$serverId" params={{ serverId: id }}>
                {hostname}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Recipients({ data }: { data: Answer }) {
  const { t } = useTranslation();
  const { recipients } = data.contract;
  return (
    <Panel title={t("contracts.recipients")}>
      {recipients.length === 0 ? (
        <Dim>{t("contracts.noRecipients")}</Dim>
      ) : (
        <ul className={classes.plain}>
          {recipients.map((entry) => (
            <li key={entry.email}>
              {entry.name} <Dim>{entry.email}</Dim> <Dim>· {LANGUAGE_NAMES[entry.locale]}</Dim>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
