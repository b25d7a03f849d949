import { Button, Modal, Select, TextInput } from "@mantine/core";
import type { Role } from "@driftvakt/protocol/api";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useChange, type ApiAnswer } from "../../api/index.ts";
import { useIsProvider, useMe } from "../../app/session.tsx";
import { LANGUAGE_NAMES, LOCALES } from "../../i18n/index.ts";
import { CopyField } from "../../ui/copy-field.tsx";
import { Row, Stack } from "../../ui/page.tsx";
import { FailureLine } from "../../ui/waiting.tsx";
import { CustomerSelect } from "../customers/index.ts";

/** Invites someone; the answer is a link that works once, to hand over. */
export function InviteDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("people.invite")}
      size="36rem"
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      {opened ? <Invite onClose={onClose} /> : null}
    </Modal>
  );
}

function Invite({ onClose }: { onClose: () => void }) {
  const [made, setMade] = useState<ApiAnswer<"people.invite"> | null>(null);
  return made ? (
    <Made made={made} onClose={onClose} />
  ) : (
    <InviteForm onMade={setMade} onClose={onClose} />
  );
}

/** Whom one may invite: owners anyone, a customer's administrator their own people only. */
function useRoles(): readonly Role[] {
  const me = useMe();
  const provider = useIsProvider();
  if (me.role === "owner") return ["owner", "technician", "customer-admin", "customer-reader"];
  return provider
    ? ["technician", "customer-admin", "customer-reader"]
    : ["customer-admin", "customer-reader"];
}

function InviteForm({
  onMade,
  onClose,
}: {
  onMade: (made: ApiAnswer<"people.invite">) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const me = useMe();
  const roles = useRoles();
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>(roles.at(-1) ?? "customer-reader");
  const [customerId, setCustomerId] = useState<string | undefined>(me.customerId ?? undefined);
  const [locale, setLocale] = useState(me.locale);
  const ofCustomer = role === "customer-admin" || role === "customer-reader";
  const invite = useChange("people.invite", ["people."], onMade);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        invite.mutate({
          body: {
            name: name.trim(),
            email: email.trim(),
            role,
            customerId: ofCustomer ? (customerId ?? null) : null,
            locale,
          },
        });
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
        <TextInput
          label={t("field.email")}
          type="email"
          required
          withAsterisk={false}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <Select
          label={t("field.role")}
          description={t(`roleHint.${role}`)}
          data={roles.map((value) => ({ value, label: t(`role.${value}`) }))}
          value={role}
          onChange={(value) => setRole(value ?? role)}
        />
        {ofCustomer && me.customerId === null ? (
          <CustomerSelect required value={customerId} onChange={setCustomerId} />
        ) : null}
        <Select
          label={t("profile.language")}
          data={LOCALES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
          value={locale}
          onChange={(value) => setLocale(value ?? locale)}
        />
      </Stack>
      <FailureLine failure={invite.error} />
      <Row end>
        <Button variant="default" onClick={onClose}>
          {t("action.cancel")}
        </Button>
        <Button type="submit" disabled={ofCustomer && !customerId} loading={invite.isPending}>
          {t("people.makeLink")}
        </Button>
      </Row>
    </form>
  );
}

function Made({ made, onClose }: { made: ApiAnswer<"people.invite">; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Stack>
      <p>{t("people.linkText", { name: made.person.name })}</p>
      <CopyField label={t("people.link")} text={made.signInUrl} />
      <Row end>
        <Button onClick={onClose}>{t("action.close")}</Button>
      </Row>
    </Stack>
  );
}
