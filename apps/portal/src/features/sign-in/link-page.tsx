import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { PasswordField } from "../../ui/password-field.tsx";
import { redeemSignInLink, setFirstPassword } from "../../api/auth.ts";
import { useTabTitle } from "../../ui/page.tsx";
import { Gate } from "./gate.tsx";

import classes from "./gate.module.css";
import { FactorChoice } from "./factor-choice.tsx";
import { PASSWORD_LENGTH_MIN } from "./password-rule.ts";
import { AuthenticatorSetup } from "./second-factor.tsx";
import { SignInFailure } from "./sign-in-failure.tsx";

const route = getRouteApi("/sign-in/link/$token");

/**
 * The one-time link. It is used by a click and not by opening the page, so that a mail scanner that follows links does
 * not use it up. Then: a password, and a second factor or a passkey.
 */
export function LinkPage() {
  const { t } = useTranslation();
  useTabTitle(t("link.title"));
  const { token } = route.useParams();
  const [step, setStep] = useState<"open" | "password" | "factor" | "app">("open");
  const [password, setPassword] = useState("");
  const navigate = useNavigate();
  const client = useQueryClient();
  const done = () => {
    client.clear();
    void navigate({ to: "/", replace: true });
  };
  if (step === "open") return <OpenStep token={token} onDone={() => setStep("password")} />;
  if (step === "password")
    return (
      <PasswordStep
        onDone={(chosen) => {
          setPassword(chosen);
          setStep("factor");
        }}
      />
    );
  if (step === "factor") return <FactorChoice onApp={() => setStep("app")} onDone={done} />;
  return (
    <Gate title={t("secondFactor.appTitle")}>
      <AuthenticatorSetup password={password} onDone={done} />
    </Gate>
  );
}

function OpenStep({ token, onDone }: { token: string; onDone: () => void }) {
  const { t } = useTranslation();
  const open = useMutation({ mutationFn: () => redeemSignInLink(token), onSuccess: onDone });
  return (
    <Gate title={t("link.title")} lead={t("link.lead")}>
      <div className={classes.form}>
        <Button size="md" onClick={() => open.mutate()} loading={open.isPending}>
          {t("link.open")}
        </Button>
        {open.error ? <p role="alert">{t("link.dead")}</p> : null}
      </div>
    </Gate>
  );
}

function PasswordStep({ onDone }: { onDone: (password: string) => void }) {
  const { t } = useTranslation();
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const save = useMutation({
    mutationFn: () => setFirstPassword(password),
    onSuccess: () => onDone(password),
  });
  const differs = again !== "" && again !== password;
  return (
    <Gate
      title={t("link.passwordTitle")}
      lead={t("link.passwordLead", { count: PASSWORD_LENGTH_MIN })}
    >
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (password === again) save.mutate();
        }}
      >
        <PasswordField
          label={t("field.newPassword")}
          minLength={PASSWORD_LENGTH_MIN}
          maxLength={128}
          isNew
          value={password}
          onChange={setPassword}
        />
        <PasswordField
          label={t("field.passwordAgain")}
          isNew
          value={again}
          error={differs ? t("link.differs") : undefined}
          onChange={setAgain}
        />
        <Button type="submit" size="md" loading={save.isPending}>
          {t("action.next")}
        </Button>
        <SignInFailure failure={save.error} />
      </form>
    </Gate>
  );
}
