import { UnstyledButton } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { addPasskey, passkeysWork } from "../../api/auth.ts";
import { Icon } from "../../ui/icon.tsx";
import { Gate } from "./gate.tsx";
import classes from "./gate.module.css";
import { SignInFailure } from "./sign-in-failure.tsx";

/** Passkey or authenticator app: what goes with the password. */
export function FactorChoice({ onApp, onDone }: { onApp: () => void; onDone: () => void }) {
  const { t } = useTranslation();
  const passkey = useMutation({ mutationFn: () => addPasskey("Driftvakt"), onSuccess: onDone });
  return (
    <Gate title={t("secondFactor.title")} lead={t("secondFactor.lead")}>
      <div className={classes.choices}>
        {passkeysWork() ? (
          <UnstyledButton className={classes.choice} onClick={() => passkey.mutate()}>
            <Icon name="key" size={24} />
            <span>
              <strong>{t("secondFactor.passkey")}</strong>
              <span>{t("secondFactor.passkeyText")}</span>
            </span>
          </UnstyledButton>
        ) : null}
        <UnstyledButton className={classes.choice} onClick={onApp}>
          <Icon name="clock" size={24} />
          <span>
            <strong>{t("secondFactor.app")}</strong>
            <span>{t("secondFactor.appText")}</span>
          </span>
        </UnstyledButton>
        <SignInFailure failure={passkey.error} />
      </div>
    </Gate>
  );
}
