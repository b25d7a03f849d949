import { Button, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { encode } from "uqr";
import { beginTotp, verifyCode, type TotpSecret } from "../../api/auth.ts";
import { CopyField } from "../../ui/copy-field.tsx";
import classes from "./gate.module.css";
import { SignInFailure } from "./sign-in-failure.tsx";

/** Ties an authenticator app to the account: show the secret, prove it works, hand out the backup codes. */
export function AuthenticatorSetup({ password, onDone }: { password: string; onDone: () => void }) {
  const { t } = useTranslation();
  const [code, setCode] = useState("");
  const [proven, setProven] = useState(false);
  const begin = useMutation({ mutationFn: () => beginTotp(password) });
  const verify = useMutation({
    mutationFn: () => verifyCode(code),
    onSuccess: () => setProven(true),
  });
  const start = begin.mutate;
  useEffect(() => start(), [start]);
  if (begin.error) return <SignInFailure failure={begin.error} />;
  if (!begin.data) return null;
  if (proven) return <BackupCodes codes={begin.data.backupCodes} onDone={onDone} />;
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        verify.mutate();
      }}
    >
      <p>{t("secondFactor.scan")}</p>
      <QrCode secret={begin.data} />
      <CopyField label={t("secondFactor.secret")} text={secretOf(begin.data)} />
      <TextInput
        label={t("signIn.code")}
        required
        withAsterisk={false}
        autoComplete="one-time-code"
        inputMode="numeric"
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <Button type="submit" size="md" loading={verify.isPending}>
        {t("signIn.verify")}
      </Button>
      <SignInFailure failure={verify.error} />
    </form>
  );
}

function secretOf({ totpURI }: TotpSecret): string {
  return new URL(totpURI).searchParams.get("secret") ?? totpURI;
}

/** Drawn here, so that the secret is told to nobody. */
function QrCode({ secret }: { secret: TotpSecret }) {
  const { t } = useTranslation();
  const { data, size } = encode(secret.totpURI, { border: 2 });
  const dark = data.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x} ${y}h1v1h-1z`] : [])));
  return (
    <div className={classes.qr}>
      <svg
        role="img"
        aria-label={t("secondFactor.qr")}
        width={184}
        height={184}
        viewBox={`0 0 ${size} ${size}`}
        shapeRendering="crispEdges"
      >
        <path d={dark.join("")} fill="#000" />
      </svg>
    </div>
  );
}

function BackupCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={classes.form}>
      <p>{t("secondFactor.backupText")}</p>
      <div className={classes.codes}>
        {codes.map((code) => (
          <span key={code}>{code}</span>
        ))}
      </div>
      <CopyField label={t("secondFactor.backupCodes")} text={codes.join(" ")} />
      <Button size="md" onClick={onDone}>
        {t("secondFactor.saved")}
      </Button>
    </div>
  );
}
