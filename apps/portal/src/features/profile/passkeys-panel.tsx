import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  addPasskey,
  deletePasskey,
  listPasskeys,
  passkeysWork,
  type Passkey,
} from "../../api/auth.ts";
import { refresh } from "../../api/index.ts";
import { useFormat } from "../../i18n/use-format.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Dim, Panel } from "../../ui/page.tsx";
import { toast } from "../../ui/toasts.tsx";
import { EmptyState, Loaded } from "../../ui/waiting.tsx";
import { SignInFailure } from "../sign-in/index.ts";
import classes from "./profile.module.css";

/** The person's passkeys: the way in that cannot be phished. */
export function PasskeysPanel() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [name, setName] = useState("");
  const keys = useQuery({ queryKey: ["auth.passkeys"], queryFn: listPasskeys });
  const reread = () => refresh(client, ["auth.", "me."]);
  const add = useMutation({
    mutationFn: () => addPasskey(name.trim()),
    onSuccess: async () => {
      setName("");
      toast(t("passkeys.added"));
      await reread();
    },
  });
  const remove = useMutation({ mutationFn: deletePasskey, onSuccess: reread });
  return (
    <Panel title={t("passkeys.title")}>
      <p>
        <Dim>{t("passkeys.text")}</Dim>
      </p>
      <Loaded query={keys} lines={2}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState title={t("passkeys.none")} />
          ) : (
            <ul className={classes.keys}>
              {list.map((key) => (
                <PasskeyRow
                  key={key.id}
                  passkey={key}
                  onRemove={() => remove.mutate(key.id)}
                  pending={remove.isPending}
                />
              ))}
            </ul>
          )
        }
      </Loaded>
      {passkeysWork() ? (
        <form
          className={classes.add}
          onSubmit={(event) => {
            event.preventDefault();
            add.mutate();
          }}
        >
          <TextInput
            label={t("passkeys.name")}
            placeholder={t("passkeys.nameHint")}
            required
            withAsterisk={false}
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button
            type="submit"
            variant="default"
            loading={add.isPending}
            leftSection={<Icon name="plus" size={16} />}
          >
            {t("passkeys.add")}
          </Button>
        </form>
      ) : (
        <Dim>{t("passkeys.unsupported")}</Dim>
      )}
      <SignInFailure failure={add.error ?? remove.error} />
    </Panel>
  );
}

function PasskeyRow({
  passkey,
  onRemove,
  pending,
}: {
  passkey: Passkey;
  onRemove: () => void;
  pending: boolean;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const name = passkey.name || t("passkeys.unnamed");
  return (
    <li>
      <Icon name="key" />
      <span>
        <strong>{name}</strong>
        {passkey.createdAt ? <Dim> {format.date(Date.parse(passkey.createdAt))}</Dim> : null}
      </span>
      <Button
        size="compact-sm"
        variant="default"
        loading={pending}
        aria-label={t("passkeys.removeNamed", { name })}
        onClick={onRemove}
      >
        {t("passkeys.remove")}
      </Button>
    </li>
  );
}
