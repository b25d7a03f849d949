import { Textarea } from "@mantine/core";
import { useRef, type RefObject } from "react";
import type { Problem } from "./worker-messages.ts";
import classes from "./simulator.module.css";

const LINE_PX = 19;

/** A file as text that can be changed. */
export function SourceText({
  label,
  value,
  rows,
  invalid,
  place,
  onChange,
}: {
  label: string;
  value: string;
  rows: number;
  invalid: boolean;
  place: RefObject<HTMLTextAreaElement | null>;
  onChange: (text: string) => void;
}) {
  return (
    <Textarea
      ref={place}
      label={label}
      classNames={{ input: classes.source }}
      rows={rows}
      spellCheck={false}
      autoCapitalize="off"
      autoCorrect="off"
      wrap="off"
      aria-invalid={invalid || undefined}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** Puts the cursor where a problem is, and brings the line into view. */
export function useGoToProblem() {
  const place = useRef<HTMLTextAreaElement>(null);
  const go = ({ line, column }: Problem) => {
    const area = place.current;
    if (!area) return;
    const before = area.value.split("\n").slice(0, line - 1);
    const start = before.reduce((sum, text) => sum + text.length + 1, 0);
    const end = area.value.indexOf("\n", start);
    area.focus();
    area.setSelectionRange(start + column - 1, end === -1 ? area.value.length : end);
    area.scrollTop = Math.max(0, (line - 4) * LINE_PX);
  };
  return { place, go };
}
