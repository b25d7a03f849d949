import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ApiAnswer } from "../../api/index.ts";
import { useMe } from "../../app/session.tsx";
import { useFormat } from "../../i18n/use-format.tsx";
import { DataTable } from "../../ui/data-table.tsx";
import { Dim, Facts, Mono, Stack } from "../../ui/page.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { TimeText, useNowMs } from "../../ui/time-text.tsx";
import { EmptyState } from "../../ui/waiting.tsx";
import { RevisionNotice } from "../revisions/index.ts";
import { AvailabilityShare } from "./availability-share.tsx";
import { monthSpan } from "./month-span.ts";
import classes from "./availability.module.css";

type Month = ApiAnswer<"availability.get">;

/** A month as a bar with its outages cut out, the sums, and each outage with why it counts or not. */
export function AvailabilityMonth({ data }: { data: Month }) {
  const { t } = useTranslation();
  const format = useFormat();
  const credit = useCredit();
  const { availability } = data;
  return (
    <Stack>
      <div className={classes.headline}>
        <span className={classes.big}>
          <AvailabilityShare availability={availability} />
        </span>
        <Dim>{format.month(availability.period)}</Dim>
      </div>
      <RevisionNotice serverId={availability.serverId} period={availability.period} />
      <MonthBar data={data} />
      <Facts
        items={[
          [
            t("availability.promised"),
            availability.promisedMilliPercent === null
              ? "–"
              : format.percent(availability.promisedMilliPercent / 1000, 3),
          ],
          [t("availability.down"), format.duration(availability.downSeconds)],
          [t("availability.excluded"), format.duration(availability.excludedSeconds)],
          [t("availability.unknown"), format.duration(availability.unknownSeconds)],
          [t("availability.observed"), format.duration(availability.observedSeconds)],
          [t("availability.credit"), credit(availability)],
        ]}
      />
      <CapNote availability={availability} />
      <Outages outages={data.outages} />
    </Stack>
  );
}

/** The tier's percentage is of more than what is credited where a cap holds it: says both. */
function CapNote({ availability }: { availability: Month["availability"] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { creditMinor, creditCutMinor: cut, creditPercent, currency } = availability;
  if (!cut || creditMinor === null || currency === null) return null;
  return (
    <Dim>
      {t("availability.capped", {
        full: format.money(creditMinor + cut, currency),
        percent: format.percent(creditPercent),
        cut: format.money(cut, currency),
      })}
    </Dim>
  );
}

/** The amount with the tier's percentage, or that a cap holds it. */
function useCredit(): (availability: Month["availability"]) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ creditMinor, creditCutMinor, creditPercent, currency }) => {
    if (creditMinor === null || currency === null) return format.percent(creditPercent);
    const share = creditCutMinor ? t("availability.isCapped") : format.percent(creditPercent);
    return `${format.money(creditMinor, currency)} (${share})`;
  };
}

function MonthBar({ data }: { data: Month }) {
  const { t } = useTranslation();
  const format = useFormat();
  const me = useMe();
  const now = useNowMs();
  const span = monthSpan(data.availability.period, me.provider.timeZone);
  const place = (fromMs: number, toMs: number) => {
    const from = Math.max(fromMs, span.fromMs);
    const to = Math.min(toMs, span.toMs);
    const length = span.toMs - span.fromMs;
    return {
      left: `${((from - span.fromMs) / length) * 100}%`,
      width: `${(Math.max(0, to - from) / length) * 100}%`,
    };
  };
  return (
    <div>
      <div
        className={classes.monthBar}
        role="img"
        aria-label={t("availability.bar", {
          count: data.outages.length,
          month: format.month(data.availability.period),
        })}
      >
        {now < span.toMs ? <span data-later="" style={place(now, span.toMs)} /> : null}
        {data.outages.map((outage) => (
          <span
            key={outage.fromMs}
            data-excluded={outage.counted ? undefined : ""}
            style={place(outage.fromMs, outage.toMs ?? now)}
          />
        ))}
      </div>
      <div className={classes.scale} aria-hidden="true">
        <span>{format.date(span.fromMs)}</span>
        <span>{format.date(span.toMs - 1)}</span>
      </div>
    </div>
  );
}

function Outages({ outages }: { outages: Month["outages"] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNowMs();
  if (outages.length === 0)
    return (
      <EmptyState title={t("availability.noOutages.title")}>
        {t("availability.noOutages.text")}
      </EmptyState>
    );
  return (
    <DataTable
      caption={t("availability.outages")}
      rows={outages}
      rowKey={(outage) => String(outage.fromMs)}
      columns={[
        {
          id: "from",
          header: t("field.from"),
          names: true,
          cell: (outage) => <TimeText ms={outage.fromMs} />,
        },
        {
          id: "length",
          header: t("availability.length"),
          cell: (outage) =>
            outage.toMs === null
              ? t("availability.goingOn")
              : format.duration(((outage.toMs ?? now) - outage.fromMs) / 1000),
        },
        {
          id: "cause",
          header: t("availability.cause"),
          cell: (outage) =>
            t(`outageCause.${outage.cause as "unknown"}`, { defaultValue: outage.cause }),
        },
        {
          id: "counted",
          header: t("availability.counts"),
          cell: (outage) =>
            outage.counted ? (
              <StateMark tone="bad" shape="cross" label={t("availability.counted")} />
            ) : (
              <StateMark tone="odd" shape="slash" label={t("availability.notCounted")} />
            ),
        },
        {
          id: "clause",
          header: t("field.clause"),
          cell: (outage) => <Mono dim>{outage.excludedByClause ?? ""}</Mono>,
        },
        {
          id: "alert",
          header: t("field.alert"),
          align: "end",
          cell: (outage) =>
            outage.alertId ? (
              <Link to="/alerts/$alertId" params={{ alertId: outage.alertId }}>
                {t("action.open")}
              </Link>
            ) : (
              ""
            ),
        },
      ]}
    />
  );
}
