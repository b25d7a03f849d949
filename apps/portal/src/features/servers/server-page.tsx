import { Button, Menu, Tabs } from "@mantine/core";
import type { Server } from "@driftvakt/protocol/api";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi } from "../../api/index.ts";
import { useCan } from "../../app/session.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Facts, Notice, PageHead, Panel, useTabTitle } from "../../ui/page.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { TimeText } from "../../ui/time-text.tsx";
import { Loaded, Waiting } from "../../ui/waiting.tsx";
import { CheckMark } from "../alerts/index.ts";
import { MandateDialog, type Operation } from "../mandates/index.ts";
import { ConfirmRetire, ReleaseNotice } from "./retire-server.tsx";
import { ServerMark } from "./server-state.tsx";
import classes from "./servers.module.css";

const route = getRouteApi("/in/servers/$serverId");

const LiveTab = lazy(() => import("./live-tab.tsx").then(({ LiveTab }) => ({ default: LiveTab })));
const ServicesTab = lazy(() =>
  import("./services-tab.tsx").then(({ ServicesTab }) => ({ default: ServicesTab })),
);
const InventoryTab = lazy(() =>
  import("./inventory-tab.tsx").then(({ InventoryTab }) => ({ default: InventoryTab })),
);
const PromisesTab = lazy(() =>
  import("./promises-tab.tsx").then(({ PromisesTab }) => ({ default: PromisesTab })),
);
const AvailabilityTab = lazy(() =>
  import("./availability-tab.tsx").then(({ AvailabilityTab }) => ({ default: AvailabilityTab })),
);
const RecordTab = lazy(() =>
  import("./record-tab.tsx").then(({ RecordTab }) => ({ default: RecordTab })),
);

const TABS = ["live", "services", "inventory", "promises", "availability", "record"] as const;
type Tab = (typeof TABS)[number];

const BEAT_MS = 15_000;

/** One machine: how it is, what is on it, what is promised for it, what was done to it. */
export function ServerPage() {
  const { serverId } = route.useParams();
  // Readings and last-seen times change with every report, which is no event: ask on the beat.
  const query = useApi("servers.get", { params: { serverId } }, { refetchIntervalMs: BEAT_MS });
  useTabTitle(query.data?.hostname);
  return <Loaded query={query}>{(server) => <ServerView server={server} />}</Loaded>;
}

function ServerView({ server }: { server: Server }) {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = useNavigate();
  const [operation, setOperation] = useState<Operation | null>(null);
  const tab: Tab = TABS.find((name) => name === search.tab) ?? "live";
  return (
    <>
      <ServerHead server={server} onOperation={setOperation} />
      {server.state === "quarantined" ? <ReleaseNotice server={server} /> : null}
      <Tabs
        value={tab}
        keepMounted={false}
        className={classes.tabs}
        onChange={(next) =>
          void navigate({
            to: "/servers/$serverId",
            params: { serverId: server.id },
            search: { tab: next && next !== "live" ? next : undefined },
            replace: true,
          })
        }
      >
        <Tabs.List aria-label={server.hostname}>
          {TABS.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`servers.tab.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={tab} pt="md">
          <Suspense fallback={<Waiting lines={6} />}>
            {tab === "live" ? <LiveTab server={server} /> : null}
            {tab === "services" ? <ServicesTab server={server} onOperation={setOperation} /> : null}
            {tab === "inventory" ? <InventoryTab server={server} /> : null}
            {tab === "promises" ? <PromisesTab server={server} /> : null}
            {tab === "availability" ? <AvailabilityTab server={server} /> : null}
            {tab === "record" ? <RecordTab server={server} /> : null}
          </Suspense>
        </Tabs.Panel>
      </Tabs>
      <MandateDialog server={server} operation={operation} onClose={() => setOperation(null)} />
    </>
  );
}

function ServerHead({
  server,
  onOperation,
}: {
  server: Server;
  onOperation: (operation: Operation) => void;
}) {
  const { t } = useTranslation();
  return (
    <>
      <PageHead
        above={
          <>
            <Link to="/servers">{t("nav.servers")}</Link> · {server.customerName}
          </>
        }
        title={<span className={classes.host}>{server.hostname}</span>}
        lead={
          <span className={classes.stateHead}>
            <ServerMark state={server.state} soft />
            {server.state === "waiting" ? null : <CheckMark state={server.worst} soft />}
            {server.openAlertCount > 0 ? (
              <Link to="/alerts" search={{ search: server.hostname }}>
                {t("alerts.openCount", { count: server.openAlertCount })}
              </Link>
            ) : null}
            {server.promisesAtRiskCount > 0 ? (
              <StateMark
                tone="warn"
                shape="triangle"
                label={t("servers.atRiskCount", { count: server.promisesAtRiskCount })}
              />
            ) : null}
          </span>
        }
        actions={<ServerActions server={server} onOperation={onOperation} />}
      />
      {server.state === "waiting" ? (
        <Notice title={t("servers.waitingTitle")}>{t("servers.waitingText")}</Notice>
      ) : null}
      {server.contractId === null && server.state !== "retired" ? (
        <NoContract server={server} />
      ) : null}
      <ServerFacts server={server} />
    </>
  );
}

function NoContract({ server }: { server: Server }) {
  const { t } = useTranslation();
  const can = useCan();
  return (
    <Notice
      tone="warn"
      title={t("servers.noContractTitle")}
      action={
        can("contracts.write") ? (
          <Link to="/contracts/new" search={{ customer: server.customerId, server: server.id }}>
            {t("contracts.new")}
          </Link>
        ) : null
      }
    >
      {t("servers.noContractText")}
    </Notice>
  );
}

function ServerFacts({ server }: { server: Server }) {
  const { t } = useTranslation();
  return (
    <div className={classes.facts}>
      <Panel>
        <Facts
          items={[
            [
              t("field.contract"),
              server.contractId ? (
                <Link
                  key="contract"
                  to="/contracts/$contractId"
                  params={{ contractId: server.contractId }}
                >
                  {server.planName}
                </Link>
              ) : (
                "–"
              ),
            ],
            [t("field.operatingSystem"), server.operatingSystem ?? "–"],
            [t("field.agent"), server.agentVersion ?? "–"],
            [t("servers.lastSeen"), <TimeText key="seen" ms={server.lastSeenAtMs} relative />],
          ]}
        />
      </Panel>
    </div>
  );
}

function ServerActions({
  server,
  onOperation,
}: {
  server: Server;
  onOperation: (operation: Operation) => void;
}) {
  const { t } = useTranslation();
  const can = useCan();
  const [retiring, setRetiring] = useState(false);
  if (server.state === "retired") return null;
  const reachable =
    server.state === "up" || server.state === "unreachable" || server.state === "down";
  return (
    <>
      {can("servers.operate") && reachable ? (
        <Button
          variant="default"
          leftSection={<Icon name="power" size={16} />}
          onClick={() => onOperation({ name: "machine.restart", version: 1, parameters: {} })}
        >
          {t("mandates.restartMachine")}
        </Button>
      ) : null}
      {can("servers.write") ? (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" aria-label={t("action.more")}>
              ···
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => setRetiring(true)}>{t("servers.retire.action")}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ) : null}
      <ConfirmRetire server={server} opened={retiring} onClose={() => setRetiring(false)} />
    </>
  );
}
