import { CloseButton } from "@mantine/core";
import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { StateShape } from "./state-mark.tsx";
import classes from "./toasts.module.css";

type Toast = { id: number; text: string };
const SHOWN_MS = 5000;
let toasts: readonly Toast[] = [];
let nextId = 1;
const watchers = new Set<() => void>();

function set(next: readonly Toast[]): void {
  toasts = next;
  for (const tell of watchers) tell();
}

/** Says in passing that something was done. Failures are said where they happened, not here. */
export function toast(text: string): void {
  const id = nextId++;
  set([...toasts.slice(-2), { id, text }]);
  setTimeout(() => drop(id), SHOWN_MS);
}

function drop(id: number): void {
  set(toasts.filter((entry) => entry.id !== id));
}

/** The corner in which passing messages appear. */
export function Toasts() {
  const { t } = useTranslation();
  const shown = useSyncExternalStore(
    (tell) => {
      watchers.add(tell);
      return () => watchers.delete(tell);
    },
    () => toasts,
  );
  return (
    <div className={classes.corner} role="status" aria-live="polite">
      {shown.map(({ id, text }) => (
        <div key={id} className={classes.toast}>
          <StateShape tone="good" shape="tick" size={18} />
          <span>{text}</span>
          <CloseButton size="sm" aria-label={t("action.close")} onClick={() => drop(id)} />
        </div>
      ))}
    </div>
  );
}
