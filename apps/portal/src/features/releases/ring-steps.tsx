import type { AgentRelease } from "@driftvakt/protocol/api";
import { useTranslation } from "react-i18next";
import { StateShape, type Shape, type Tone } from "../../ui/state-mark.tsx";
import { shownState } from "./release-state.tsx";
import classes from "./releases.module.css";

type RingState = "done" | "now" | "ahead";

const LOOKS: Readonly<Record<RingState, { tone: Tone; shape: Shape }>> = {
  done: { tone: "good", shape: "tick" },
  now: { tone: "idle", shape: "dots" },
  ahead: { tone: "idle", shape: "ring" },
};

/** One machine, one in a hundred, one in ten, all: which ring the roll-out is in. */
export function RingSteps({ release }: { release: AgentRelease }) {
  const { t } = useTranslation();
  const isDone = shownState(release) === "done";
  const isStopped = release.state === "stopped";
  return (
    <ol className={classes.rings} aria-label={t("releases.rings")}>
      {release.rings.map((reach, index) => {
        const ring = index + 1;
        const state: RingState =
          isDone || ring < release.ring ? "done" : ring === release.ring ? "now" : "ahead";
        const failed = state === "now" && isStopped;
        return (
          <li
            key={ring}
            data-state={failed ? "failed" : state}
            aria-current={state === "now" ? "step" : undefined}
          >
            <StateShape {...(failed ? { tone: "bad", shape: "cross" } : LOOKS[state])} />
            <span>
              <strong>{t("releases.ring", { ring })}</strong>
              <small>
                {t(ring === release.rings.length ? "releases.everyone" : "releases.reach", {
                  count: reach,
                })}
              </small>
            </span>
            <span className={classes.silent}>
              {failed ? t("releaseState.stopped") : t(`releases.ringState.${state}`)}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
