import { Button, Modal, NumberInput } from "@mantine/core";
import type { SignedRelease } from "@driftvakt/protocol/api";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useChange } from "../../api/index.ts";
import { useFormat } from "../../i18n/use-format.tsx";
import { Dim, Facts, Mono, Row, Stack } from "../../ui/page.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { toast } from "../../ui/toasts.tsx";
import { FailureLine } from "../../ui/waiting.tsx";
import { ServerPicker } from "../contracts/index.ts";
import { readReleaseFile } from "./read-release-file.ts";
import classes from "./releases.module.css";

const SOAK_HOURS = 1;
const SOAK_MOST_HOURS = 30 * 24;
/** What is signed is a list of sums; anything larger is another file. */
const FILE_MOST_BYTES = 1024 * 1024;

/** Begins to roll out a release that was signed elsewhere. The control plane wants a fresh proof for it. */
export function PublishDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("releases.publish.action")}
      size="38rem"
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      {opened ? <PublishForm onClose={onClose} /> : null}
    </Modal>
  );
}

function PublishForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [file, setFile] = useState<SignedRelease>();
  const [soakHours, setSoakHours] = useState<number | string>(SOAK_HOURS);
  const [canaryServerIds, setCanaries] = useState<string[]>([]);
  const version = file?.release.version ?? "";
  const publish = useChange("releases.publish", ["releases."], () => {
    toast(t("releases.publish.done", { version }));
    onClose();
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!file) return;
        const soakSeconds = Math.round(Number(soakHours) * 3600);
        publish.mutate({ body: { envelope: file.envelope, soakSeconds, canaryServerIds } });
      }}
    >
      <Stack>
        <FileChoice file={file} onChange={setFile} />
        <NumberInput
          label={t("releases.publish.soak")}
          min={0}
          max={SOAK_MOST_HOURS}
          clampBehavior="strict"
          value={soakHours}
          onChange={setSoakHours}
        />
        <ServerPicker
          value={canaryServerIds}
          onChange={setCanaries}
          label={t("releases.publish.canaries")}
          description={t("releases.publish.canariesHint")}
        />
      </Stack>
      <FailureLine failure={publish.error} />
      <Row end>
        <Button variant="default" onClick={onClose}>
          {t("action.cancel")}
        </Button>
        <Button type="submit" disabled={!file} loading={publish.isPending}>
          {t("releases.publish.begin")}
        </Button>
      </Row>
    </form>
  );
}

function FileChoice({
  file,
  onChange,
}: {
  file: SignedRelease | undefined;
  onChange: (file: SignedRelease | undefined) => void;
}) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [wrong, setWrong] = useState<string>();
  const take = async (chosen: File | undefined) => {
    if (!chosen) return;
    const read = chosen.size > FILE_MOST_BYTES ? undefined : readReleaseFile(await chosen.text());
    setWrong(read ? undefined : chosen.name);
    onChange(read);
  };
  return (
    <div className={classes.file}>
      <strong>{t("releases.publish.file")}</strong>
      <Dim>
        {t("releases.publish.fileHint")} {t("releases.publish.command")}{" "}
        <Mono>driftvakt release publish</Mono>
      </Dim>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        aria-label={t("releases.publish.choose")}
        hidden
        onChange={(event) => {
          void take(event.currentTarget.files?.[0]);
          event.currentTarget.value = "";
        }}
      />
      <Button variant="default" size="xs" onClick={() => input.current?.click()}>
        {t("releases.publish.choose")}
      </Button>
      {wrong === undefined ? null : (
        <div role="alert">
          <StateMark
            tone="bad"
            shape="cross"
            label={t("releases.publish.notOne", { name: wrong })}
          />
        </div>
      )}
      {file ? <FileFacts file={file} /> : null}
    </div>
  );
}

function FileFacts({ file: { release } }: { file: SignedRelease }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Facts
      items={[
        [t("releases.version"), release.version],
        [t("releases.publish.platforms"), release.files.map(({ platform }) => platform).join(", ")],
        [t("releases.publish.signed"), format.dateTime(release.signedAtMs)],
        [t("releases.publish.expires"), format.date(release.expiresMs)],
      ]}
    />
  );
}
