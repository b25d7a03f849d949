import { Button, Modal, Select, TextInput } from "@mantine/core";
import type { ApiAnswer } from "../../api/index.ts";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi, useChange } from "../../api/index.ts";
import { useFormat, useText } from "../../i18n/use-format.tsx";
import { CopyField } from "../../ui/copy-field.tsx";
import { Notice, Row } from "../../ui/page.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { FailureLine } from "../../ui/waiting.tsx";
import { CustomerSelect } from "../customers/index.ts";
import classes from "./servers.module.css";

type Invitation = ApiAnswer<"enrolments.create">;

/** Brings a machine in: a join token for it, and the one line to run there. */
export function AddServerDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("servers.add")}
      size="42rem"
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      {opened ? <AddServer onClose={onClose} /> : null}
    </Modal>
  );
}

function AddServer({ onClose }: { onClose: () => void }) {
  const [invitation, setInvitation] = useState<Invitation | null>(null);
  if (!invitation) return <Ask onMade={setInvitation} />;
  return <Tell invitation={invitation} onAgain={() => setInvitation(null)} onClose={onClose} />;
}

function Ask({ onMade }: { onMade: (invitation: Invitation) => void }) {
  const { t } = useTranslation();
  const text = useText();
  const [hostname, setHostname] = useState("");
  const [customerId, setCustomerId] = useState<string>();
  const [contractId, setContractId] = useState<string | null>(null);
  const contracts = useApi(
    "contracts.list",
    { query: { customerId, limit: 100 } },
    { enabled: Boolean(customerId) },
  );
  const create = useChange("enrolments.create", ["enrolments.", "servers."], onMade);
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (customerId)
          create.mutate({ body: { hostname: hostname.trim(), customerId, contractId } });
      }}
    >
      <TextInput
        label={t("field.hostname")}
        description={t("servers.enrol.hostnameHint")}
        placeholder="web1.example.net"
        required
        withAsterisk={false}
        data-autofocus
        autoComplete="off"
        spellCheck={false}
        value={hostname}
        onChange={(event) => setHostname(event.currentTarget.value)}
      />
      <CustomerSelect
        required
        value={customerId}
        onChange={(id) => {
          setCustomerId(id);
          setContractId(null);
        }}
      />
      <Select
        label={t("field.contract")}
        description={t("servers.enrol.contractHint")}
        placeholder={t("servers.enrol.noContract")}
        clearable
        disabled={!customerId}
        data={(contracts.data?.items ?? [])
          .filter(({ state }) => state !== "ended")
          .map(({ id, number, planName }) => ({
            value: id,
            label: `${number} · ${text(planName)}`,
          }))}
        value={contractId}
        onChange={setContractId}
      />
      <FailureLine failure={create.error} />
      <Row end>
        <Button type="submit" loading={create.isPending} disabled={!customerId}>
          {t("servers.enrol.make")}
        </Button>
      </Row>
    </form>
  );
}

/** Seconds until a moment, counted down each second. */
function useCountdown(untilMs: number): number {
  const [left, setLeft] = useState(() => Math.max(0, Math.ceil((untilMs - Date.now()) / 1000)));
  useEffect(() => {
    const timer = setInterval(
      () => setLeft(Math.max(0, Math.ceil((untilMs - Date.now()) / 1000))),
      1000,
    );
    return () => clearInterval(timer);
  }, [untilMs]);
  return left;
}

function Tell({
  invitation,
  onAgain,
  onClose,
}: {
  invitation: Invitation;
  onAgain: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { enrolment } = invitation;
  const left = useCountdown(enrolment.expiresAtMs);
  const server = useApi(
    "servers.get",
    { params: { serverId: enrolment.serverId } },
    { refetchIntervalMs: 2000 },
  );
  const arrived = server.data !== undefined && server.data.state !== "waiting";
  if (left === 0 && !arrived)
    return (
      <Notice
        tone="warn"
        title={t("servers.enrol.expired")}
        action={<Button onClick={onAgain}>{t("servers.enrol.again")}</Button>}
      />
    );
  return (
    <div className={classes.form}>
      <p>{t("servers.enrol.run", { hostname: enrolment.hostname })}</p>
      <CopyField label={t("servers.enrol.command")} text={invitation.installCommand} />
      <p className={classes.small}>{t("servers.enrol.once")}</p>
      <div className={classes.wait} role="status">
        {arrived ? (
          <StateMark
            tone="good"
            shape="tick"
            label={t("servers.enrol.arrived", { hostname: enrolment.hostname })}
          />
        ) : (
          <StateMark tone="idle" shape="clock" label={t("servers.enrol.waiting")} />
        )}
        {arrived ? null : (
          <span className={classes.countdown} role="timer" aria-live="off">
            {t("servers.enrol.left", { time: format.duration(left) })}
          </span>
        )}
      </div>
      <Row end>
        <Button variant={arrived ? "filled" : "default"} onClick={onClose}>
          {t("action.close")}
        </Button>
      </Row>
    </div>
  );
}
