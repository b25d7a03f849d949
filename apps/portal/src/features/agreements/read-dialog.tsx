import { Button, Modal } from "@mantine/core";
import type { AgreementDocument } from "@driftvakt/protocol/api";
import { useTranslation } from "react-i18next";
import { useApi, useChange } from "../../api/index.ts";
import { useFormat } from "../../i18n/use-format.tsx";
import { Mono, Row } from "../../ui/page.tsx";
import { toast } from "../../ui/toasts.tsx";
import { FailureLine, Loaded } from "../../ui/waiting.tsx";
import classes from "./agreements.module.css";
import { AGREEMENT_READS, isWaiting, useDocumentTitle, useMaySign } from "./use-agreements.ts";

export type Reading = { readonly document: AgreementDocument; readonly version: string };

/** A version of terms as it was published; the current one is accepted under its text, not beside it. */
export function ReadDialog({
  contractId,
  reading,
  open,
  onClose,
}: {
  contractId: string;
  reading: Reading | null;
  /** The contract has not ended. */
  open: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const title = useDocumentTitle();
  return (
    <Modal
      opened={reading !== null}
      onClose={onClose}
      title={reading ? title(reading.document) : ""}
      size="48rem"
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      {reading ? (
        <Document
          key={`${reading.document.id} ${reading.version}`}
          contractId={contractId}
          reading={reading}
          open={open}
          onClose={onClose}
        />
      ) : null}
    </Modal>
  );
}

function Document({
  contractId,
  reading: { document, version },
  open,
  onClose,
}: {
  contractId: string;
  reading: Reading;
  open: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const maySign = useMaySign();
  const text = useApi("documents.get", { params: { documentId: document.id, version } });
  const accept = useChange("agreements.accept", AGREEMENT_READS, () => {
    toast(t("agreements.documents.acceptDone"));
    onClose();
  });
  const toSign = open && maySign && isWaiting(document) && document.currentVersion === version;
  return (
    <Loaded query={text} lines={8}>
      {(read) => (
        <>
          <p className={classes.small}>
            {t("agreements.documents.published", {
              version: read.version,
              date: format.dateTime(read.publishedAtMs),
            })}
          </p>
          {/* Long text scrolls in here, so that it must be reached by keyboard. */}
          <section
            className={classes.paper}
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
            tabIndex={0}
            aria-label={t("agreements.documents.text")}
          >
            {read.text}
          </section>
          <p className={classes.fingerprint}>
            {t("agreements.documents.fingerprint")} <Mono>{read.hash}</Mono>
          </p>
          <FailureLine failure={accept.error} />
          <Row end>
            <Button variant="default" onClick={onClose}>
              {t("action.close")}
            </Button>
            {toSign ? (
              <Button
                loading={accept.isPending}
                onClick={() =>
                  accept.mutate({
                    params: { contractId },
                    body: { documentId: document.id, version },
                  })
                }
              >
                {t("agreements.documents.accept", { version })}
              </Button>
            ) : null}
          </Row>
        </>
      )}
    </Loaded>
  );
}
