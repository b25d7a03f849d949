import { useCallback, useEffect, useRef, useState, type RefObject } from "react";
import { moveRange, zoomRange, type Range } from "./lay-out.ts";

/** The stretch of time on screen, and the ways to change it. */
export function useTimeWindow(whole: Range) {
  const [range, setRange] = useState(whole);
  const zoom = useCallback(
    (factor: number, aroundMs?: number) =>
      setRange((now) => zoomRange(now, whole, factor, aroundMs)),
    [whole],
  );
  const move = useCallback(
    (share: number) => setRange((now) => moveRange(now, whole, share)),
    [whole],
  );
  const show = useCallback(
    (fromMs: number, toMs: number) =>
      setRange(zoomRange({ fromMs, toMs: Math.max(toMs, fromMs + 1) }, whole, 1)),
    [whole],
  );
  const isWhole = range.fromMs === whole.fromMs && range.toMs === whole.toMs;
  return { range, isWhole, zoom, move, show, reset: () => setRange(whole) };
}
export type TimeWindow = ReturnType<typeof useTimeWindow>;

/** Width of an element in pixels, as it changes. */
export function useWidth<E extends HTMLElement>(): [RefObject<E | null>, number] {
  const place = useRef<E>(null);
  const [width, setWidth] = useState(800);
  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    setWidth(element.clientWidth);
    return () => observer.disconnect();
  }, []);
  return [place, width];
}
