import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Navigate, useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { PasswordField } from "../../ui/password-field.tsx";
import { signInWithPasskey, signOut } from "../../api/auth.ts";
import { useApi } from "../../api/index.ts";
import { Splash } from "../../app/splash.tsx";
import { useTabTitle } from "../../ui/page.tsx";
import { FactorChoice } from "./factor-choice.tsx";
import { Gate } from "./gate.tsx";
import classes from "./gate.module.css";
import { pathWithin } from "./path-within.ts";
import { AuthenticatorSetup } from "./second-factor.tsx";
import { SignInFailure } from "./sign-in-failure.tsx";

const route = getRouteApi("/sign-in/second-factor");

/** For someone signed in who still owes the second factor: gives it, or sets one up. */
export function SecondFactorPage() {
  const { t } = useTranslation();
  useTabTitle(t("secondFactor.title"));
  const me = useApi("me.get", {});
  const [app, setApp] = useState(false);
  const done = useDone();
  if (me.error?.code === "unauthenticated") return <Navigate to="/sign-in" search={{}} replace />;
  if (!me.data) return <Splash />;
  if (me.data.secondFactor !== "none") return <GiveIt onDone={done} />;
  return app ? (
    <SetUpApp onDone={done} />
  ) : (
    <FactorChoice onApp={() => setApp(true)} onDone={done} />
  );
}

function useDone(): () => void {
  const { next } = route.useSearch();
  const router = useRouter();
  const client = useQueryClient();
  return () => {
    client.clear();
    router.history.push(pathWithin(next));
  };
}

/** There is one already: the session was opened without it. */
function GiveIt({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const router = useRouter();
  const client = useQueryClient();
  const passkey = useMutation({ mutationFn: signInWithPasskey, onSuccess: onDone });
  const leave = async () => {
    await signOut();
    client.clear();
    router.history.push("/sign-in");
  };
  return (
    <Gate title={t("signIn.codeTitle")} lead={t("secondFactor.needed")}>
      <div className={classes.form}>
        <Button size="md" onClick={() => passkey.mutate()} loading={passkey.isPending}>
          {t("signIn.passkey")}
        </Button>
        <SignInFailure failure={passkey.error} />
        <Button variant="default" onClick={() => void leave()}>
          {t("action.signOut")}
        </Button>
      </div>
    </Gate>
  );
}

/** Setting up an app wants the password once more. */
function SetUpApp({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const [password, setPassword] = useState("");
  const [sure, setSure] = useState(false);
  return (
    <Gate title={t("secondFactor.appTitle")}>
      {sure ? (
        <AuthenticatorSetup password={password} onDone={onDone} />
      ) : (
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault();
            setSure(true);
          }}
        >
          <PasswordField value={password} onChange={setPassword} />
          <Button type="submit" size="md">
            {t("action.next")}
          </Button>
        </form>
      )}
    </Gate>
  );
}
