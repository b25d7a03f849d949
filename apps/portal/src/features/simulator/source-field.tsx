import { Button } from "@mantine/core";
import { useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/use-format.tsx";
import { Icon } from "../../ui/icon.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import type { Source } from "./worker-messages.ts";
import classes from "./simulator.module.css";

/** What the loader takes at most; said before a large file is read into memory. */
const MOST_BYTES = 2 * 1024 * 1024;

/** A place where a file may be chosen or dropped, around whatever else chooses. */
export function SourceField({
  label,
  onFile,
  children,
}: {
  label: string;
  onFile: (source: Source) => void;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [tooLarge, setTooLarge] = useState<string>();
  const take = async (file: File | undefined) => {
    if (!file) return;
    if (file.size > MOST_BYTES) {
      setTooLarge(file.name);
      return;
    }
    setTooLarge(undefined);
    onFile({ text: await file.text(), fileName: file.name });
  };
  return (
    // Dropping is a short cut; the button beside it does the same for everybody.
    <div
      className={classes.drop}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void take(event.dataTransfer.files[0]);
      }}
    >
      {children}
      <div className={classes.file}>
        <input
          ref={input}
          type="file"
          accept=".yaml,.yml,application/yaml,text/yaml"
          aria-label={label}
          hidden
          onChange={(event) => {
            void take(event.currentTarget.files?.[0]);
            event.currentTarget.value = "";
          }}
        />
        <Button
          variant="default"
          size="xs"
          leftSection={<Icon name="plus" size={14} />}
          onClick={() => input.current?.click()}
        >
          {label}
        </Button>
        <span>{t("simulator.drop")}</span>
      </div>
      {tooLarge === undefined ? null : (
        <div role="alert">
          <StateMark
            tone="bad"
            shape="cross"
            label={t("simulator.tooLarge", { name: tooLarge, size: format.bytes(MOST_BYTES) })}
          />
        </div>
      )}
    </div>
  );
}
