import { Button, Modal, Select, TextInput } from "@mantine/core";
import type { Customer } from "@driftvakt/protocol/api";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useChange } from "../../api/index.ts";
import { useCan, useMe } from "../../app/session.tsx";
import { LANGUAGE_NAMES, LOCALES } from "../../i18n/index.ts";
import { Icon } from "../../ui/icon.tsx";
import { Row, Stack } from "../../ui/page.tsx";
import { toast } from "../../ui/toasts.tsx";
import { ZoneSelect } from "../../ui/zone-select.tsx";
import { FailureLine } from "../../ui/waiting.tsx";

/** Adds a customer, or changes one. */
export function CustomerDialog({
  customer,
  opened,
  onClose,
  onSaved,
}: {
  customer?: Customer | undefined;
  opened: boolean;
  onClose: () => void;
  onSaved?: ((customer: Customer) => void) | undefined;
}) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={customer ? t("customers.change") : t("customers.add")}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      {opened ? <CustomerForm customer={customer} onClose={onClose} onSaved={onSaved} /> : null}
    </Modal>
  );
}

function CustomerForm({
  customer,
  onClose,
  onSaved,
}: {
  customer?: Customer | undefined;
  onClose: () => void;
  onSaved?: ((customer: Customer) => void) | undefined;
}) {
  const { t } = useTranslation();
  const me = useMe();
  const [name, setName] = useState(customer?.name ?? "");
  const [locale, setLocale] = useState<Customer["locale"]>(customer?.locale ?? me.locale);
  const [timeZone, setTimeZone] = useState(customer?.timeZone ?? me.provider.timeZone);
  const done = (saved: Customer) => {
    toast(t("customers.saved", { name: saved.name }));
    onSaved?.(saved);
    onClose();
  };
  const create = useChange("customers.create", ["customers."], done);
  const update = useChange("customers.update", ["customers.", "servers.", "contracts."], done);
  const body = { name: name.trim(), locale, timeZone };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (customer) update.mutate({ params: { customerId: customer.id }, body });
        else create.mutate({ body });
      }}
    >
      <Stack>
        <TextInput
          label={t("field.name")}
          required
          withAsterisk={false}
          data-autofocus
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label={t("profile.language")}
          data={LOCALES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
          value={locale}
          onChange={(value) => setLocale(value ?? "en")}
        />
        <ZoneSelect value={timeZone} onChange={setTimeZone} />
      </Stack>
      <FailureLine failure={create.error ?? update.error} />
      <Row end>
        <Button variant="default" onClick={onClose}>
          {t("action.cancel")}
        </Button>
        <Button type="submit" loading={create.isPending || update.isPending}>
          {t("action.save")}
        </Button>
      </Row>
    </form>
  );
}

export function NewCustomerButton({
  onMade,
  primary = false,
}: {
  onMade?: (customer: Customer) => void;
  primary?: boolean;
}) {
  const { t } = useTranslation();
  const can = useCan();
  const [opened, setOpened] = useState(false);
  if (!can("customers.write")) return null;
  return (
    <>
      <Button
        variant={primary ? "filled" : "default"}
        leftSection={<Icon name="plus" size={16} />}
        onClick={() => setOpened(true)}
      >
        {t("customers.add")}
      </Button>
      <CustomerDialog opened={opened} onClose={() => setOpened(false)} onSaved={onMade} />
    </>
  );
}
