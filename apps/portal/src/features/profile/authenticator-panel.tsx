import { Button, Modal } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { PasswordField } from "../../ui/password-field.tsx";
import { endTotp } from "../../api/auth.ts";
import { refresh } from "../../api/index.ts";
import { useMe } from "../../app/session.tsx";
import { Dim, Panel, Row } from "../../ui/page.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { toast } from "../../ui/toasts.tsx";
import { AuthenticatorSetup, SignInFailure } from "../sign-in/index.ts";
import classes from "./profile.module.css";

/** The authenticator app: set up anew, or taken away. Either wants the password once more. */
export function AuthenticatorPanel() {
  const { t } = useTranslation();
  const me = useMe();
  const [dialog, setDialog] = useState<"begin" | "end" | null>(null);
  const on = me.secondFactor === "totp";
  return (
    <Panel
      title={t("secondFactor.app")}
      aside={
        on ? (
          <StateMark tone="good" shape="tick" label={t("secondFactor.on")} soft />
        ) : (
          <StateMark tone="idle" shape="ring" label={t("secondFactor.off")} soft />
        )
      }
    >
      <Dim>{t("secondFactor.appText")}</Dim>
      <Row end>
        {on ? (
          <Button variant="default" onClick={() => setDialog("end")}>
            {t("secondFactor.end")}
          </Button>
        ) : null}
        <Button variant="default" onClick={() => setDialog("begin")}>
          {on ? t("secondFactor.again") : t("secondFactor.begin")}
        </Button>
      </Row>
      <Modal
        opened={dialog !== null}
        onClose={() => setDialog(null)}
        title={t(dialog === "end" ? "secondFactor.end" : "secondFactor.appTitle")}
        closeButtonProps={{ "aria-label": t("action.close") }}
      >
        {dialog ? <WithPassword deed={dialog} onClose={() => setDialog(null)} /> : null}
      </Modal>
    </Panel>
  );
}

function WithPassword({ deed, onClose }: { deed: "begin" | "end"; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [password, setPassword] = useState("");
  const [sure, setSure] = useState(false);
  const done = () => {
    toast(t(deed === "end" ? "secondFactor.ended" : "secondFactor.begun"));
    void refresh(client, ["me.", "people."]);
    onClose();
  };
  const end = useMutation({ mutationFn: () => endTotp(password), onSuccess: done });
  if (sure && deed === "begin") return <AuthenticatorSetup password={password} onDone={done} />;
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (deed === "end") end.mutate();
        else setSure(true);
      }}
    >
      <PasswordField data-autofocus value={password} onChange={setPassword} />
      <SignInFailure failure={end.error} />
      <Row end>
        <Button type="submit" color={deed === "end" ? "red" : undefined} loading={end.isPending}>
          {t(deed === "end" ? "secondFactor.end" : "action.next")}
        </Button>
      </Row>
    </form>
  );
}
