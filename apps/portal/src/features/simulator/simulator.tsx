import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSetFilters } from "../../app/filters.ts";
import { Notice, Stack } from "../../ui/page.tsx";
import { EmptyState, FailurePanel } from "../../ui/waiting.tsx";
import { CataloguePanel } from "./catalogue-panel.tsx";
import {
  chooseCatalogue,
  chooseScenario,
  OWN,
  scenariosFor,
  type Offered,
  type Own,
  type Search,
} from "./choose-sources.ts";
import { Refused } from "./player.ts";
import { PlayPanel, type Mode } from "./play-panel.tsx";
import { ResultView } from "./result-view.tsx";
import { ScenarioPanel } from "./scenario-panel.tsx";
import { usePlayer, useRead } from "./use-player.ts";
import { useRun, type Run } from "./use-run.ts";
import { YearsProgress, YearsView } from "./years-view.tsx";
import { wishOf, type YearsForm } from "./years-wish.ts";
import classes from "./simulator.module.css";

/** Choosing, playing, and what came of it. What can be named stands in the address; files of one's own do not. */
export function Simulator({ offered, search }: { offered: Offered; search: Search }) {
  const [own, setOwn] = useState<Own>({});
  const [form, setForm] = useState<Partial<YearsForm>>(() => formOf(search));
  const set = useSetFilters();
  const player = usePlayer();
  const { run, playOnce, playYears, cancel } = useRun(player);
  const catalogue = chooseCatalogue(offered, search, own);
  const {
    read: catalogueRead,
    fresh: catalogueFresh,
    failure,
  } = useRead(player, "read-catalogue", catalogue.source);
  const known = catalogueRead?.ok ? catalogueRead.facts : undefined;
  const catalogueId = catalogue.id ?? known?.id;
  const scenarios = scenariosFor(offered, catalogueId, known?.plans[0]?.id);
  const scenario = chooseScenario(scenarios, search, own);
  const { read: scenarioRead, fresh: scenarioFresh } = useRead(
    player,
    "read-scenario",
    scenario.source,
  );
  const facts = scenarioRead?.ok ? scenarioRead.facts : undefined;

  const mode: Mode = search.mode === "years" ? "years" : "once";
  const wish = facts && wishOf(form, facts);
  const readable = known !== undefined && facts !== undefined && catalogueFresh && scenarioFresh;
  const ready = readable && (mode === "once" || wish !== undefined);
  const sources = { catalogue: catalogue.source, scenario: scenario.source };
  const key = JSON.stringify([mode, sources, mode === "years" ? wish : null]);
  const play = () => {
    if (!ready) return;
    if (mode === "years" && wish) void playYears(sources, wish, key);
    else void playOnce(sources, key);
    const named = catalogue.name !== OWN && scenario.name !== OWN && !scenario.changed;
    set({
      catalogue: catalogue.name,
      scenario: scenario.name,
      play: named ? "1" : undefined,
      ...(mode === "years" && wish
        ? { years: String(wish.years), seed: wish.seed, machines: String(wish.machines) }
        : {}),
    });
  };
  const outcome = useBroughtIntoView(run.state === "done");
  usePlayAtStart(search.play === "1", ready, play);

  return (
    <Stack>
      <div className={classes.setup}>
        <CataloguePanel
          catalogues={offered.catalogues}
          chosen={catalogue.name}
          source={catalogue.source}
          read={catalogueRead}
          own={own.catalogue}
          onChoose={(name) => set({ catalogue: name, scenario: undefined, play: undefined })}
          onSource={(source) => {
            setOwn({ ...own, catalogue: source });
            set({ catalogue: OWN, play: undefined });
          }}
        />
        <ScenarioPanel
          scenarios={scenarios}
          chosen={scenario.name}
          source={scenario.source}
          read={scenarioRead}
          changed={scenario.changed}
          catalogueId={catalogueId}
          onChoose={(name) => set({ scenario: name, play: undefined })}
          onSource={(source) => {
            const isListed = scenario.name !== OWN && source.fileName === scenario.source.fileName;
            setOwn(
              isListed
                ? { ...own, edited: { ...source, of: scenario.name } }
                : { ...own, scenario: source },
            );
            set({ scenario: isListed ? scenario.name : OWN, play: undefined });
          }}
          onRevert={() => setOwn({ ...own, edited: undefined })}
        />
        <PlayPanel
          mode={mode}
          form={form}
          facts={facts}
          ready={ready}
          running={run.state === "running"}
          onMode={(next) => set({ mode: next === "years" ? "years" : undefined, play: undefined })}
          onForm={(change) => setForm({ ...form, ...change })}
          onPlay={play}
        />
      </div>
      {failure ? <FailurePanel failure={failure} /> : null}
      <div ref={outcome} className={classes.outcome}>
        <Outcome run={run} current={key} onCancel={cancel} />
      </div>
    </Stack>
  );
}

/** A link that says so plays as soon as everything is read; once, and only where somebody came by such a link. */
function usePlayAtStart(asked: boolean, ready: boolean, play: () => void): void {
  const waiting = useRef(asked);
  useEffect(() => {
    if (!ready || !waiting.current) return;
    waiting.current = false;
    play();
    // When it first can be; what it plays is of that moment.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [ready]);
}

/** What came of it is looked at, not searched for: brought into view where it begins below the screen. */
function useBroughtIntoView(done: boolean) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (!done || !element) return;
    if (element.getBoundingClientRect().top < innerHeight * 0.6) return;
    element.scrollIntoView({ block: "start", behavior: "smooth" });
  }, [done]);
  return place;
}

function formOf({ years, seed, machines }: Search): Partial<YearsForm> {
  return {
    ...(years !== undefined && { years }),
    ...(seed !== undefined && { seed }),
    ...(machines !== undefined && { machines }),
  };
}

function Outcome({ run, current, onCancel }: { run: Run; current: string; onCancel: () => void }) {
  const { t } = useTranslation();
  if (run.state === "running")
    return <YearsProgress drawn={run.drawn} total={run.total} onCancel={onCancel} />;
  if (run.state === "idle")
    return <EmptyState title={t("simulator.ready.title")}>{t("simulator.ready.text")}</EmptyState>;
  if (run.state === "failed")
    return run.error instanceof Refused ? (
      <Notice tone="bad" title={t("simulator.refused")}>
        <span lang="en">{run.error.message}</span>
      </Notice>
    ) : (
      <FailurePanel failure={run.error} />
    );
  const { outcome } = run;
  return (
    <>
      {run.key === current ? null : <Notice>{t("simulator.changedSince")}</Notice>}
      {outcome.kind === "once" ? (
        <ResultView key={run.key} played={outcome.played} />
      ) : (
        <YearsView played={outcome.played} />
      )}
    </>
  );
}
