import type { Agreements, ClauseView, Extras } from "@driftvakt/protocol/api";
import { useTranslation } from "react-i18next";
import { useText } from "../../i18n/use-format.tsx";
import { Facts, Panel } from "../../ui/page.tsx";
import { TimeText } from "../../ui/time-text.tsx";
import { Loaded } from "../../ui/waiting.tsx";
import classes from "./agreements.module.css";
import { readStep, type Change, type Step } from "./read-step.ts";
import { useAgreements, useDocumentTitle } from "./use-agreements.ts";

const STEPS = [
  "offered",
  "ordered",
  "active",
  "changed",
  "accepted",
  "consented",
  "withdrawn",
  "ended",
] as const;

/** How a contract came about and what became of it: each step, by whom, when (ba-01). */
export function HistoryPanel({
  contractId,
  clauses,
  extras,
}: {
  contractId: string;
  clauses: readonly ClauseView[];
  extras: Extras;
}) {
  const { t } = useTranslation();
  const query = useAgreements(contractId);
  return (
    <Panel title={t("agreements.history.title")} id="history">
      <Loaded query={query} lines={3}>
        {(agreements) => <Course agreements={agreements} clauses={clauses} extras={extras} />}
      </Loaded>
    </Panel>
  );
}

function Course({
  agreements,
  clauses,
  extras,
}: {
  agreements: Agreements;
  clauses: readonly ClauseView[];
  extras: Extras;
}) {
  const { t } = useTranslation();
  const subject = useSubject(agreements, clauses, extras);
  return (
    <>
      {agreements.form ? (
        <Facts items={[[t("agreements.history.form"), t(`agreements.form.${agreements.form}`)]]} />
      ) : null}
      <ol className={classes.history}>
        {agreements.history.map((step, at) => {
          const known = STEPS.find((one) => one === step.what);
          const about = subject(step);
          return (
            // Steps are only ever appended: the place is who they are.
            <li key={at}>
              <div>
                <strong>{known ? t(`agreements.step.${known}`) : step.what}</strong>
                {about ? <p>{about}</p> : null}
                <p className={classes.small}>
                  {t("agreements.history.by", { name: step.byName })} · <TimeText ms={step.atMs} />
                </p>
              </div>
            </li>
          );
        })}
      </ol>
    </>
  );
}

function useSubject(
  agreements: Agreements,
  clauses: readonly ClauseView[],
  extras: Extras,
): (step: Step) => string {
  const { t } = useTranslation();
  const text = useText();
  const changeText = useChangeText(extras);
  const titleOf = useDocumentTitle();
  return (step) => {
    const subject = readStep(step);
    if (subject.kind === "text") return subject.text;
    if (subject.kind === "changes") return subject.changes.map(changeText).join(" · ");
    if (subject.kind === "form")
      return [t(`agreements.form.${subject.form}`), subject.reference].filter(Boolean).join(": ");
    if (subject.kind === "document") {
      const document = agreements.documents.find(({ id }) => id === subject.documentId);
      const title = document ? titleOf(document) : subject.documentId;
      return t("agreements.history.version", { title, version: subject.version });
    }
    const consent = agreements.consents.find(({ id }) => id === subject.consentId);
    const clause = clauses.find(({ id }) => id === consent?.clause);
    return clause ? text(clause.title) : subject.consentId;
  };
}

/** "Service level: SLA Basic → SLA Plus", "Further VPN users: – → 3". */
function useChangeText({ levels, options }: Extras): (change: Change) => string {
  const { t } = useTranslation();
  const text = useText();
  const nameOf = (list: readonly { id: string; name: Record<string, string> }[], id: string) => {
    const found = list.find((one) => one.id === id);
    return found ? text(found.name) : id;
  };
  const valueOf = (id: string, value: string) => {
    if (value === "") return "–";
    if (id === "level") return nameOf(levels, value);
    return value === "true" ? t("agreements.history.booked") : value;
  };
  return (change) => {
    if (change.part !== "choice") return t(`agreements.history.part.${change.part}`);
    const { id, from, to } = change;
    const name = id === "level" ? t("contracts.level") : nameOf(options, id);
    return `${name}: ${valueOf(id, from)} → ${valueOf(id, to)}`;
  };
}
