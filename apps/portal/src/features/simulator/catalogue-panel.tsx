import { Select, UnstyledButton } from "@mantine/core";
import type { SimulatorCatalogue } from "@driftvakt/protocol/api";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useText } from "../../i18n/use-format.tsx";
import { Panel } from "../../ui/page.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { ProblemList } from "./problem-list.tsx";
import { SourceField } from "./source-field.tsx";
import { SourceText, useGoToProblem } from "./source-text.tsx";
import type { CatalogueFacts, Read, Source } from "./worker-messages.ts";
import classes from "./simulator.module.css";

/** Chooses the service description that is played against. */
export function CataloguePanel({
  catalogues,
  chosen,
  source,
  read,
  own,
  onChoose,
  onSource,
}: {
  catalogues: readonly SimulatorCatalogue[];
  /** Name of a listed one, or `own`. */
  chosen: string;
  source: Source;
  read: Read<CatalogueFacts> | undefined;
  own: Source | undefined;
  onChoose: (name: string) => void;
  /** A file of one's own, or a listed one that was changed. */
  onSource: (source: Source) => void;
}) {
  const { t } = useTranslation();
  const text = useText();
  const [open, setOpen] = useState(false);
  const { place, go } = useGoToProblem();
  const options = [
    ...catalogues.map(({ name, title, version, active }) => ({
      value: name,
      label: active
        ? t("simulator.inUse", { name: text(title), version })
        : `${text(title)} ${version}`,
    })),
    ...(own ? [{ value: "own", label: own.fileName }] : []),
  ];
  const failed = read?.ok === false;
  return (
    <Panel title={t("simulator.catalogue")}>
      <SourceField label={t("simulator.takeCatalogue")} onFile={onSource}>
        <Select
          label={t("simulator.catalogue")}
          labelProps={{ className: classes.hidden }}
          data={options}
          value={chosen}
          onChange={(name) => onChoose(name ?? chosen)}
        />
      </SourceField>
      <CatalogueState read={read} />
      {failed ? (
        <ProblemList
          problems={read.problems}
          tone="bad"
          title={t("simulator.problems", { count: read.problems.length })}
          onGo={(problem) => {
            setOpen(true);
            requestAnimationFrame(() => go(problem));
          }}
        />
      ) : null}
      <UnstyledButton className={classes.fold} aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? t("simulator.hideText") : t("simulator.showText")}
      </UnstyledButton>
      {open ? (
        <SourceText
          label={t("simulator.catalogueText")}
          value={source.text}
          rows={16}
          invalid={failed}
          place={place}
          onChange={(changed) => onSource({ ...source, text: changed })}
        />
      ) : null}
    </Panel>
  );
}

function CatalogueState({ read }: { read: Read<CatalogueFacts> | undefined }) {
  const { t } = useTranslation();
  if (!read?.ok) return null;
  const { plans, clauseCount, warnings } = read.facts;
  return (
    <div className={classes.state} role="status">
      <StateMark
        tone="good"
        shape="tick"
        label={t("simulator.catalogueReads", { plans: plans.length, clauses: clauseCount })}
      />
      {warnings.length > 0 ? (
        <ProblemList
          problems={warnings}
          tone="warn"
          title={t("simulator.warnings", { count: warnings.length })}
        />
      ) : null}
    </div>
  );
}
