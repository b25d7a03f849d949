import { Button, SegmentedControl, Select, TextInput, useMantineColorScheme } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { refresh, useChange } from "../../api/index.ts";
import { useMe } from "../../app/session.tsx";
import { LANGUAGE_NAMES, LOCALES, showLocale } from "../../i18n/index.ts";
import { useFormat } from "../../i18n/use-format.tsx";
import { Columns, Dim, PageHead, Panel, Row, Stack, useTabTitle } from "../../ui/page.tsx";
import { useNowMs } from "../../ui/time-text.tsx";
import { toast } from "../../ui/toasts.tsx";
import { FailureLine } from "../../ui/waiting.tsx";
import { ZoneSelect } from "../../ui/zone-select.tsx";
import { AuthenticatorPanel } from "./authenticator-panel.tsx";
import { PasskeysPanel } from "./passkeys-panel.tsx";
import { PasswordPanel } from "./password-panel.tsx";

/** The person's own: name, language, zone, look, and how they sign in. */
export function ProfilePage() {
  const { t } = useTranslation();
  useTabTitle(t("nav.profile"));
  const me = useMe();
  return (
    <>
      <PageHead
        title={t("nav.profile")}
        lead={`${me.email} · ${me.customerName ?? t(`role.${me.role}`)}`}
      />
      <Columns
        main={
          <>
            <PasskeysPanel />
            <AuthenticatorPanel />
            <PasswordPanel />
          </>
        }
        side={
          <>
            <PersonPanel />
            <LookPanel />
          </>
        }
      />
    </>
  );
}

function PersonPanel() {
  const { t } = useTranslation();
  const me = useMe();
  const client = useQueryClient();
  const format = useFormat();
  const now = useNowMs();
  const [name, setName] = useState(me.name);
  const [locale, setLocale] = useState(me.locale);
  const [timeZone, setTimeZone] = useState(me.timeZone);
  const save = useChange("me.update", [], (saved) => {
    client.setQueryData(["me.get", {}], saved);
    void showLocale(saved.locale).then(() => {
      toast(t("profile.saved"));
      return refresh(client, ["people."]);
    });
  });
  return (
    <Panel title={t("profile.person")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ body: { name: name.trim(), locale, timeZone } });
        }}
      >
        <Stack>
          <TextInput
            label={t("field.name")}
            required
            withAsterisk={false}
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Select
            label={t("profile.language")}
            data={LOCALES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
            value={locale}
            onChange={(value) => setLocale(value ?? locale)}
          />
          <ZoneSelect value={timeZone} onChange={setTimeZone} />
          <Dim>{t("profile.nowIs", { time: `${format.dateTime(now)} ${format.zone(now)}` })}</Dim>
        </Stack>
        <FailureLine failure={save.error} />
        <Row end>
          <Button type="submit" loading={save.isPending}>
            {t("action.save")}
          </Button>
        </Row>
      </form>
    </Panel>
  );
}

function LookPanel() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  return (
    <Panel title={t("profile.look")}>
      <SegmentedControl
        fullWidth
        aria-label={t("profile.look")}
        value={colorScheme}
        onChange={(scheme) => setColorScheme(scheme)}
        data={(["auto", "light", "dark"] as const).map((value) => ({
          value,
          label: t(`scheme.${value}`),
        }))}
      />
    </Panel>
  );
}
