import { Button, Checkbox, Modal, Textarea } from "@mantine/core";
import type { Alert } from "@driftvakt/protocol/api";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useChange } from "../../api/index.ts";
import { Row } from "../../ui/page.tsx";
import { toast } from "../../ui/toasts.tsx";
import { FailureLine } from "../../ui/waiting.tsx";
import classes from "./alerts.module.css";

const REFRESHES = ["alerts.", "servers.", "overview."];

/** Takes an alert on, or gives it back. */
export function AcknowledgeButton({ alert }: { alert: Alert }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const giveBack = useChange("alerts.unacknowledge", REFRESHES, () =>
    toast(t("alerts.unacknowledged")),
  );
  if (alert.acknowledgement)
    return (
      <>
        <FailureLine failure={giveBack.error} />
        <Button
          variant="default"
          loading={giveBack.isPending}
          onClick={() => giveBack.mutate({ params: { alertId: alert.id } })}
        >
          {t("alerts.unacknowledge")}
        </Button>
      </>
    );
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t("alerts.acknowledge")}</Button>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("alerts.acknowledge")}
        closeButtonProps={{ "aria-label": t("action.close") }}
      >
        <AcknowledgeForm alert={alert} onDone={() => setAsking(false)} />
      </Modal>
    </>
  );
}

function AcknowledgeForm({ alert, onDone }: { alert: Alert; onDone: () => void }) {
  const { t } = useTranslation();
  const [comment, setComment] = useState("");
  const [sticky, setSticky] = useState(false);
  const acknowledge = useChange("alerts.acknowledge", REFRESHES, () => {
    toast(t("alerts.acknowledged"));
    onDone();
  });
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        acknowledge.mutate({ params: { alertId: alert.id }, body: { comment, sticky } });
      }}
    >
      <Textarea
        label={t("field.comment")}
        description={t("alerts.commentHint")}
        data-autofocus
        rows={3}
        maxLength={2000}
        value={comment}
        onChange={(event) => setComment(event.currentTarget.value)}
      />
      <Checkbox
        label={t("alerts.sticky")}
        description={t("alerts.stickyHint")}
        checked={sticky}
        onChange={(event) => setSticky(event.currentTarget.checked)}
      />
      <FailureLine failure={acknowledge.error} />
      <Row end>
        <Button variant="default" onClick={onDone}>
          {t("action.cancel")}
        </Button>
        <Button type="submit" loading={acknowledge.isPending}>
          {t("alerts.acknowledge")}
        </Button>
      </Row>
    </form>
  );
}
