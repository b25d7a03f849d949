import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/use-format.tsx";
import { StateShape } from "../../ui/state-mark.tsx";
import type { Problem } from "./worker-messages.ts";
import classes from "./simulator.module.css";

const SHOWN_AT_MOST = 50;

/** What is wrong in a file, and where: the words of `driftvakt catalogue check`. A click leads to the line. */
export function ProblemList({
  problems,
  tone,
  title,
  onGo,
}: {
  problems: readonly Problem[];
  tone: "bad" | "warn";
  title: string;
  onGo?: (problem: Problem) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const left = problems.length - SHOWN_AT_MOST;
  return (
    <section className={classes.problems} data-tone={tone} aria-label={title}>
      <div role={tone === "bad" ? "alert" : undefined}>
        <h3>
          <StateShape tone={tone} shape={tone === "bad" ? "cross" : "triangle"} /> {title}
        </h3>
      </div>
      <ol>
        {problems.slice(0, SHOWN_AT_MOST).map((problem, k) => (
          <li key={`${problem.line}:${problem.column} ${k}`}>
            <Place problem={problem} onGo={onGo} />
            <div>
              {problem.path === "" ? null : <code>{problem.path}</code>}
              <span lang="en">{problem.message}</span>
              {problem.suggestion === undefined ? null : <em lang="en">{problem.suggestion}</em>}
            </div>
          </li>
        ))}
      </ol>
      {left > 0 ? <p>{t("simulator.moreProblems", { n: format.number(left) })}</p> : null}
    </section>
  );
}

function Place({ problem, onGo }: { problem: Problem; onGo?: (problem: Problem) => void }) {
  const { t } = useTranslation();
  const { line, column } = problem;
  const text = t("simulator.place", { line, column });
  return onGo ? (
    <button type="button" className={classes.place} onClick={() => onGo(problem)}>
      {text}
    </button>
  ) : (
    <span className={classes.place}>{text}</span>
  );
}
