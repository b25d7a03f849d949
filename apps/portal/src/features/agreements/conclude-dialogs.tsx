import { Select, TextInput } from "@mantine/core";
import type { Contract, ContractForm } from "@driftvakt/protocol/api";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useChange } from "../../api/index.ts";
import { useText } from "../../i18n/use-format.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { toast } from "../../ui/toasts.tsx";
import classes from "./agreements.module.css";
import { FORMS } from "./read-step.ts";
import { AGREEMENT_READS } from "./use-agreements.ts";

type Props = { contract: Contract; opened: boolean; onClose: () => void };

/** The customer accepts an offer: it becomes an order. */
export function AcceptDialog({ contract, opened, onClose }: Props) {
  const { t } = useTranslation();
  const text = useText();
  const order = useChange("agreements.order", [...AGREEMENT_READS, "overview."], () => {
    toast(t("agreements.offer.accepted"));
    onClose();
  });
  return (
    <ConfirmDialog
      opened={opened}
      title={t("agreements.offer.acceptTitle", { number: contract.number })}
      action={t("agreements.offer.accept")}
      pending={order.isPending}
      failure={order.error}
      onConfirm={() => order.mutate({ params: { contractId: contract.id } })}
      onClose={onClose}
    >
      <p>{t("agreements.offer.acceptText", { plan: text(contract.planName) })}</p>
    </ConfirmDialog>
  );
}

/** The provider confirms, and says what makes it a contract (ba-01). */
export function ConfirmContractDialog({ contract, opened, onClose }: Props) {
  const { t } = useTranslation();
  // Nobody can name an accepted offer that the customer has not accepted.
  const forms = FORMS.filter((form) => form !== "accepted-offer" || contract.state === "ordered");
  const [form, setForm] = useState<ContractForm>(
    contract.state === "ordered" ? "accepted-offer" : "signed-contract",
  );
  const [reference, setReference] = useState("");
  const confirm = useChange(
    "agreements.confirm",
    [...AGREEMENT_READS, "servers.", "promises.", "overview."],
    () => {
      toast(t("agreements.confirm.done", { number: contract.number }));
      onClose();
    },
  );
  return (
    <ConfirmDialog
      opened={opened}
      title={t("agreements.confirm.title", { number: contract.number })}
      action={t("agreements.confirm.action")}
      pending={confirm.isPending}
      failure={confirm.error}
      onConfirm={() =>
        confirm.mutate({ params: { contractId: contract.id }, body: { form, reference } })
      }
      onClose={onClose}
    >
      <div className={classes.form}>
        <p>{t("agreements.confirm.text")}</p>
        <Select
          label={t("agreements.confirm.form")}
          data={forms.map((value) => ({ value, label: t(`agreements.form.${value}`) }))}
          value={form}
          allowDeselect={false}
          onChange={(value) => setForm(value ?? form)}
        />
        <TextInput
          label={t("agreements.confirm.reference")}
          description={t("agreements.confirm.referenceHint")}
          maxLength={500}
          value={reference}
          onChange={(event) => setReference(event.currentTarget.value)}
        />
      </div>
    </ConfirmDialog>
  );
}
