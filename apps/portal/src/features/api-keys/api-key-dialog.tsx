import { Button, Checkbox, Modal, Select, TextInput } from "@mantine/core";
import type { Permission } from "@driftvakt/protocol/api";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useChange, type ApiAnswer } from "../../api/index.ts";
import { useMe } from "../../app/session.tsx";
import { CopyField } from "../../ui/copy-field.tsx";
import { Notice, Row, Stack } from "../../ui/page.tsx";
import { FailureLine } from "../../ui/waiting.tsx";
import classes from "./api-keys.module.css";

const LIVES = ["30", "90", "365", "never"] as const;

/** Makes a key; its secret is shown this once. */
export function ApiKeyDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("apiKeys.new")}
      size="38rem"
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      {opened ? <Maker onClose={onClose} /> : null}
    </Modal>
  );
}

function Maker({ onClose }: { onClose: () => void }) {
  const [made, setMade] = useState<ApiAnswer<"apiKeys.create"> | null>(null);
  return made ? (
    <Secret secret={made.secret} onClose={onClose} />
  ) : (
    <KeyForm onMade={setMade} onClose={onClose} />
  );
}

function KeyForm({
  onMade,
  onClose,
}: {
  onMade: (made: ApiAnswer<"apiKeys.create">) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const me = useMe();
  const [name, setName] = useState("");
  const [permissions, setPermissions] = useState<Permission[]>(
    me.permissions.filter((permission) => permission.endsWith(".read")),
  );
  const [life, setLife] = useState<(typeof LIVES)[number]>("90");
  const create = useChange("apiKeys.create", ["apiKeys."], onMade);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate({
          body: {
            name: name.trim(),
            permissions,
            expiresInDays: life === "never" ? null : Number(life),
          },
        });
      }}
    >
      <Stack>
        <TextInput
          label={t("field.name")}
          description={t("apiKeys.nameHint")}
          required
          withAsterisk={false}
          data-autofocus
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Checkbox.Group
          label={t("apiKeys.may")}
          value={permissions}
          onChange={(value) => setPermissions(value)}
        >
          <div className={classes.permissions}>
            {me.permissions.map((permission) => (
              <Checkbox key={permission} value={permission} label={t(`permission.${permission}`)} />
            ))}
          </div>
        </Checkbox.Group>
        <Select
          label={t("apiKeys.expires")}
          data={LIVES.map((value) => ({ value, label: t(`apiKeys.life.${value}`) }))}
          value={life}
          onChange={(value) => setLife(value ?? "90")}
        />
      </Stack>
      <FailureLine failure={create.error} />
      <Row end>
        <Button variant="default" onClick={onClose}>
          {t("action.cancel")}
        </Button>
        <Button type="submit" disabled={permissions.length === 0} loading={create.isPending}>
          {t("apiKeys.make")}
        </Button>
      </Row>
    </form>
  );
}

function Secret({ secret, onClose }: { secret: string; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Stack>
      <Notice tone="warn" title={t("apiKeys.onceTitle")}>
        {t("apiKeys.onceText")}
      </Notice>
      <CopyField label={t("apiKeys.secret")} text={secret} />
      <Row end>
        <Button onClick={onClose}>{t("apiKeys.saved")}</Button>
      </Row>
    </Stack>
  );
}
