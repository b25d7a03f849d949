import { Button, Modal, Textarea, TextInput } from "@mantine/core";
import type { AgreementDocument } from "@driftvakt/protocol/api";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useChange } from "../../api/index.ts";
import { Notice, Row } from "../../ui/page.tsx";
import { toast } from "../../ui/toasts.tsx";
import { FailureLine } from "../../ui/waiting.tsx";
import classes from "./agreements.module.css";
import { AGREEMENT_READS, useDocumentTitle } from "./use-agreements.ts";

type Props = { document: AgreementDocument | null; onClose: () => void };

/** Publishes a version of terms for the whole house; every customer under them is asked to accept it. */
export function PublishDialog({ document, onClose }: Props) {
  const { t } = useTranslation();
  const title = useDocumentTitle();
  return (
    <Modal
      opened={document !== null}
      onClose={onClose}
      title={document ? t("agreements.documents.publishTitle", { title: title(document) }) : ""}
      size="44rem"
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      {document ? <PublishForm key={document.id} document={document} onClose={onClose} /> : null}
    </Modal>
  );
}

function PublishForm({ document, onClose }: { document: AgreementDocument; onClose: () => void }) {
  const { t } = useTranslation();
  const titleOf = useDocumentTitle();
  const [version, setVersion] = useState("");
  const [title, setTitle] = useState(() => titleOf(document));
  const [text, setText] = useState("");
  const publish = useChange("documents.publish", AGREEMENT_READS, () => {
    toast(t("agreements.documents.publishDone", { version }));
    onClose();
  });
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        publish.mutate({ body: { id: document.id, version, title, text } });
      }}
    >
      <Notice tone="warn">{t("agreements.documents.publishWarning")}</Notice>
      <TextInput
        label={t("agreements.documents.version")}
        description={t("agreements.documents.versionHint")}
        required
        withAsterisk={false}
        data-autofocus
        maxLength={32}
        pattern="[A-Za-z0-9][A-Za-z0-9.\-]*"
        value={version}
        onChange={(event) => setVersion(event.currentTarget.value)}
      />
      <TextInput
        label={t("agreements.documents.name")}
        required
        withAsterisk={false}
        maxLength={200}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <Textarea
        label={t("agreements.documents.text")}
        required
        withAsterisk={false}
        rows={12}
        maxLength={500_000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <FailureLine failure={publish.error} />
      <Row end>
        <Button variant="default" onClick={onClose}>
          {t("action.cancel")}
        </Button>
        <Button type="submit" loading={publish.isPending}>
          {t("agreements.documents.publish")}
        </Button>
      </Row>
    </form>
  );
}
