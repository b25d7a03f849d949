import { Button, Skeleton } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { failureWords } from "./failure-words.ts";
import { StateShape } from "./state-mark.tsx";
import classes from "./waiting.module.css";

/** The kinds of failure that there are words for. */
type FailureWord =
  | "invalid"
  | "unauthenticated"
  | "forbidden"
  | "not-found"
  | "conflict"
  | "refused"
  | "too-large"
  | "too-many-requests"
  | "step-up-required"
  | "unavailable"
  | "internal"
  | "offline";

/** What a failure may say beside its message. Components know failures by their shape, not by who made them. */
type FailureDetails = {
  code: FailureWord;
  problem: {
    detail?: string;
    reason?: string;
    clause?: string;
    requestId?: string;
    problems?: readonly { path: string; message: string }[];
  };
};

function detailsOf(failure: Error): FailureDetails {
  return { code: "internal", problem: {}, ...(failure as Partial<FailureDetails>) };
}

/** Nothing here yet: says so, and what to do about it. */
export function EmptyState({
  title,
  children,
  action,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={classes.empty}>
      <svg width="56" height="40" viewBox="0 0 56 40" fill="none" aria-hidden="true">
        <path
          d="M2 37.500h52M8 31.500h40M14 25.500h28"
          stroke="var(--dv-line-strong)"
          strokeWidth="1.500"
        />
        <circle cx="28" cy="12" r="9.500" stroke="var(--dv-line-strong)" strokeWidth="1.500" />
        <path
          d="m24 12 3 3 5.500-6"
          stroke="var(--dv-accent)"
          strokeWidth="1.800"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      <strong>{title}</strong>
      {children ? <p>{children}</p> : null}
      {action}
    </div>
  );
}

/** What went wrong, in words a person can act on, with the request's id for a report. */
export function FailurePanel({ failure, onRetry }: { failure: Error; onRetry?: () => void }) {
  const { t } = useTranslation();
  const { code, problem } = detailsOf(failure);
  const { requestId } = problem;
  return (
    <div className={classes.failure} role="alert">
      <StateShape tone="bad" shape="cross" size={22} />
      <div>
        <h3>{t(`failure.${code}.title`)}</h3>
        <p>{t(`failure.${code}.text`)}</p>
        {requestId ? (
          <p className={classes.request}>
            {t("failure.requestId")} <code>{requestId}</code>
          </p>
        ) : null}
      </div>
      {onRetry ? (
        <Button variant="default" size="xs" onClick={onRetry}>
          {t("action.retry")}
        </Button>
      ) : null}
    </div>
  );
}

/** One line for a form whose request failed, in the reader's language; says the clause where there is one. */
export function FailureLine({ failure }: { failure: Error | null | undefined }) {
  const { t } = useTranslation();
  const saying = useSaying();
  if (!failure) return null;
  const details = detailsOf(failure);
  const { problem } = details;
  return (
    <p className={classes.line} role="alert">
      <StateShape tone="bad" shape="cross" />
      <span>
        {t(`failure.${details.code}.title`)}: {saying(details)}
        {problem.clause ? ` (${problem.clause})` : ""}
        {problem.requestId ? (
          <span className={classes.request}>
            {" "}
            {t("failure.requestId")} <code>{problem.requestId}</code>
          </span>
        ) : null}
      </span>
    </p>
  );
}

function useSaying(): (details: FailureDetails) => string {
  const { t, i18n } = useTranslation();
  return (details) => {
    const words = failureWords(details, i18n.language);
    if (words.kind === "said") return words.text;
    if (words.kind === "reason") return t(`failure.reason.${words.reason}`);
    const fields = words.fields.length > 0 ? ` (${words.fields.join(", ")})` : "";
    return t(`failure.${details.code}.text`) + fields;
  };
}

/** Grey lines in the shape of what is coming. */
export function Waiting({ lines = 4 }: { lines?: number }) {
  const { t } = useTranslation();
  return (
    <div className={classes.waiting} role="status" aria-label={t("state.loading")}>
      {Array.from({ length: lines }, (_, i) => (
        <Skeleton key={i} h={18} w={`${94 - ((i * 23) % 41)}%`} radius="sm" />
      ))}
    </div>
  );
}

/** Shows a read as what it is: coming, failed (with retry), or there. */
export function Loaded<T>({
  query,
  lines,
  children,
}: {
  query: Pick<UseQueryResult<T>, "data" | "error" | "refetch">;
  lines?: number;
  children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.error)
    return <FailurePanel failure={query.error} onRetry={() => void query.refetch()} />;
  return <Waiting lines={lines} />;
}
