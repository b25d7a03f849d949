import { Button, Select } from "@mantine/core";
import type { SimulatorScenario } from "@driftvakt/protocol/api";
import { useTranslation } from "react-i18next";
import { makeFormat } from "../../i18n/format.ts";
import { useText } from "../../i18n/use-format.tsx";
import { Panel } from "../../ui/page.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { ProblemList } from "./problem-list.tsx";
import { SourceField } from "./source-field.tsx";
import { SourceText, useGoToProblem } from "./source-text.tsx";
import type { Read, ScenarioFacts, Source } from "./worker-messages.ts";
import classes from "./simulator.module.css";

/** Chooses what happens, and lets it be changed. */
export function ScenarioPanel({
  scenarios,
  chosen,
  source,
  read,
  changed,
  catalogueId,
  onChoose,
  onSource,
  onRevert,
}: {
  scenarios: readonly SimulatorScenario[];
  /** Name of a listed one, or `own`. */
  chosen: string;
  source: Source;
  read: Read<ScenarioFacts> | undefined;
  /** The listed one was changed here. */
  changed: boolean;
  /** Of the service description that was read. */
  catalogueId: string | undefined;
  onChoose: (name: string) => void;
  onSource: (source: Source) => void;
  onRevert: () => void;
}) {
  const { t } = useTranslation();
  const text = useText();
  const { place, go } = useGoToProblem();
  const options = [
    ...scenarios.map(({ name, title }) => ({ value: name, label: text(title) })),
    ...(chosen === "own" ? [{ value: "own", label: source.fileName }] : []),
  ];
  const failed = read?.ok === false;
  return (
    <Panel
      title={t("simulator.scenario")}
      aside={
        changed ? (
          <Button variant="subtle" size="compact-xs" onClick={onRevert}>
            {t("simulator.revert")}
          </Button>
        ) : null
      }
    >
      <SourceField label={t("simulator.takeScenario")} onFile={onSource}>
        <Select
          label={t("simulator.scenario")}
          labelProps={{ className: classes.hidden }}
          data={options}
          value={chosen}
          onChange={(name) => onChoose(name ?? chosen)}
        />
      </SourceField>
      <SourceText
        label={t("simulator.scenarioText")}
        value={source.text}
        rows={12}
        invalid={failed}
        place={place}
        onChange={(next) => onSource({ ...source, text: next })}
      />
      {failed ? (
        <ProblemList
          problems={read.problems}
          tone="bad"
          title={t("simulator.problems", { count: read.problems.length })}
          onGo={go}
        />
      ) : null}
      <ScenarioState read={read} catalogueId={catalogueId} />
    </Panel>
  );
}

function ScenarioState({
  read,
  catalogueId,
}: {
  read: Read<ScenarioFacts> | undefined;
  catalogueId: string | undefined;
}) {
  const { t, i18n } = useTranslation();
  if (!read?.ok) return null;
  const { from, to, eventCount, machines, catalogue } = read.facts;
  const format = makeFormat(i18n.language, "UTC");
  const dates = { from: format.date(Date.parse(from)), to: format.date(Date.parse(to)) };
  return (
    <div className={classes.state} role="status">
      <StateMark
        tone="good"
        shape="tick"
        label={t("simulator.scenarioReads", { ...dates, events: eventCount, machines })}
      />
      {catalogueId !== undefined && catalogue !== catalogueId ? (
        <StateMark
          tone="warn"
          shape="triangle"
          label={t("simulator.otherCatalogue", { name: catalogue })}
        />
      ) : null}
    </div>
  );
}
