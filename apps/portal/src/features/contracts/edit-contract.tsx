import { Button, Modal, Textarea } from "@mantine/core";
import type { Contract, Extras, PlanView } from "@driftvakt/protocol/api";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useChange } from "../../api/index.ts";
import { useMe } from "../../app/session.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { Row, Stack } from "../../ui/page.tsx";
import { toast } from "../../ui/toasts.tsx";
import { FailureLine } from "../../ui/waiting.tsx";
import { choicesFor, type Choices } from "./bookable.ts";
import { ExtrasChooser } from "./extras-chooser.tsx";
import { RecipientsEditor } from "./recipients-editor.tsx";
import { ServerPicker } from "./server-picker.tsx";

type Props = { contract: Contract; opened: boolean; onClose: () => void };
type EditProps = Props & { plan: PlanView | null; extras: Extras };
const REFRESHES = ["contracts.", "servers.", "promises.", "overview."];

/** Changes machines, recipients, service level and options; what the machines should be follows. */
export function EditContract({ opened, onClose, ...booked }: EditProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("contracts.change")}
      size="44rem"
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      {opened ? <EditForm {...booked} onClose={onClose} /> : null}
    </Modal>
  );
}

function EditForm({ contract, plan, extras, onClose }: Omit<EditProps, "opened">) {
  const { t } = useTranslation();
  const me = useMe();
  const [serverIds, setServerIds] = useState([...contract.serverIds]);
  const [recipients, setRecipients] = useState([...contract.recipients]);
  const [choices, setChoices] = useState<Choices>(contract.choices);
  const update = useChange("contracts.update", REFRESHES, () => {
    toast(t("contracts.changed"));
    onClose();
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        // What goes with the plan no more is left as it is until somebody changes it.
        const chosen =
          choices === contract.choices || !plan
            ? {}
            : { choices: choicesFor(plan, extras, choices) };
        update.mutate({
          params: { contractId: contract.id },
          body: { serverIds, recipients, ...chosen },
        });
      }}
    >
      <Stack>
        <ServerPicker
          customerId={contract.customerId}
          value={serverIds}
          onChange={setServerIds}
          label={t("nav.servers")}
        />
        {plan ? (
          <ExtrasChooser plan={plan} extras={extras} value={choices} onChange={setChoices} />
        ) : null}
        <RecipientsEditor value={recipients} onChange={setRecipients} defaultLocale={me.locale} />
      </Stack>
      <FailureLine failure={update.error} />
      <Row end>
        <Button variant="default" onClick={onClose}>
          {t("action.cancel")}
        </Button>
        <Button type="submit" loading={update.isPending}>
          {t("action.save")}
        </Button>
      </Row>
    </form>
  );
}

/** Ends a contract: its machines are no longer watched under it. */
export function EndContract({ contract, opened, onClose }: Props) {
  const { t } = useTranslation();
  const [reason, setReason] = useState("");
  const end = useChange("contracts.end", REFRESHES, () => {
    toast(t("contracts.ended"));
    onClose();
  });
  return (
    <ConfirmDialog
      opened={opened}
      title={t("contracts.endTitle", { number: contract.number })}
      action={t("contracts.end")}
      danger
      pending={end.isPending}
      failure={end.error}
      blocked={reason.trim() === ""}
      onConfirm={() => end.mutate({ params: { contractId: contract.id }, body: { reason } })}
      onClose={onClose}
    >
      <p>{t("contracts.endText")}</p>
      <Textarea
        mt="md"
        label={t("field.reason")}
        required
        withAsterisk={false}
        rows={2}
        maxLength={2000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </ConfirmDialog>
  );
}
