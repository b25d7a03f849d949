import { Tooltip } from "@mantine/core";
import { useSyncExternalStore } from "react";
import { useFormat } from "../i18n/use-format.tsx";

const TICK_MS = 15_000;
let nowMs = Date.now();
const watchers = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** One clock for the whole page, so that a list of times costs one timer. */
function watchClock(tell: () => void): () => void {
  watchers.add(tell);
  timer ??= setInterval(() => {
    nowMs = Date.now();
    for (const watcher of watchers) watcher();
  }, TICK_MS);
  return () => {
    watchers.delete(tell);
    if (watchers.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The present, in steps of 15 seconds. */
export function useNowMs(): number {
  return useSyncExternalStore(watchClock, () => nowMs);
}

/** A moment. The exact time with its zone, and in UTC, is in the tip. */
export function TimeText({ ms, relative = false }: { ms: number | null; relative?: boolean }) {
  const format = useFormat();
  const now = useNowMs();
  if (ms === null) return <>–</>;
  const utc = new Date(ms).toISOString().replace("T", " ").slice(0, 19);
  return (
    <Tooltip label={`${format.exact(ms)} ${format.zone(ms)} · ${utc} UTC`}>
      <time dateTime={new Date(ms).toISOString()}>
        {relative ? format.relative(ms, now) : format.dateTime(ms)}
      </time>
    </Tooltip>
  );
}
