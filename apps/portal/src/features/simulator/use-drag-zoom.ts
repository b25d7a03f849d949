import { useRef, useState, type PointerEvent } from "react";
import type { Range } from "./lay-out.ts";
import type { TimeWindow } from "./use-time-window.ts";

/** A drag shorter than this was a click. */
const DRAG_LEAST_PX = 8;

/** Dragging across the empty ground of the picture looks closer at that stretch. */
export function useDragZoom(range: Range, view: TimeWindow) {
  const start = useRef<number | undefined>(undefined);
  const [box, setBox] = useState<{ left: number; width: number }>();
  const xOf = (event: PointerEvent<HTMLElement>) =>
    event.clientX - event.currentTarget.getBoundingClientRect().left;
  const end = () => {
    start.current = undefined;
    setBox(undefined);
  };
  const handlers = {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      const isMark = (event.target as HTMLElement).closest("[data-mark]") !== null;
      // On a phone a finger scrolls the page; there the buttons zoom.
      if (isMark || event.button !== 0 || event.pointerType === "touch") return;
      start.current = xOf(event);
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (start.current === undefined) return;
      const x = xOf(event);
      setBox({ left: Math.min(start.current, x), width: Math.abs(x - start.current) });
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      const from = start.current;
      const to = xOf(event);
      end();
      if (from === undefined || Math.abs(to - from) < DRAG_LEAST_PX) return;
      const { clientWidth } = event.currentTarget;
      const at = (x: number) => range.fromMs + (x / clientWidth) * (range.toMs - range.fromMs);
      view.show(at(Math.min(from, to)), at(Math.max(from, to)));
    },
    onPointerCancel: end,
  };
  return { handlers, box };
}
