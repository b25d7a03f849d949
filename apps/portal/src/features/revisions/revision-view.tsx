import type { Adjustment } from "@driftvakt/protocol/api";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/use-format.tsx";
import { DataTable } from "../../ui/data-table.tsx";
import { Dim, Facts, Mono, Notice, Stack } from "../../ui/page.tsx";
import { TimeText } from "../../ui/time-text.tsx";
import { KindMark, RevisionMark, useWhy } from "./revision-marks.tsx";
import { kindOf } from "./why-revised.ts";
import classes from "./revisions.module.css";

/** What was reported, what it is now, why, what that gives back, and the outages that it rests on. */
export function RevisionView({ revision }: { revision: Adjustment }) {
  const { t } = useTranslation();
  const why = useWhy();
  return (
    <Stack>
      {revision.isLast ? null : (
        <Notice tone="warn" title={t("revisions.older")}>
          {t("revisions.olderText")}
        </Notice>
      )}
      <div className={classes.verdict}>
        <RevisionMark revision={revision} soft />
        <p>{why(revision)}</p>
      </div>
      <Comparison revision={revision} />
      <CapNote credit={revision.credit} />
      <p className={classes.stands}>{t("revisions.stands")}</p>
      <RevisionFacts revision={revision} />
      <OutageTable revision={revision} />
    </Stack>
  );
}

/** What the month would give by itself, where a cap holds it. */
function CapNote({ credit }: Pick<Adjustment, "credit">) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!credit || (credit.beforeCapMinor ?? 0) <= credit.correctedMinor) return null;
  const full = format.money(credit.beforeCapMinor ?? 0, credit.currency);
  const left = format.money(credit.correctedMinor, credit.currency);
  return <Dim>{t("revisions.capped", { full, left })}</Dim>;
}

/** Report and correction side by side, with the difference. */
function Comparison({ revision }: { revision: Adjustment }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { reportedMilliPercent: before, correctedMilliPercent: after, credit } = revision;
  const share = (value: number | null) => format.percent(value === null ? null : value / 1000, 3);
  const signed = (value: number, text: (size: number) => string) =>
    value === 0 ? "–" : `${value > 0 ? "+" : "−"}${text(Math.abs(value))}`;
  const rows = [
    [
      t("nav.availability"),
      share(before),
      share(after),
      before === null || after === null ? "–" : signed(after - before, share),
    ],
    [
      t("availability.down"),
      format.duration(revision.reportedDownSeconds),
      format.duration(revision.correctedDownSeconds),
      signed(revision.downSecondsChange, format.duration),
    ],
    ...(credit
      ? [
          [
            t("availability.credit"),
            format.money(credit.reportedMinor, credit.currency),
            format.money(credit.correctedMinor, credit.currency),
            signed(credit.correctedMinor - credit.reportedMinor, (minor) =>
              format.money(minor, credit.currency),
            ),
          ],
        ]
      : []),
  ];
  return (
    <table className={classes.comparison}>
      <thead>
        <tr>
          <th scope="col">{t("revisions.figure")}</th>
          <th scope="col">{t("revisions.reported")}</th>
          <th scope="col">{t("revisions.now")}</th>
          <th scope="col">{t("revisions.difference")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, ...cells]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {cells.map((cell, at) => (
              <td key={["reported", "now", "difference"][at]}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function RevisionFacts({ revision }: { revision: Adjustment }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { serverId, contractId, promisedMilliPercent } = revision;
  return (
    <Facts
      items={[
        [t("field.period"), format.month(revision.period)],
        [
          t("field.server"),
          <Link
            key="server"
            to="/servers/$serverId"
            params={{ serverId }}
            search={{ tab: "availability" }}
          >
            {revision.hostname}
          </Link>,
        ],
        [
          t("field.contract"),
          <Link key="contract" to="/contracts/$contractId" params={{ contractId }}>
            {revision.contractNumber}
          </Link>,
        ],
        [t("field.clause"), <Mono key="clause">{revision.clause}</Mono>],
        ...(promisedMilliPercent === null
          ? []
          : [
              [t("availability.promised"), format.percent(promisedMilliPercent / 1000, 3)] as const,
            ]),
        [t("revisions.reported"), <TimeText key="reported" ms={revision.reportedAtMs} />],
        [t("revisions.found"), <TimeText key="found" ms={revision.foundAtMs} />],
        [t("revisions.finding"), format.number(revision.number)],
      ]}
    />
  );
}

function OutageTable({ revision: { outages } }: { revision: Adjustment }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (outages.length === 0) return null;
  const counted = (seconds: number) => (seconds === 0 ? "–" : format.duration(seconds));
  return (
    <div>
      <h3 className={classes.heading}>{t("revisions.evidence")}</h3>
      <DataTable
        caption={t("revisions.evidence")}
        rows={outages}
        rowKey={(outage) => `${outage.fromMs}-${outage.cause}-${outage.correctedSeconds}`}
        columns={[
          {
            id: "from",
            header: t("field.from"),
            names: true,
            cell: (outage) => <TimeText ms={outage.fromMs} />,
          },
          {
            id: "kind",
            header: t("revisions.why"),
            cell: (outage) => (
              <>
                <KindMark kind={kindOf(outage)} />
                {outage.excludedByClause ? (
                  <>
                    {" "}
                    <Mono dim>{outage.excludedByClause}</Mono>
                  </>
                ) : null}
              </>
            ),
          },
          {
            id: "cause",
            header: t("availability.cause"),
            cell: (outage) =>
              outage.cause === null
                ? "–"
                : t(`outageCause.${outage.cause as "power"}`, { defaultValue: outage.cause }),
          },
          {
            id: "then",
            header: t("revisions.countedThen"),
            align: "end",
            cell: (outage) => counted(outage.reportedSeconds),
          },
          {
            id: "now",
            header: t("revisions.countsNow"),
            align: "end",
            cell: (outage) => counted(outage.correctedSeconds),
          },
        ]}
      />
    </div>
  );
}
