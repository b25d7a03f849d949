import { Radio } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./agreements.module.css";

export type Conclusion = "contract" | "offer";
const CHOICES = ["contract", "offer"] as const satisfies Conclusion[];

/** In force at once, or offered first (ba-01). */
export function ConclusionChoice({
  value,
  onChange,
}: {
  value: Conclusion;
  onChange: (conclusion: Conclusion) => void;
}) {
  const { t } = useTranslation();
  return (
    <div className={classes.choices} role="radiogroup" aria-label={t("agreements.wizard.step")}>
      {CHOICES.map((choice) => (
        <div key={choice} className={classes.choice} data-chosen={choice === value || undefined}>
          <Radio
            name="conclusion"
            label={t(`agreements.wizard.${choice}`)}
            description={t(`agreements.wizard.${choice}Hint`)}
            checked={choice === value}
            onChange={() => onChange(choice)}
          />
        </div>
      ))}
    </div>
  );
}
