import { Anchor, Button, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { PasswordField } from "../../ui/password-field.tsx";
import {
  passkeysWork,
  signInWithPasskey,
  signInWithPassword,
  verifyBackupCode,
  verifyCode,
} from "../../api/auth.ts";
import { Icon } from "../../ui/icon.tsx";
import { useTabTitle } from "../../ui/page.tsx";
import { Gate } from "./gate.tsx";
import classes from "./gate.module.css";
import { pathWithin } from "./path-within.ts";
import { SignInFailure } from "./sign-in-failure.tsx";

const route = getRouteApi("/sign-in");

/** Passkey first; else password and then the second factor. */
export function SignInPage() {
  const { t } = useTranslation();
  useTabTitle(t("signIn.title"));
  const [step, setStep] = useState<"password" | "code">("password");
  const enter = useEnter();
  if (step === "code") return <CodeStep onDone={enter} onBack={() => setStep("password")} />;
  return <PasswordStep onDone={enter} onCode={() => setStep("code")} />;
}

/** Goes on to where the person wanted to be; only ever within the portal. */
function useEnter(): () => void {
  const { next } = route.useSearch();
  const router = useRouter();
  const client = useQueryClient();
  return () => {
    client.clear();
    router.history.push(pathWithin(next));
  };
}

function PasswordStep({ onDone, onCode }: { onDone: () => void; onCode: () => void }) {
  const { t } = useTranslation();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const byPassword = useMutation({
    mutationFn: () => signInWithPassword(email, password),
    onSuccess: (outcome) => (outcome === "second-factor" ? onCode() : onDone()),
  });
  const byPasskey = useMutation({ mutationFn: signInWithPasskey, onSuccess: onDone });
  return (
    <Gate title={t("signIn.title")} lead={t("signIn.lead")}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          byPassword.mutate();
        }}
      >
        {passkeysWork() ? (
          <>
            <Button
              size="md"
              onClick={() => byPasskey.mutate()}
              loading={byPasskey.isPending}
              leftSection={<Icon name="key" />}
            >
              {t("signIn.passkey")}
            </Button>
            <SignInFailure failure={byPasskey.error} />
            <div className={classes.or}>{t("signIn.or")}</div>
          </>
        ) : null}
        <TextInput
          label={t("field.email")}
          type="email"
          required
          withAsterisk={false}
          autoComplete="username webauthn"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordField value={password} onChange={setPassword} />
        <Button type="submit" variant="default" size="md" loading={byPassword.isPending}>
          {t("signIn.submit")}
        </Button>
        <SignInFailure failure={byPassword.error} />
      </form>
    </Gate>
  );
}

function CodeStep({ onDone, onBack }: { onDone: () => void; onBack: () => void }) {
  const { t } = useTranslation();
  const [backup, setBackup] = useState(false);
  const [code, setCode] = useState("");
  const check = useMutation({
    mutationFn: () => (backup ? verifyBackupCode(code) : verifyCode(code)),
    onSuccess: onDone,
  });
  return (
    <Gate
      title={t("signIn.codeTitle")}
      lead={backup ? t("signIn.backupLead") : t("signIn.codeLead")}
    >
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          check.mutate();
        }}
      >
        <TextInput
          label={backup ? t("signIn.backupCode") : t("signIn.code")}
          required
          withAsterisk={false}
          autoComplete="one-time-code"
          inputMode={backup ? "text" : "numeric"}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Button type="submit" size="md" loading={check.isPending}>
          {t("signIn.verify")}
        </Button>
        <SignInFailure failure={check.error} />
        <Anchor component="button" type="button" size="sm" onClick={() => setBackup(!backup)}>
          {backup ? t("signIn.useApp") : t("signIn.useBackup")}
        </Anchor>
        <Anchor component="button" type="button" size="sm" onClick={onBack}>
          {t("signIn.back")}
        </Anchor>
      </form>
    </Gate>
  );
}
