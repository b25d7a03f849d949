/** Line icons on a 20 × 20 grid, drawn for this product. */
const PATHS = {
  overview: "M3.5 4.5h13v11h-13zM6.5 8.2h7M6.5 11.8h4.5",
  server: "M3.5 4h13v5h-13zM3.5 11h13v5h-13zM6.4 6.5h.01M6.4 13.5h.01M9.5 6.5h4M9.5 13.5h4",
  alert:
    "M10 3.2c-2.9 0-4.6 2-4.6 4.8 0 3.6-1.4 4.6-1.9 5.6h13c-.5-1-1.9-2-1.9-5.6 0-2.8-1.7-4.8-4.6-4.8ZM8.3 16.2c.4.7 1 1 1.7 1s1.3-.3 1.7-1",
  contract: "M5 3h7.2L15.5 6.3V17H5zM11.8 3.2v3.4h3.5M7.6 10h5.2M7.6 13.2h3.4",
  promise:
    "M10 2.8l5.8 2.1v4.4c0 3.8-2.4 6.5-5.8 7.9-3.4-1.4-5.8-4.1-5.8-7.9V4.9zM7.4 9.9l2 2 3.4-3.6",
  availability: "M3 10h3l1.8-4.6 3.6 9.2L13.4 10H17",
  work: "M4 5h12v11.5H4zM4 8.4h12M7.2 3.4v3M12.8 3.4v3M7.4 12h5.2",
  customer:
    "M3.6 16.4V5.2L10 3v13.4M10 7.6l6.4 1.6v7.2M2.6 16.4h14.8M6.4 8h.8M6.4 11h.8M13 11.4h.6M13 13.8h.6",
  mandate: "M12.6 3.4l4 4-8.8 8.8-4.6.6.6-4.6zM10.8 5.2l4 4",
  mail: "M3 5h14v10.5H3zM3.4 5.6 10 11l6.6-5.4",
  people:
    "M7.4 9.4a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4ZM2.8 16.2c.2-2.9 2-4.6 4.6-4.6s4.4 1.7 4.6 4.6M12.8 9a2.3 2.3 0 1 0-.6-4.4M14 11.9c1.9.3 3 1.8 3.2 4.3",
  key: "M12.6 11.2a4 4 0 1 0-3.9-3.1l-5.3 5.3v3.2h3.2v-1.8h1.8v-1.8h1.7l.9-1.1c.5.2 1 .3 1.6.3ZM13.4 6.6h.01",
  audit: "M5 3.5h10v13H5zM7.6 7h4.8M7.6 10h4.8M7.6 13h2.6",
  release: "M10 3.2l6.2 3.2v7.2L10 16.8l-6.2-3.2V6.4zM3.8 6.4 10 9.6l6.2-3.2M10 9.6v7.2",
  revision:
    "M10.5 16.5H5v-13h7l3 3v3M11.8 3.7v3h3M12 16.5l.6-2.4 3.4-3.4 1.8 1.8-3.4 3.4zM7.6 8h2.4M7.6 11h3.4",
  docs: "M10 5.4C8.6 4.3 6.6 3.9 3.6 4v10.6c3-.1 5 .3 6.4 1.4 1.4-1.1 3.4-1.5 6.4-1.4V4c-3-.1-5 .3-6.4 1.4ZM10 5.4V16",
  search: "M9 14.2A5.2 5.2 0 1 0 9 3.8a5.2 5.2 0 0 0 0 10.4ZM12.8 12.8l4 4",
  menu: "M3.5 5.5h13M3.5 10h13M3.5 14.5h13",
  plus: "M10 4v12M4 10h12",
  copy: "M7 7h9v9.5H7zM13 7V3.5H4V13h3",
  check: "M4.4 10.6l3.8 3.8 7.6-8.6",
  restart: "M15.8 8.2A6.2 6.2 0 1 0 16.2 11M16.2 4.4v4h-4",
  power: "M10 3v6.4M6.2 5.2a6.2 6.2 0 1 0 7.6 0",
  next: "M7.6 4.6 13 10l-5.4 5.4",
  previous: "M12.4 4.6 7 10l5.4 5.4",
  close: "M5 5l10 10M15 5 5 15",
  sun: "M10 13.4a3.4 3.4 0 1 0 0-6.8 3.4 3.4 0 0 0 0 6.8ZM10 2.4v1.4M10 16.2v1.4M2.4 10h1.4M16.2 10h1.4M4.6 4.6l1 1M14.4 14.4l1 1M15.4 4.6l-1 1M5.6 14.4l-1 1",
  moon: "M16 11.8A6.4 6.4 0 0 1 8.2 4a6.4 6.4 0 1 0 7.8 7.8Z",
  auto: "M10 16.4a6.4 6.4 0 1 0 0-12.8 6.4 6.4 0 0 0 0 12.8ZM10 3.6v12.8M12 4.6v10.8M14 6v8",
  person: "M10 10a3.2 3.2 0 1 0 0-6.4A3.2 3.2 0 0 0 10 10ZM4 16.8c.3-3 2.5-4.8 6-4.8s5.7 1.8 6 4.8",
  help: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM7.9 8.1c.1-1.2 1-1.9 2.2-1.9 1.2 0 2.1.7 2.1 1.8 0 1.6-2.2 1.7-2.2 3.4M10 13.7h.01",
  out: "M8 3.5H4v13h4M8.5 10h8M13.4 6.8 16.6 10l-3.2 3.2",
  external: "M8.4 4.5H4.5v11h11v-3.9M11 4h5v5M16 4l-6.6 6.6",
  clock: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM10 6v4.2l2.8 1.7",
  chain:
    "M8.4 11.6a3 3 0 0 0 4.3 0l2.6-2.6a3 3 0 0 0-4.3-4.3L9.8 5.9M11.6 8.4a3 3 0 0 0-4.3 0L4.7 11A3 3 0 0 0 9 15.3l1.2-1.2",
  play: "M4 4.5h12v11H4zM8.4 7.4v5.2l4.2-2.6z",
  list: "M7.5 5.5h9M7.5 10h9M7.5 14.5h9M3.8 5.5h.01M3.8 10h.01M3.8 14.5h.01",
} as const;

export type IconName = keyof typeof PATHS;

/** An icon beside a text that says the same; hidden from screen readers. */
export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
