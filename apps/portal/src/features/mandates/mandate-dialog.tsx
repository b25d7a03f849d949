import { Button, Modal, Textarea, TextInput } from "@mantine/core";
import type { Server } from "@driftvakt/protocol/api";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { callRoute, useChange, type ApiAnswer, type ApiFailure } from "../../api/index.ts";
import { useQuery } from "@tanstack/react-query";
import { useText } from "../../i18n/use-format.tsx";
import { Mono, Row } from "../../ui/page.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { FailureLine, Loaded } from "../../ui/waiting.tsx";
import { MandateCourse } from "./mandate-course.tsx";
import { DECISION_LOOKS } from "./mandate-state.tsx";
import classes from "./mandates.module.css";
import { useOperationText } from "./operation-text.ts";

export type Operation =
  | { name: "service.restart"; version: 1; parameters: { unit: string } }
  | { name: "machine.restart"; version: 1; parameters: { delaySeconds?: number } };
type Decision = ApiAnswer<"mandates.preview">;

/** From the question what the contract says, over the person's word, to the outcome. */
export function MandateDialog({
  server,
  operation,
  onClose,
}: {
  server: Server;
  operation: Operation | null;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const text = useOperationText();
  return (
    <Modal
      opened={operation !== null}
      onClose={onClose}
      title={operation ? text({ operation: operation.name, parameters: operation.parameters }) : ""}
      size="34rem"
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      {operation ? (
        <Steps
          key={JSON.stringify(operation)}
          server={server}
          operation={operation}
          onClose={onClose}
        />
      ) : null}
    </Modal>
  );
}

function Steps({
  server,
  operation,
  onClose,
}: {
  server: Server;
  operation: Operation;
  onClose: () => void;
}) {
  const [mandateId, setMandateId] = useState<string | null>(null);
  const preview = useQuery<Decision, ApiFailure>({
    queryKey: ["mandates.preview", server.id, operation],
    queryFn: () =>
      callRoute("mandates.preview", { params: { serverId: server.id }, body: { operation } }),
    gcTime: 0,
  });
  if (mandateId) return <MandateCourse mandateId={mandateId} onClose={onClose} />;
  return (
    <Loaded query={preview} lines={3}>
      {(decision) => (
        <>
          <DecisionView decision={decision} hostname={server.hostname} />
          {decision.outcome === "refused" || decision.outcome === "needs" ? (
            <CloseRow onClose={onClose} />
          ) : (
            <Confirm
              server={server}
              operation={operation}
              onClose={onClose}
              onIssued={setMandateId}
            />
          )}
        </>
      )}
    </Loaded>
  );
}

function CloseRow({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Row end>
      <Button onClick={onClose}>{t("action.close")}</Button>
    </Row>
  );
}

/** What the contract says: the outcome, the clause in its own words, and what the operation can break. */
function DecisionView({ decision, hostname }: { decision: Decision; hostname: string }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <div className={classes.decision}>
      <StateMark
        {...DECISION_LOOKS[decision.outcome]}
        label={t(`decision.${decision.outcome}`)}
        soft
      />
      <blockquote className={classes.clause}>
        {text(decision.sentence)}
        {decision.clause ? (
          <footer>
            {t("field.clause")} <Mono>{decision.clause}</Mono>
          </footer>
        ) : null}
      </blockquote>
      <p>
        {t("decision.on")} <Mono>{hostname}</Mono> · {t(`danger.${decision.danger}`)}
      </p>
    </div>
  );
}

/** The person's own word: a reason, and for the whole machine its name typed out. */
function Confirm({
  server,
  operation,
  onClose,
  onIssued,
}: {
  server: Server;
  operation: Operation;
  onClose: () => void;
  onIssued: (mandateId: string) => void;
}) {
  const { t } = useTranslation();
  const [reason, setReason] = useState("");
  const [typed, setTyped] = useState("");
  const whole = operation.name === "machine.restart";
  const sure = !whole || typed.trim().toLowerCase() === server.hostname.toLowerCase();
  const issue = useChange("mandates.issue", ["mandates."], (mandate) => onIssued(mandate.id));
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (sure) issue.mutate({ params: { serverId: server.id }, body: { operation, reason } });
      }}
    >
      <Textarea
        label={t("field.reason")}
        description={t("mandates.reasonHint")}
        autosize={false}
        rows={2}
        maxLength={2000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {whole ? (
        <TextInput
          label={t("mandates.typeName", { hostname: server.hostname })}
          required
          withAsterisk={false}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      ) : null}
      <FailureLine failure={issue.error} />
      <Row end>
        <Button variant="default" onClick={onClose}>
          {t("action.cancel")}
        </Button>
        <Button
          type="submit"
          color={whole ? "red" : undefined}
          disabled={!sure}
          loading={issue.isPending}
        >
          {t(whole ? "mandates.restartMachine" : "mandates.restartService")}
        </Button>
      </Row>
    </form>
  );
}
