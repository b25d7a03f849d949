import { Button, Modal, Select, Textarea, TextInput } from "@mantine/core";
import type { Announcement } from "@driftvakt/protocol/api";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useChange } from "../../api/index.ts";
import { useFormat } from "../../i18n/use-format.tsx";
import { Notice, Row, Stack } from "../../ui/page.tsx";
import { useNowMs } from "../../ui/time-text.tsx";
import { toast } from "../../ui/toasts.tsx";
import { FailureLine } from "../../ui/waiting.tsx";
import { ServerPicker } from "../contracts/index.ts";
import { fieldText, momentOf } from "./wall-time.ts";

const CAUSES = [
  "planned-work",
  "emergency-work",
  "attack",
] as const satisfies Announcement["cause"][];
const HOUR_MS = 3_600_000;
/** ba-05: planned work counts as excluded where it was announced a day ahead. */
const NOTICE_HOURS = 24;

/** Announces work on machines, and says at once whether the notice is long enough. */
export function AnnounceDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("announcements.new")}
      size="40rem"
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      {opened ? <AnnounceForm onClose={onClose} /> : null}
    </Modal>
  );
}

function AnnounceForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNowMs();
  const zone = format.timeZone;
  const [serverIds, setServerIds] = useState<string[]>([]);
  const [starts, setStarts] = useState(() =>
    fieldText(Date.now() + (NOTICE_HOURS + 1) * HOUR_MS, zone),
  );
  const [ends, setEnds] = useState(() =>
    fieldText(Date.now() + (NOTICE_HOURS + 2) * HOUR_MS, zone),
  );
  const [subject, setSubject] = useState("");
  const [text, setText] = useState("");
  const [cause, setCause] = useState<Announcement["cause"]>("planned-work");
  const create = useChange("announcements.create", ["announcements.", "availability."], () => {
    toast(t("announcements.made"));
    onClose();
  });
  const startsAtMs = momentOf(starts, zone);
  const endsAtMs = momentOf(ends, zone);
  const backwards = startsAtMs !== undefined && endsAtMs !== undefined && endsAtMs <= startsAtMs;
  const short =
    cause === "planned-work" &&
    startsAtMs !== undefined &&
    startsAtMs - now < NOTICE_HOURS * HOUR_MS;
  const zoneHint = `${zone.replaceAll("_", " ")} (${format.zone(startsAtMs ?? now)})`;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (startsAtMs === undefined || endsAtMs === undefined) return;
        create.mutate({ body: { serverIds, startsAtMs, endsAtMs, subject, text, cause } });
      }}
    >
      <Stack>
        <TextInput
          label={t("field.subject")}
          required
          withAsterisk={false}
          data-autofocus
          maxLength={200}
          value={subject}
          onChange={(event) => setSubject(event.currentTarget.value)}
        />
        <Select
          label={t("announcements.cause")}
          data={CAUSES.map((value) => ({ value, label: t(`announcementCause.${value}`) }))}
          value={cause}
          onChange={(value) => setCause(value ?? "planned-work")}
        />
        <ServerPicker value={serverIds} onChange={setServerIds} label={t("nav.servers")} />
        <TextInput
          label={t("field.from")}
          description={zoneHint}
          type="datetime-local"
          required
          withAsterisk={false}
          value={starts}
          onChange={(event) => setStarts(event.currentTarget.value)}
        />
        <TextInput
          label={t("field.until")}
          description={zoneHint}
          type="datetime-local"
          required
          withAsterisk={false}
          error={backwards ? t("announcements.backwards") : undefined}
          value={ends}
          onChange={(event) => setEnds(event.currentTarget.value)}
        />
        {short ? (
          <Notice tone="warn" title={t("announcements.shortTitle", { count: NOTICE_HOURS })}>
            {t("announcements.shortText")}
          </Notice>
        ) : null}
        <Textarea
          label={t("announcements.text")}
          rows={3}
          maxLength={5000}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </Stack>
      <FailureLine failure={create.error} />
      <Row end>
        <Button variant="default" onClick={onClose}>
          {t("action.cancel")}
        </Button>
        <Button
          type="submit"
          disabled={serverIds.length === 0 || backwards}
          loading={create.isPending}
        >
          {t("announcements.make")}
        </Button>
      </Row>
    </form>
  );
}
