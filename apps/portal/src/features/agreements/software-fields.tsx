import { Button, NativeSelect, TextInput } from "@mantine/core";
import type { ContractQuestion } from "@driftvakt/protocol/api";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import classes from "./agreements.module.css";
import { EMPTY_SOFTWARE, softwareQuestion, type SOFTWARE, type SoftwareForm } from "./questions.ts";

const LICENCES = ["yes", "no"] as const;
const INSTALLERS = ["provider", "customer", "distribution"] as const;

/** What must be known of software before the contract can answer for it (ba-10); name and version at least. */
export function SoftwareFields({
  kind,
  onAsk,
}: {
  kind: (typeof SOFTWARE)[number];
  /** Nothing is asked any more once something is changed. */
  onAsk: (question: ContractQuestion | undefined) => void;
}) {
  const { t } = useTranslation();
  const [form, setForm] = useState(EMPTY_SOFTWARE);
  const change = (part: Partial<SoftwareForm>) => {
    setForm({ ...form, ...part });
    onAsk(undefined);
  };
  const question = softwareQuestion(kind, form);
  const text = (field: "name" | "version" | "newestVersion", longest: number) => ({
    label: t(`agreements.software.${field}`),
    maxLength: longest,
    value: form[field],
    onChange: (event: { currentTarget: { value: string } }) =>
      change({ [field]: event.currentTarget.value }),
  });
  const ask = (event: FormEvent) => {
    event.preventDefault();
    if (question) onAsk(question);
  };
  return (
    <form className={classes.software} onSubmit={ask}>
      <TextInput {...text("name", 200)} required />
      <TextInput {...text("version", 100)} required />
      <TextInput
        {...text("newestVersion", 100)}
        description={t("agreements.software.newestVersionHint")}
      />
      <NativeSelect
        label={t("agreements.software.licence")}
        description={t("agreements.software.licenceHint")}
        data={[
          { value: "", label: t("agreements.software.unknown") },
          ...LICENCES.map((value) => ({ value, label: t(`agreements.software.has.${value}`) })),
        ]}
        value={form.licence}
        onChange={(event) =>
          change({ licence: event.currentTarget.value as SoftwareForm["licence"] })
        }
      />
      <NativeSelect
        label={t("agreements.software.installedBy")}
        data={[
          { value: "", label: t("agreements.software.unknown") },
          ...INSTALLERS.map((value) => ({
            value,
            label: t(`agreements.software.installer.${value}`),
          })),
        ]}
        value={form.installedBy}
        onChange={(event) =>
          change({ installedBy: event.currentTarget.value as SoftwareForm["installedBy"] })
        }
      />
      <Button type="submit" variant="default" disabled={!question}>
        {t("agreements.software.ask")}
      </Button>
    </form>
  );
}
