import classes from "./state-mark.module.css";

export type Tone = "good" | "warn" | "bad" | "odd" | "idle";
/** Each tone is told by a shape, too: colour alone says nothing to one in twelve men. */
export type Shape =
  | "tick"
  | "triangle"
  | "cross"
  | "slash"
  | "ring"
  | "question"
  | "dash"
  | "clock"
  | "dots"
  | "shield";

/** Cut-outs are drawn in `--mark-cut`, so that a mark works on any ground. */
const BODY: Readonly<Record<Shape, string>> = {
  tick: "M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1Z",
  triangle:
    "M8 1.4c.5 0 .9.2 1.1.6l5.8 10.6c.5.9-.1 2-1.1 2H2.200c-1 0-1.600-1.100-1.100-2L6.900 2c.2-.4.6-.6 1.100-.6Z",
  cross: "M5.300 1h5.400L15 5.300v5.400L10.700 15H5.300L1 10.700V5.300Z",
  slash:
    "M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1Zm0 1.800a5.200 5.200 0 1 0 0 10.400A5.200 5.200 0 0 0 8 2.800Z",
  ring: "M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1Zm0 1.800a5.200 5.200 0 1 0 0 10.400A5.200 5.200 0 0 0 8 2.800Z",
  question: "M8 .800 15.200 8 8 15.200 .800 8Z",
  dash: "M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1Zm0 1.800a5.200 5.200 0 1 0 0 10.400A5.200 5.200 0 0 0 8 2.800Z",
  clock:
    "M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1Zm0 1.800a5.200 5.200 0 1 0 0 10.400A5.200 5.200 0 0 0 8 2.800Z",
  dots: "M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1Z",
  shield: "M8 .800l6 2.200v4.400c0 3.800-2.500 6.400-6 7.800-3.500-1.400-6-4-6-7.800V3Z",
};
const CUT: Partial<Record<Shape, string>> = {
  tick: "M4.900 8.300l2.200 2.200 4.100-4.700",
  triangle: "M8 5.800v3.500M8 11.700v.1",
  cross: "M5.700 5.700l4.600 4.600M10.300 5.700l-4.600 4.600",
  question: "M8 5v3.600M8 10.800v.1",
  dots: "M5 8h.1M8 8h.1M11 8h.1",
  shield: "M8 5v3.400M8 10.800v.1",
};
const INK: Partial<Record<Shape, string>> = {
  slash: "M4.300 11.700l7.400-7.400",
  dash: "M5.300 8h5.400",
  clock: "M8 4.800V8l2.200 1.300",
};

/** The shape alone. Give it a text beside, or a `label`. */
export function StateShape({
  tone,
  shape,
  label,
  size = 15,
}: {
  tone: Tone;
  shape: Shape;
  label?: string;
  size?: number;
}) {
  const spoken = label
    ? ({ role: "img", "aria-label": label } as const)
    : ({ "aria-hidden": true } as const);
  return (
    <svg
      className={classes.shape}
      data-tone={tone}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      focusable="false"
      {...spoken}
    >
      <path d={BODY[shape]} className={classes.body} fillRule="evenodd" />
      {CUT[shape] ? <path d={CUT[shape]} className={classes.cut} /> : null}
      {INK[shape] ? <path d={INK[shape]} className={classes.ink} /> : null}
    </svg>
  );
}

/** A state as shape and text; `soft` puts it on a tinted ground. */
export function StateMark({
  tone,
  shape,
  label,
  soft = false,
}: {
  tone: Tone;
  shape: Shape;
  label: string;
  soft?: boolean;
}) {
  return (
    <span className={classes.mark} data-tone={tone} data-soft={soft || undefined}>
      <StateShape tone={tone} shape={shape} />
      <span>{label}</span>
    </span>
  );
}
