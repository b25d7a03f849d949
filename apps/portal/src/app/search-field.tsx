import { TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../ui/icon.tsx";
import { useSetFilters } from "./filters.ts";

/** The search of a list. It stands in the address, so that clearing it there clears the field, too. */
export function SearchField({ value, hint }: { value: string | undefined; hint?: string }) {
  const { t } = useTranslation();
  const setFilters = useSetFilters();
  const [text, setText] = useState(value ?? "");
  const [applied, setApplied] = useState(value ?? "");
  const apply = useDebouncedCallback((search: string) => {
    setApplied(search);
    setFilters({ search: search || undefined });
  }, 250);
  // Changed from outside, by a link or a button: follow it.
  if ((value ?? "") !== applied) {
    setApplied(value ?? "");
    setText(value ?? "");
  }
  return (
    <TextInput
      label={t("list.search")}
      placeholder={hint}
      type="search"
      leftSection={<Icon name="search" size={16} />}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        apply(event.currentTarget.value);
      }}
    />
  );
}
