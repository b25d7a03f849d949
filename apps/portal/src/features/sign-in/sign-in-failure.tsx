import { useTranslation } from "react-i18next";
import { ApiFailure } from "../../api/index.ts";
import { StateShape } from "../../ui/state-mark.tsx";
import classes from "../../ui/waiting.module.css";

/** Why signing in did not work, without saying which half was wrong. */
export function SignInFailure({ failure }: { failure: Error | null }) {
  const { t } = useTranslation();
  if (!failure) return null;
  return (
    <p className={classes.line} role="alert">
      <StateShape tone="bad" shape="cross" />
      <span>{t(`signIn.failure.${kindOf(failure)}`)}</span>
    </p>
  );
}

function kindOf(failure: Error) {
  if (failure instanceof DOMException) return "cancelled" as const;
  if (!(failure instanceof ApiFailure)) return "other" as const;
  const reason = failure.problem.reason ?? "";
  if (failure.code === "too-many-requests") return "tooMany" as const;
  if (failure.code === "offline" || failure.code === "unavailable") return "offline" as const;
  if (/PASSWORD_TOO|PASSWORD_COMPROMISED/.test(reason)) return "weakPassword" as const;
  if (/CODE|TOTP|OTP|TWO_FACTOR/.test(reason)) return "code" as const;
  if (/PASSKEY|CHALLENGE|AUTHENTICATION_FAILED/.test(reason)) return "passkey" as const;
  return "credentials" as const;
}
