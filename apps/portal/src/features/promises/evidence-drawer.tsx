import { Drawer } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useApi, type ApiAnswer } from "../../api/index.ts";
import { useFormat, useText } from "../../i18n/use-format.tsx";
import { Facts, Mono, Stack } from "../../ui/page.tsx";
import { StateShape, type Shape, type Tone } from "../../ui/state-mark.tsx";
import { TimeText } from "../../ui/time-text.tsx";
import { EmptyState, Loaded } from "../../ui/waiting.tsx";
import { RevisionNotice } from "../revisions/index.ts";
import { PromiseMark } from "./promise-state.tsx";
import classes from "./promises.module.css";

type Answer = ApiAnswer<"promises.get">;
type Evidence = Answer["evidence"][number];

const LOOKS: Readonly<Record<Evidence["kind"], { tone: Tone; shape: Shape }>> = {
  "alarm-sent": { tone: "good", shape: "tick" },
  "state-change": { tone: "warn", shape: "triangle" },
  outage: { tone: "bad", shape: "cross" },
  availability: { tone: "idle", shape: "ring" },
  samples: { tone: "idle", shape: "ring" },
  operation: { tone: "idle", shape: "dots" },
  agent: { tone: "odd", shape: "question" },
  announcement: { tone: "odd", shape: "slash" },
};

/** Why a promise stands as it does. */
export function EvidenceDrawer({
  promiseId,
  onClose,
}: {
  promiseId: string | undefined;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Drawer
      opened={promiseId !== undefined}
      onClose={onClose}
      size="34rem"
      title={t("promises.evidence")}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      {promiseId ? <EvidenceView promiseId={promiseId} /> : null}
    </Drawer>
  );
}

function EvidenceView({ promiseId }: { promiseId: string }) {
  const { t } = useTranslation();
  const text = useText();
  const query = useApi("promises.get", { params: { promiseId } });
  return (
    <Loaded query={query}>
      {({ promise, evidence }) => (
        <Stack>
          <div>
            <PromiseMark state={promise.state} soft />
            <p className={classes.title}>{text(promise.title)}</p>
            <p>{text(promise.summary)}</p>
          </div>
          {promise.serverId ? (
            <RevisionNotice
              serverId={promise.serverId}
              period={promise.period}
              clause={promise.clause}
            />
          ) : null}
          <PromiseFacts promise={promise} />
          {evidence.length === 0 ? (
            <EmptyState title={t("promises.noEvidence.title")}>
              {t("promises.noEvidence.text")}
            </EmptyState>
          ) : (
            <ol className={classes.evidence}>
              {evidence.map((entry) => (
                <EvidenceEntry key={entry.id} entry={entry} />
              ))}
            </ol>
          )}
        </Stack>
      )}
    </Loaded>
  );
}

function PromiseFacts({ promise }: { promise: Answer["promise"] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Facts
      items={[
        [t("field.clause"), <Mono key="clause">{promise.clause}</Mono>],
        [t("field.period"), format.month(promise.period)],
        [
          t("field.contract"),
          <Link
            key="contract"
            to="/contracts/$contractId"
            params={{ contractId: promise.contractId }}
          >
            {promise.customerName}
          </Link>,
        ],
        ...(promise.serverId
          ? [
              [
                t("field.server"),
                <Link key="server" to="/servers/$serverId" params={{ serverId: promise.serverId }}>
                  {promise.hostname}
                </Link>,
              ] as const,
            ]
          : []),
        ...(promise.waivedByClause
          ? [[t("promises.waivedBy"), <Mono key="waived">{promise.waivedByClause}</Mono>] as const]
          : []),
        [t("promises.updated"), <TimeText key="updated" ms={promise.updatedAtMs} />],
      ]}
    />
  );
}

function EvidenceEntry({ entry }: { entry: Evidence }) {
  const { t } = useTranslation();
  const text = useText();
  const { alertId, mandateId } = idsOf(entry.refs);
  return (
    <li>
      <StateShape {...LOOKS[entry.kind]} />
      <div>
        <strong>{t(`evidenceKind.${entry.kind}`)}</strong>
        <p>{text(entry.text)}</p>
        <span className={classes.refs}>
          <TimeText ms={entry.atMs} />
          {alertId ? (
            <Link to="/alerts/$alertId" params={{ alertId }}>
              {t("field.alert")}
            </Link>
          ) : null}
          {mandateId ? (
            <Link to="/mandates/$mandateId" params={{ mandateId }}>
              {t("field.mandate")}
            </Link>
          ) : null}
        </span>
      </div>
    </li>
  );
}

/** References come by kind of object, with or without `Id` at the end. */
function idsOf(refs: Readonly<Record<string, string>>) {
  return {
    alertId: refs["alertId"] ?? refs["alert"],
    mandateId: refs["mandateId"] ?? refs["mandate"],
  };
}
