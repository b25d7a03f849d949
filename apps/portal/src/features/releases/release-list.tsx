import type { AgentRelease } from "@driftvakt/protocol/api";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/use-format.tsx";
import { Dim, Panel } from "../../ui/page.tsx";
import { TimeText } from "../../ui/time-text.tsx";
import { ReleaseMark } from "./release-state.tsx";
import classes from "./releases.module.css";

/** Every release, newest first; choosing one shows what became of it. */
export function ReleaseList({
  releases,
  chosen,
}: {
  releases: readonly AgentRelease[];
  chosen: string;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Panel title={t("releases.all")} flush>
      <ul className={classes.list}>
        {releases.map((release) => {
          const { version, machines } = release;
          const failed = machines["rolled-back"] + machines.lost;
          return (
            <li key={version}>
              <Link
                to="/releases"
                search={(before) => ({ ...before, version })}
                aria-current={version === chosen ? "true" : undefined}
              >
                {version}
              </Link>
              <ReleaseMark release={release} />
              <Dim>
                {t("updateState.installed")} {format.number(machines.installed)}
                {failed > 0 ? ` · ${t("releases.failed")} ${format.number(failed)}` : ""}
                {" · "}
                <TimeText ms={release.publishedAtMs} />
              </Dim>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
