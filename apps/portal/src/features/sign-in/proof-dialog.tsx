import { Button, getDefaultZIndex, Modal, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { PasswordField } from "../../ui/password-field.tsx";
import { signInWithPasskey, signInWithPassword, verifyCode } from "../../api/auth.ts";
import { callRoute, setProofAsker } from "../../api/index.ts";
import { useMe } from "../../app/session.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Dim } from "../../ui/page.tsx";
import classes from "./gate.module.css";
import { SignInFailure } from "./sign-in-failure.tsx";

/** Asks who it is once more, where what is to be done wants a fresh proof; the deed then goes on by itself. */
export function ProofDialog() {
  const { t } = useTranslation();
  const [settle, setSettle] = useState<((given: boolean) => void) | null>(null);
  useEffect(
    () =>
      setProofAsker(() => {
        const { promise, resolve } = Promise.withResolvers<boolean>();
        setSettle(() => resolve);
        return promise;
      }),
    [],
  );
  const end = (given: boolean) => {
    settle?.(given);
    setSettle(null);
  };
  return (
    <Modal
      opened={settle !== null}
      // What it asks for is mostly done in another dialog, which would lie over this one.
      zIndex={getDefaultZIndex("overlay")}
      onClose={() => end(false)}
      title={t("proof.title")}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <Dim>{t("proof.text")}</Dim>
      <ProofForm onDone={() => end(true)} />
    </Modal>
  );
}

/** By what the person signs in with: a passkey, the app's code, or the password where nothing else is set up. */
function ProofForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const [secret, setSecret] = useState("");
  const prove = useMutation({
    mutationFn: async () => {
      if (me.secondFactor === "passkey") await signInWithPasskey();
      else if (me.secondFactor === "totp") await verifyCode(secret);
      else await signInWithPassword(me.email, secret);
      // Somebody else's passkey opens somebody else's session: nothing of this page is theirs.
      if ((await callRoute("me.get")).id !== me.id) location.reload();
    },
    onSuccess: onDone,
  });
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        prove.mutate();
      }}
    >
      <ProofField factor={me.secondFactor} value={secret} onChange={setSecret} />
      <Button
        type="submit"
        loading={prove.isPending}
        leftSection={me.secondFactor === "passkey" ? <Icon name="key" /> : null}
      >
        {t(me.secondFactor === "passkey" ? "proof.passkey" : "signIn.verify")}
      </Button>
      <SignInFailure failure={prove.error} />
    </form>
  );
}

function ProofField({
  factor,
  value,
  onChange,
}: {
  factor: "none" | "totp" | "passkey";
  value: string;
  onChange: (value: string) => void;
}) {
  const { t } = useTranslation();
  if (factor === "passkey") return null;
  if (factor === "totp")
    return (
      <TextInput
        label={t("signIn.code")}
        required
        withAsterisk={false}
        data-autofocus
        autoComplete="one-time-code"
        inputMode="numeric"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  return <PasswordField data-autofocus value={value} onChange={onChange} />;
}
