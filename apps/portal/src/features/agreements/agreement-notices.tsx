import { Button } from "@mantine/core";
import type { Contract } from "@driftvakt/protocol/api";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCan, useIsProvider } from "../../app/session.tsx";
import { Notice } from "../../ui/page.tsx";
import classes from "./agreements.module.css";
import { AcceptDialog, ConfirmContractDialog } from "./conclude-dialogs.tsx";
import { ReadDialog, type Reading } from "./read-dialog.tsx";
import { isWaiting, useAgreements, useDocumentTitle, useMaySign } from "./use-agreements.ts";

/** What waits for somebody, said across the page: an offer, an order, terms in a new version. */
export function AgreementNotices({ contract }: { contract: Contract }) {
  if (contract.state === "ended") return null;
  return (
    <div className={classes.notices}>
      {contract.state === "offered" ? <OfferNotice contract={contract} /> : null}
      {contract.state === "ordered" ? <OrderNotice contract={contract} /> : null}
      <TermsNotice contractId={contract.id} />
    </div>
  );
}

function OfferNotice({ contract }: { contract: Contract }) {
  const { t } = useTranslation();
  const can = useCan();
  const maySign = useMaySign();
  const [opened, setOpened] = useState(false);
  const confirms = can("contracts.write");
  if (maySign)
    return (
      <>
        <Notice
          tone="warn"
          title={t("agreements.offer.waitsForYou")}
          action={<Button onClick={() => setOpened(true)}>{t("agreements.offer.accept")}</Button>}
        >
          {t("agreements.offer.waitsForYouText")}
        </Notice>
        <AcceptDialog contract={contract} opened={opened} onClose={() => setOpened(false)} />
      </>
    );
  return (
    <>
      <Notice
        title={t("agreements.offer.waits")}
        action={
          confirms ? (
            <Button variant="default" onClick={() => setOpened(true)}>
              {t("agreements.confirm.action")}
            </Button>
          ) : undefined
        }
      >
        {t(confirms ? "agreements.offer.waitsText" : "agreements.offer.readerText")}
      </Notice>
      <ConfirmContractDialog contract={contract} opened={opened} onClose={() => setOpened(false)} />
    </>
  );
}

function OrderNotice({ contract }: { contract: Contract }) {
  const { t } = useTranslation();
  const can = useCan();
  const [opened, setOpened] = useState(false);
  if (!can("contracts.write"))
    return (
      <Notice title={t("agreements.order.ordered")}>{t("agreements.order.orderedText")}</Notice>
    );
  return (
    <>
      <Notice
        tone="warn"
        title={t("agreements.order.waits")}
        action={<Button onClick={() => setOpened(true)}>{t("agreements.confirm.action")}</Button>}
      >
        {t("agreements.order.waitsText")}
      </Notice>
      <ConfirmContractDialog contract={contract} opened={opened} onClose={() => setOpened(false)} />
    </>
  );
}

/** srv-39: a version that waits for acceptance is not left to be found in a list. */
function TermsNotice({ contractId }: { contractId: string }) {
  const { t } = useTranslation();
  const provider = useIsProvider();
  const maySign = useMaySign();
  const title = useDocumentTitle();
  const { data } = useAgreements(contractId);
  const [reading, setReading] = useState<Reading | null>(null);
  const waiting = (data?.documents ?? []).filter(isWaiting);
  const [first] = waiting;
  return (
    <>
      {first?.currentVersion ? (
        <Notice
          tone="warn"
          title={t(
            provider ? "agreements.documents.customerWaitTitle" : "agreements.documents.waitTitle",
            { count: waiting.length },
          )}
          action={
            <Button
              variant={maySign ? "filled" : "default"}
              onClick={() => setReading({ document: first, version: first.currentVersion ?? "" })}
            >
              {t(maySign ? "agreements.documents.readAndAccept" : "agreements.documents.read")}
            </Button>
          }
        >
          {waiting
            .map((document) =>
              t("agreements.history.version", {
                title: title(document),
                version: document.currentVersion ?? "",
              }),
            )
            .join(" · ")}
        </Notice>
      ) : null}
      <ReadDialog contractId={contractId} reading={reading} open onClose={() => setReading(null)} />
    </>
  );
}
