import { Button, SegmentedControl, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Panel } from "../../ui/page.tsx";
import type { ScenarioFacts } from "./worker-messages.ts";
import {
  defaultOf,
  isWithin,
  YEARS_FIELDS,
  type YearsField,
  type YearsForm,
} from "./years-wish.ts";
import classes from "./simulator.module.css";

export type Mode = "once" | "years";

/** How it is to be played, and the button that does it. */
export function PlayPanel({
  mode,
  form,
  facts,
  ready,
  running,
  onMode,
  onForm,
  onPlay,
}: {
  mode: Mode;
  form: Partial<YearsForm>;
  facts: ScenarioFacts | undefined;
  /** Both files read well, and every figure is within its bounds. */
  ready: boolean;
  running: boolean;
  onMode: (mode: Mode) => void;
  onForm: (change: Partial<YearsForm>) => void;
  onPlay: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Panel>
      <form
        className={classes.play}
        onSubmit={(event) => {
          event.preventDefault();
          onPlay();
        }}
      >
        <div className={classes.mode}>
          <SegmentedControl
            aria-label={t("simulator.mode")}
            value={mode}
            onChange={(value) => onMode(value)}
            data={[
              { value: "once", label: t("simulator.once") },
              { value: "years", label: t("simulator.random") },
            ]}
          />
          <p>{mode === "once" ? t("simulator.onceText") : t("simulator.randomText")}</p>
        </div>
        {mode === "years" && facts ? (
          <YearsFields form={form} facts={facts} onForm={onForm} />
        ) : null}
        <Button type="submit" size="md" disabled={!ready} loading={running}>
          {t("simulator.play")}
        </Button>
      </form>
    </Panel>
  );
}

function YearsFields({
  form,
  facts,
  onForm,
}: {
  form: Partial<YearsForm>;
  facts: ScenarioFacts;
  onForm: (change: Partial<YearsForm>) => void;
}) {
  const { t } = useTranslation();
  const fields = Object.keys(YEARS_FIELDS) as YearsField[];
  return (
    <div className={classes.fields}>
      {fields.map((field) => {
        const value = form[field] ?? defaultOf(field, facts);
        const { min, max, step } = YEARS_FIELDS[field];
        return (
          <TextInput
            key={field}
            type="number"
            label={t(`simulator.field.${field}`)}
            min={min}
            max={max}
            step={step}
            required
            withAsterisk={false}
            value={value}
            error={isWithin(field, value) ? undefined : t("simulator.bounds", { min, max })}
            onChange={(event) => onForm({ [field]: event.currentTarget.value })}
          />
        );
      })}
      <TextInput
        label={t("simulator.field.seed")}
        maxLength={64}
        value={form.seed ?? defaultOf("seed", facts)}
        onChange={(event) => onForm({ seed: event.currentTarget.value })}
      />
    </div>
  );
}
