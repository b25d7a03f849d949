import classes from "./shell.module.css";

/** The mark: a watch ring that a tick breaks out of. */
export function BrandMark({ size = 26 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="#134e5e" />
      <path
        d="M24.2 12.1a9 9 0 1 1-4.7-4.4"
        fill="none"
        stroke="#fff"
        strokeWidth="2.600"
        strokeLinecap="round"
      />
      <path
        d="m11.6 15.6 4.2 4.2L26 8.6"
        fill="none"
        stroke="#f2b84b"
        strokeWidth="2.800"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

export function Brand() {
  return (
    <span className={classes.brand}>
      <BrandMark />
      <span>Driftvakt</span>
    </span>
  );
}
