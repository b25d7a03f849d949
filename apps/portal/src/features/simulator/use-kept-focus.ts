import { useLayoutEffect, type RefObject } from "react";
import type { LaidLane, Placeable } from "./lay-out.ts";

/**
 * Marks come and go as the picture is zoomed: the focus stays with the entry that had it (`heldRef`), wherever it is drawn now.
 */
export function useKeptFocus(
  lanes: readonly LaidLane<Placeable>[],
  group: RefObject<HTMLElement | null>,
  heldRef: RefObject<string | undefined>,
): void {
  useLayoutEffect(() => {
    const id = heldRef.current;
    if (id === undefined || document.activeElement !== document.body) return;
    const mark = lanes
      .flatMap(({ marks }) => marks)
      .find(({ entries }) => entries.some((entry) => entry.id === id));
    const element = mark && group.current?.querySelector<HTMLElement>(`[data-mark="${mark.id}"]`);
    (element ?? group.current)?.focus({ preventScroll: true });
    heldRef.current = id;
  }, [lanes, group, heldRef]);
}
