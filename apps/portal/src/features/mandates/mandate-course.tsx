import { Button, Loader } from "@mantine/core";
import type { ApiAnswer } from "../../api/index.ts";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useApi, useChange } from "../../api/index.ts";
import { useCan } from "../../app/session.tsx";
import { useFormat } from "../../i18n/use-format.tsx";
import { Row } from "../../ui/page.tsx";
import { StateShape } from "../../ui/state-mark.tsx";
import { FailureLine, Loaded } from "../../ui/waiting.tsx";
import { isFinal, MANDATE_LOOKS, MandateMark } from "./mandate-state.tsx";
import classes from "./mandates.module.css";

type Course = ApiAnswer<"mandates.get">;
const POLL_MS = 1500;

/** A mandate on its way, live, until its outcome. */
export function MandateCourse({ mandateId, onClose }: { mandateId: string; onClose: () => void }) {
  const { t } = useTranslation();
  const course = useMandate(mandateId);
  return (
    <Loaded query={course} lines={4}>
      {({ mandate, course: steps }) => (
        <div role="status" aria-live="polite">
          <MandateMark state={mandate.state} soft />
          <CourseList mandate={mandate} steps={steps} />
          <Outcome mandate={mandate} />
          <Row end>
            <CancelButton mandate={mandate} />
            <Link to="/mandates/$mandateId" params={{ mandateId }}>
              {t("mandates.open")}
            </Link>
            <Button variant={isFinal(mandate.state) ? "filled" : "default"} onClick={onClose}>
              {t("action.close")}
            </Button>
          </Row>
        </div>
      )}
    </Loaded>
  );
}

/** Reads a mandate; asks again by itself while something can still happen, should the live line be cut. */
export function useMandate(mandateId: string) {
  const first = useApi("mandates.get", { params: { mandateId } });
  const going = first.data !== undefined && !isFinal(first.data.mandate.state);
  useApi("mandates.get", { params: { mandateId } }, { refetchIntervalMs: going ? POLL_MS : false });
  return first;
}

/** Where it has been so far, and a wheel while it goes on. */
export function CourseList({
  mandate,
  steps,
}: {
  mandate: Course["mandate"];
  steps: Course["course"];
}) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <ol className={classes.course}>
      {steps.map((step, i) => {
        const look =
          MANDATE_LOOKS[step.stage as keyof typeof MANDATE_LOOKS] ?? MANDATE_LOOKS.running;
        const passed = i < steps.length - 1;
        return (
          <li key={`${step.stage}-${step.atMs}`}>
            <StateShape {...(passed ? { tone: "good", shape: "tick" } : look)} />
            <span>
              {t(`mandateState.${step.stage as keyof typeof MANDATE_LOOKS}`, {
                defaultValue: step.stage,
              })}
              {step.detail ? <small>{step.detail}</small> : null}
            </span>
            <time dateTime={new Date(step.atMs).toISOString()}>{format.time(step.atMs)}</time>
          </li>
        );
      })}
      {isFinal(mandate.state) ? null : (
        <li>
          <Loader size={14} />
          <span>{t("mandates.goingOn")}</span>
        </li>
      )}
    </ol>
  );
}

/** Why it was refused, or what the machine said. */
export function Outcome({ mandate }: { mandate: Course["mandate"] }) {
  const { t } = useTranslation();
  if (mandate.refusal)
    return (
      <p className={classes.refusal}>
        {t(`refusal.${mandate.refusal as "expired"}`, { defaultValue: mandate.refusal })}
      </p>
    );
  if (!mandate.output) return null;
  return <pre className={classes.output}>{mandate.output}</pre>;
}

/** Takes a mandate back that the agent has not accepted. */
export function CancelButton({ mandate }: { mandate: Course["mandate"] }) {
  const { t } = useTranslation();
  const can = useCan();
  const cancel = useChange("mandates.cancel", ["mandates."]);
  if (!can("servers.operate") || (mandate.state !== "issued" && mandate.state !== "delivered"))
    return null;
  return (
    <>
      <FailureLine failure={cancel.error} />
      <Button
        variant="default"
        loading={cancel.isPending}
        onClick={() => cancel.mutate({ params: { mandateId: mandate.id } })}
      >
        {t("mandates.cancel")}
      </Button>
    </>
  );
}
