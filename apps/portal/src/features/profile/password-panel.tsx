import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { PasswordField } from "../../ui/password-field.tsx";
import { changePassword } from "../../api/auth.ts";
import { Panel, Row } from "../../ui/page.tsx";
import { toast } from "../../ui/toasts.tsx";
import { PASSWORD_LENGTH_MIN, SignInFailure } from "../sign-in/index.ts";
import classes from "./profile.module.css";

/** A new password; every other session ends with it. */
export function PasswordPanel() {
  const { t } = useTranslation();
  const [now, setNow] = useState("");
  const [next, setNext] = useState("");
  const change = useMutation({
    mutationFn: () => changePassword(now, next),
    onSuccess: () => {
      setNow("");
      setNext("");
      toast(t("password.changed"));
    },
  });
  return (
    <Panel title={t("field.password")}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        <PasswordField label={t("password.now")} value={now} onChange={setNow} />
        <PasswordField
          label={t("field.newPassword")}
          description={t("link.passwordLead", { count: PASSWORD_LENGTH_MIN })}
          minLength={PASSWORD_LENGTH_MIN}
          maxLength={128}
          isNew
          value={next}
          onChange={setNext}
        />
        <SignInFailure failure={change.error} />
        <Row end>
          <Button type="submit" variant="default" loading={change.isPending}>
            {t("password.change")}
          </Button>
        </Row>
      </form>
    </Panel>
  );
}
