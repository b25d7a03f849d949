import classes from "./bars.module.css";
import type { Tone } from "./state-mark.tsx";

/** Shares of a whole, side by side. The numbers stand beside it in text; the bar itself is for the eye only. */
export function ShareBar({
  parts,
  tall = false,
}: {
  /** `none`: room that nothing takes. */
  parts: readonly { tone: Tone | "none"; count: number; key: string }[];
  tall?: boolean;
}) {
  const shown = parts.filter(({ count }) => count > 0);
  return (
    <div className={classes.shares} data-tall={tall || undefined} aria-hidden="true">
      {shown.length === 0 ? <span data-tone="none" /> : null}
      {shown.map(({ key, tone, count }) => (
        <span key={key} data-tone={tone} style={{ flexGrow: count }} />
      ))}
    </div>
  );
}

/** A share in percent as a thin bar with its number. */
export function Meter({ percent, text }: { percent: number | null; text: string }) {
  if (percent === null) return <span className={classes.none}>–</span>;
  const tone = percent >= 95 ? "bad" : percent >= 85 ? "warn" : "calm";
  return (
    <span className={classes.meter}>
      <span className={classes.track} aria-hidden="true">
        <span data-tone={tone} style={{ width: `${Math.min(100, Math.max(2, percent))}%` }} />
      </span>
      <span className={classes.value}>{text}</span>
    </span>
  );
}
