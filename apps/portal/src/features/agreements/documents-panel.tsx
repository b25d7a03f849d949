import { Button } from "@mantine/core";
import type { AgreementDocument, ClauseView } from "@driftvakt/protocol/api";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCan } from "../../app/session.tsx";
import { Panel } from "../../ui/page.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { TimeText } from "../../ui/time-text.tsx";
import classes from "./agreements.module.css";
import { ClauseLink } from "./clause-link.tsx";
import { PublishDialog } from "./publish-dialog.tsx";
import { ReadDialog, type Reading } from "./read-dialog.tsx";
import { isWaiting, useAgreements, useDocumentTitle, useMaySign } from "./use-agreements.ts";

type Props = { contractId: string; clauses: readonly ClauseView[]; open: boolean };

/** The terms of a contract: which version is current, who accepted which and when (srv-39). */
export function DocumentsPanel({ contractId, clauses, open }: Props) {
  const { t } = useTranslation();
  const agreements = useAgreements(contractId);
  const [reading, setReading] = useState<Reading | null>(null);
  const [publishing, setPublishing] = useState<AgreementDocument | null>(null);
  const documents = agreements.data?.documents ?? [];
  if (documents.length === 0) return null;
  return (
    <Panel title={t("agreements.documents.title")} flush id="documents">
      <ul className={classes.list}>
        {documents.map((document) => (
          <DocumentRow
            key={document.id}
            document={document}
            clause={<ClauseLink id={document.clause} contractId={contractId} clauses={clauses} />}
            open={open}
            onRead={(version) => setReading({ document, version })}
            onPublish={() => setPublishing(document)}
          />
        ))}
      </ul>
      <ReadDialog
        contractId={contractId}
        reading={reading}
        open={open}
        onClose={() => setReading(null)}
      />
      <PublishDialog document={publishing} onClose={() => setPublishing(null)} />
    </Panel>
  );
}

function DocumentRow({
  document,
  clause,
  open,
  onRead,
  onPublish,
}: {
  document: AgreementDocument;
  clause: React.ReactNode;
  open: boolean;
  onRead: (version: string) => void;
  onPublish: () => void;
}) {
  const { t } = useTranslation();
  const can = useCan();
  const maySign = useMaySign();
  const title = useDocumentTitle();
  const { currentVersion, accepted } = document;
  const waiting = open && isWaiting(document);
  const toSign = waiting && maySign;
  return (
    <li data-waiting={waiting || undefined}>
      <div className={classes.head}>
        <h3>{title(document)}</h3>
        {clause}
      </div>
      <DocumentMark document={document} />
      {currentVersion !== null && document.upToDate ? (
        <span className={classes.small}>
          {t("agreements.documents.current", { version: currentVersion })}
        </span>
      ) : null}
      {accepted ? (
        <span className={classes.small}>
          {t("agreements.documents.accepted", { version: accepted.version, name: accepted.byName })}
          {" · "}
          <TimeText ms={accepted.atMs} />
        </span>
      ) : currentVersion === null ? null : (
        <span className={classes.small}>{t("agreements.documents.neverAccepted")}</span>
      )}
      <div className={classes.buttons}>
        {currentVersion === null ? null : (
          <Button
            size="xs"
            variant={toSign ? "filled" : "default"}
            onClick={() => onRead(currentVersion)}
          >
            {t(toSign ? "agreements.documents.readAndAccept" : "agreements.documents.read")}
          </Button>
        )}
        {accepted && accepted.version !== currentVersion ? (
          <Button size="xs" variant="default" onClick={() => onRead(accepted.version)}>
            {t("agreements.documents.readAccepted", { version: accepted.version })}
          </Button>
        ) : null}
        {can("contracts.write") ? (
          <Button size="xs" variant="default" onClick={onPublish}>
            {t("agreements.documents.publish")}
          </Button>
        ) : null}
      </div>
    </li>
  );
}

function DocumentMark({ document }: { document: AgreementDocument }) {
  const { t } = useTranslation();
  const { currentVersion: version, upToDate } = document;
  if (version === null)
    return <StateMark tone="idle" shape="dash" label={t("agreements.documents.none")} />;
  return upToDate ? (
    <StateMark tone="good" shape="tick" label={t("agreements.step.accepted")} />
  ) : (
    <StateMark
      tone="warn"
      shape="triangle"
      label={t("agreements.documents.newWaits", { version })}
      soft
    />
  );
}
