import { Button, Drawer, Select, UnstyledButton } from "@mantine/core";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useApi, useChange } from "../../api/index.ts";
import { usePaging, useSetFilters } from "../../app/filters.ts";
import { useMe } from "../../app/session.tsx";
import { LANGUAGE_NAMES } from "../../i18n/index.ts";
import { DataTable, Pager } from "../../ui/data-table.tsx";
import {
  Dim,
  Facts,
  Mono,
  Notice,
  PageHead,
  Panel,
  Stack,
  Toolbar,
  useTabTitle,
} from "../../ui/page.tsx";
import { TimeText } from "../../ui/time-text.tsx";
import { toast } from "../../ui/toasts.tsx";
import { EmptyState, FailureLine, Loaded } from "../../ui/waiting.tsx";
import { MAIL_LOOKS, MailMark, type MailState } from "./mail-state.tsx";
import classes from "./mails.module.css";

const route = getRouteApi("/in/mails");

/** Every mail that the system wrote, sent or kept. */
export function MailsPage() {
  const { t } = useTranslation();
  useTabTitle(t("nav.mails"));
  const me = useMe();
  const search = route.useSearch();
  const setFilters = useSetFilters();
  const navigate = useNavigate();
  const list = useApi(
    "mails.list",
    { query: { state: search.state as MailState | undefined, cursor: search.cursor } },
    { keepPrevious: true },
  );
  const paging = usePaging(search, list.data);
  const test = useChange("mails.test", ["mails."], () => toast(t("mails.testDone")));
  const openMail = (mail: string | undefined) =>
    void navigate({ to: "/mails", search: { ...search, mail } });
  return (
    <>
      <PageHead
        title={t("nav.mails")}
        lead={t("mails.lead")}
        actions={
          <Button variant="default" loading={test.isPending} onClick={() => test.mutate({})}>
            {t("mails.test")}
          </Button>
        }
      />
      <FailureLine failure={test.error} />
      <Stack>
        {me.mailIsSent ? null : (
          <Notice tone="warn" title={t("mails.keptTitle")}>
            {t("mails.keptHow")} <Mono>DRIFTVAKT_SMTP_URL</Mono>
          </Notice>
        )}
        <div>
          <Toolbar>
            <Select
              label={t("field.state")}
              placeholder={t("list.all")}
              clearable
              data={(Object.keys(MAIL_LOOKS) as MailState[]).map((state) => ({
                value: state,
                label: t(`mailState.${state}`),
              }))}
              value={search.state ?? null}
              onChange={(state) => setFilters({ state: state ?? undefined })}
            />
          </Toolbar>
          <Panel flush>
            <Loaded query={list}>
              {(page) =>
                page.items.length === 0 ? (
                  <EmptyState title={t("mails.none.title")}>{t("mails.none.text")}</EmptyState>
                ) : (
                  <>
                    <DataTable
                      caption={t("nav.mails")}
                      rows={page.items}
                      rowKey={(mail) => mail.id}
                      columns={[
                        {
                          id: "subject",
                          header: t("field.subject"),
                          names: true,
                          grows: true,
                          cell: (mail) => (
                            <UnstyledButton data-row-link="" onClick={() => openMail(mail.id)}>
                              {mail.subject}
                            </UnstyledButton>
                          ),
                        },
                        { id: "to", header: t("field.recipient"), cell: (mail) => mail.to },
                        {
                          id: "state",
                          header: t("field.state"),
                          cell: (mail) => <MailMark state={mail.state} />,
                        },
                        {
                          id: "at",
                          header: t("field.at"),
                          align: "end",
                          cell: (mail) => (
                            <Dim>
                              <TimeText ms={mail.sentAtMs ?? mail.createdAtMs} />
                            </Dim>
                          ),
                        },
                      ]}
                    />
                    <Pager {...paging} />
                  </>
                )
              }
            </Loaded>
          </Panel>
        </div>
      </Stack>
      <Drawer
        opened={search.mail !== undefined}
        onClose={() => openMail(undefined)}
        size="38rem"
        title={t("mails.one")}
        closeButtonProps={{ "aria-label": t("action.close") }}
      >
        {search.mail ? <MailView mailId={search.mail} /> : null}
      </Drawer>
    </>
  );
}

function MailView({ mailId }: { mailId: string }) {
  const { t } = useTranslation();
  const query = useApi("mails.get", { params: { mailId } });
  return (
    <Loaded query={query}>
      {(mail) => (
        <Stack>
          <h2>{mail.subject}</h2>
          <Facts
            items={[
              [t("field.recipient"), mail.to],
              [t("field.state"), <MailMark key="state" state={mail.state} />],
              [t("profile.language"), LANGUAGE_NAMES[mail.locale]],
              [t("mails.written"), <TimeText key="written" ms={mail.createdAtMs} />],
              [t("mails.sentAt"), <TimeText key="sent" ms={mail.sentAtMs} />],
            ]}
          />
          <pre className={classes.text} lang={mail.locale}>
            {mail.text}
          </pre>
          <Mono dim>{mail.messageId}</Mono>
        </Stack>
      )}
    </Loaded>
  );
}
