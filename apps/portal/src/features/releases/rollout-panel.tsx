import type { AgentRelease } from "@driftvakt/protocol/api";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/use-format.tsx";
import { ShareBar } from "../../ui/bars.tsx";
import { Facts, Mono, Notice, Panel, Stack } from "../../ui/page.tsx";
import { StateShape } from "../../ui/state-mark.tsx";
import { TimeText } from "../../ui/time-text.tsx";
import { ReleaseMark, shownState, UPDATE_LOOKS, UPDATE_STATE_NAMES } from "./release-state.tsx";
import { RingSteps } from "./ring-steps.tsx";
import { TurnRelease } from "./turn-release.tsx";
import classes from "./releases.module.css";

/** How far a release is, why it stands still if it does, and what can be done about it. */
export function RolloutPanel({ release }: { release: AgentRelease }) {
  return (
    <Panel
      title={
        <span className={classes.title}>
          {release.version} <ReleaseMark release={release} soft />
        </span>
      }
      aside={<TurnRelease release={release} />}
    >
      <Stack>
        <StandstillNotice release={release} />
        {release.state === "superseded" ? null : <RingSteps release={release} />}
        <Progress release={release} />
        <RolloutFacts release={release} />
      </Stack>
    </Panel>
  );
}

/** Who paused it stands after these words. */
const PAUSED_BY = /^paused by /;

function StandstillNotice({ release }: { release: AgentRelease }) {
  const { t } = useTranslation();
  const { state, machines, note } = release;
  if (state === "stopped")
    return (
      <Notice
        tone="bad"
        title={t("releases.stopped", { count: machines["rolled-back"] + machines.lost })}
      >
        {t("releases.stoppedText")}
      </Notice>
    );
  if (state === "paused")
    return (
      <Notice tone="warn" title={t("releases.pausedBy", { name: note.replace(PAUSED_BY, "") })}>
        {t("releases.pausedText")}
      </Notice>
    );
  return null;
}

/** Machines by what became of it, and those that have not been asked. */
function Progress({ release }: { release: AgentRelease }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { machines, rings } = release;
  const asked = UPDATE_STATE_NAMES.filter((state) => machines[state] > 0);
  const rest = Math.max(
    0,
    (rings.at(-1) ?? 0) - asked.reduce((sum, state) => sum + machines[state], 0),
  );
  const withRest = release.state !== "superseded" && rest > 0;
  return (
    <div className={classes.progress}>
      <ShareBar
        tall
        parts={[
          ...asked.map((state) => ({
            key: state,
            tone: UPDATE_LOOKS[state].tone,
            count: machines[state],
          })),
          ...(withRest ? [{ key: "rest", tone: "none" as const, count: rest }] : []),
        ]}
      />
      <ul className={classes.counts} aria-label={t("releases.progress")}>
        {asked.map((state) => (
          <li key={state}>
            <StateShape {...UPDATE_LOOKS[state]} size={14} />
            {t(`updateState.${state}`)} <b>{format.number(machines[state])}</b>
          </li>
        ))}
        {withRest ? (
          <li>
            <StateShape tone="idle" shape="ring" size={14} />
            {t("releases.notOffered")} <b>{format.number(rest)}</b>
          </li>
        ) : null}
      </ul>
    </div>
  );
}

function RolloutFacts({ release }: { release: AgentRelease }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { widensAtMs, canaries, soakSeconds, ring, rings } = release;
  const goesOn = shownState(release) === "rolling" && ring < rings.length;
  return (
    <Facts
      items={[
        ...(goesOn
          ? [
              [
                t("releases.widens"),
                widensAtMs === null
                  ? t("releases.widensOpen")
                  : t("releases.widensWhen", { when: format.dateTime(widensAtMs) }),
              ] as const,
            ]
          : []),
        [t("releases.soak"), format.duration(soakSeconds)],
        ...(canaries.length > 0 ? [[t("releases.canaries"), canaries.join(", ")] as const] : []),
        [t("releases.published"), <TimeText key="at" ms={release.publishedAtMs} />],
        [t("releases.publishedBy"), release.publishedBy],
        [
          t("releases.key"),
          <Mono key="key" dim>
            {release.releaseKey.slice(0, 16)}…
          </Mono>,
        ],
      ]}
    />
  );
}
