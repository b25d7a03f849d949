import { Button } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useApi, type ApiAnswer } from "../../api/index.ts";
import { useCan, useMe } from "../../app/session.tsx";
import { Columns, Notice, PageHead, Panel, useTabTitle } from "../../ui/page.tsx";
import { EmptyState, Loaded } from "../../ui/waiting.tsx";
import classes from "./overview.module.css";
import { ClausesPanel, WorryPanel } from "./promise-panels.tsx";
import { AlertsPanel, ServersPanel } from "./side-panels.tsx";
import { Verdict } from "./verdict.tsx";

type Overview = ApiAnswer<"overview.get">;

/** The front page: are we keeping our word? */
export function OverviewPage() {
  const { t } = useTranslation();
  useTabTitle(t("nav.overview"));
  const query = useApi("overview.get", {});
  return (
    <>
      <MailNotice />
      <Loaded query={query} lines={8}>
        {(overview) =>
          overview.servers.total === 0 ? <FirstSteps /> : <Answer overview={overview} />
        }
      </Loaded>
    </>
  );
}

/** Nobody may believe that alarms go out where they do not. */
function MailNotice() {
  const { t } = useTranslation();
  const me = useMe();
  const can = useCan();
  if (me.mailIsSent || !can("mails.read")) return null;
  return (
    <div className={classes.notice}>
      <Notice
        tone="warn"
        title={t("mails.keptTitle")}
        action={<Link to="/mails">{t("mails.read")}</Link>}
      >
        {t("mails.keptText")}
      </Notice>
    </div>
  );
}

function FirstSteps() {
  const { t } = useTranslation();
  const can = useCan();
  const navigate = useNavigate();
  return (
    <>
      <PageHead title={t("overview.question")} lead={t("overview.nothingYet")} />
      <Panel>
        <EmptyState
          title={t("servers.none.title")}
          action={
            can("servers.write") ? (
              <Button onClick={() => void navigate({ to: "/servers", search: { add: "1" } })}>
                {t("servers.add")}
              </Button>
            ) : null
          }
        >
          {can("servers.write") ? t("servers.none.text") : t("servers.none.customer")}
        </EmptyState>
      </Panel>
    </>
  );
}

function Answer({ overview }: { overview: Overview }) {
  return (
    <>
      <Verdict overview={overview} />
      <Columns
        main={
          <>
            <WorryPanel overview={overview} />
            <ClausesPanel overview={overview} />
          </>
        }
        side={
          <>
            <ServersPanel servers={overview.servers} />
            <AlertsPanel />
          </>
        }
      />
    </>
  );
}
