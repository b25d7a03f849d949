import { Checkbox, NumberInput, Radio } from "@mantine/core";
import type { Extras, PlanView } from "@driftvakt/protocol/api";
import { useTranslation } from "react-i18next";
import { useText } from "../../i18n/use-format.tsx";
import { Dim } from "../../ui/page.tsx";
import { bookableWith, countOf, type Choices } from "./bookable.ts";
import { usePriceText } from "./price-text.tsx";
import classes from "./contracts.module.css";

type Props = {
  plan: PlanView;
  extras: Extras;
  value: Choices;
  onChange: (choices: Choices) => void;
};

/** Service level and options beside a plan, each with its price; counted ones by their number. */
export function ExtrasChooser(props: Props) {
  const { t } = useTranslation();
  const { levels, options } = bookableWith(props.plan, props.extras);
  if (levels.length === 0 && options.length === 0) return <Dim>{t("contracts.noExtras")}</Dim>;
  return (
    <div className={classes.extras}>
      {levels.length > 0 ? <Levels {...props} levels={levels} /> : null}
      {options.length > 0 ? <Options {...props} options={options} /> : null}
    </div>
  );
}

function Levels({ plan, levels, value, onChange }: Props & Pick<Extras, "levels">) {
  const { t } = useTranslation();
  const text = useText();
  const priceText = usePriceText();
  return (
    <fieldset>
      <legend>{t("contracts.level")}</legend>
      {levels.map(({ id, name, surchargeMinor }) => (
        <Radio
          key={id}
          name="level"
          label={text(name)}
          description={
            surchargeMinor
              ? `+ ${priceText(surchargeMinor, plan.currency, plan.per)}`
              : t("contracts.inBaseFee")
          }
          checked={value["level"] === id}
          onChange={() => onChange({ ...value, level: id })}
        />
      ))}
    </fieldset>
  );
}

function Options({ plan, options, value, onChange }: Props & Pick<Extras, "options">) {
  const { t } = useTranslation();
  const text = useText();
  const priceText = usePriceText();
  const priceOf = ({ feeMinor, per }: Extras["options"][number]) =>
    feeMinor === null ? t("contracts.priceAgreed") : priceText(feeMinor, plan.currency, per);
  return (
    <fieldset>
      <legend>{t("contracts.options")}</legend>
      {options.map((option) =>
        option.countable ? (
          <NumberInput
            key={option.id}
            className={classes.count}
            label={text(option.name)}
            description={priceOf(option)}
            min={0}
            max={100_000}
            allowDecimal={false}
            allowNegative={false}
            value={countOf(option, value)}
            onChange={(count) => onChange({ ...value, [option.id]: Number(count) || 0 })}
          />
        ) : (
          <Checkbox
            key={option.id}
            label={text(option.name)}
            description={priceOf(option)}
            checked={countOf(option, value) > 0}
            onChange={(event) => onChange({ ...value, [option.id]: event.currentTarget.checked })}
          />
        ),
      )}
    </fieldset>
  );
}
