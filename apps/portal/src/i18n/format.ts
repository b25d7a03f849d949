/** Everything a person reads as number, money or time, in their language and time zone. */
export type Format = Readonly<{
  locale: string;
  timeZone: string;
  /** 22 Nov 2026, 19:45 */
  dateTime: (ms: number) => string;
  /** 22 Nov 2026, 19:45:12 */
  exact: (ms: number) => string;
  /** 19:45:12 */
  time: (ms: number) => string;
  /** 22 Nov 2026 */
  date: (ms: number) => string;
  /** November 2026, from `2026-11` */
  month: (period: string) => string;
  /** 3 minutes ago */
  relative: (ms: number, nowMs: number) => string;
  /** 2 hr 5 min; the two largest units */
  duration: (seconds: number) => string;
  number: (value: number, digits?: number) => string;
  percent: (value: number | null | undefined, digits?: number) => string;
  bytes: (value: number) => string;
  money: (minor: number, currency: string) => string;
  /** The zone's short name at a moment, e.g. CET */
  zone: (ms: number) => string;
}>;

/** Which regional form a language is shown in; English in its 24-hour, day-first form. */
const REGIONS: Readonly<Record<string, string>> = {
  en: "en-GB",
  sv: "sv-SE",
  da: "da-DK",
  de: "de-DE",
  bs: "bs-BA",
};

/** Chromium says that it knows these, and has no names for them: then the nearest that it has. */
const STAND_INS: Readonly<Record<string, string>> = { "bs-BA": "sr-Latn-BA" };
const NOTHING = "–";

/** The regional form of a language that this browser has names of months for. */
export function regionOf(
  language: string,
  nameOf = (locale: string) => new Intl.DateTimeFormat(locale, { month: "long" }).format(0),
): string {
  const region = REGIONS[language] ?? language;
  const standIn = STAND_INS[region];
  return standIn !== undefined && /\d/.test(nameOf(region)) ? standIn : region;
}

/** Makes the formats of one language and zone; an unknown zone falls back to the device's. */
export function makeFormat(language: string, wishedZone: string): Format {
  const locale = regionOf(language);
  const timeZone = isZone(wishedZone)
    ? wishedZone
    : Intl.DateTimeFormat().resolvedOptions().timeZone;
  const when = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { timeZone, ...options });
    return (ms: number) => format.format(ms);
  };
  const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  const day = { day: "numeric", month: "short", year: "numeric" } as const;
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "short" });
  const durations = new Intl.DurationFormat(locale, { style: "short" });
  const percent = (digits: number) =>
    new Intl.NumberFormat(locale, {
      style: "percent",
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
  return {
    locale,
    timeZone,
    dateTime: when({ ...day, ...clock }),
    exact: when({ ...day, ...clock, second: "2-digit" }),
    time: when({ ...clock, second: "2-digit" }),
    date: when(day),
    month: (period) => monthName(locale, period),
    relative: (ms, nowMs) => relativeText(relative, ms, nowMs),
    duration: (seconds) => durationText(durations, seconds),
    number: (value, digits = 0) =>
      new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value),
    percent: (value, digits = 0) => (value == null ? NOTHING : percent(digits).format(value / 100)),
    bytes: (value) => bytesText(locale, value),
    money: (minor, currency) => moneyText(locale, minor, currency),
    zone: zoneName(locale, timeZone),
  };
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return zone !== "";
  } catch {
    return false;
  }
}

function monthName(locale: string, period: string): string {
  const [year = 1970, month = 1] = period.split("-").map(Number);
  const text = new Intl.DateTimeFormat(locale, { month: "long", year: "numeric", timeZone: "UTC" });
  return text.format(Date.UTC(year, month - 1, 15));
}

const STEPS: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number])[] = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
];

function relativeText(format: Intl.RelativeTimeFormat, ms: number, nowMs: number): string {
  const seconds = Math.round((ms - nowMs) / 1000);
  const [unit, size] = STEPS.find(([, size]) => Math.abs(seconds) >= size) ?? ["second", 1];
  return format.format(Math.round(seconds / size), unit);
}

function durationText(format: Intl.DurationFormat, totalSeconds: number): string {
  const seconds = Math.max(0, Math.round(totalSeconds));
  const parts = {
    days: Math.floor(seconds / 86_400),
    hours: Math.floor((seconds % 86_400) / 3600),
    minutes: Math.floor((seconds % 3600) / 60),
    seconds: seconds % 60,
  };
  const largest = Object.entries(parts).filter(([, value]) => value > 0);
  if (largest.length === 0) return format.format({ seconds: 0 }) || "0";
  return format.format(Object.fromEntries(largest.slice(0, 2)));
}

const BYTE_UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

function bytesText(locale: string, value: number): string {
  const power = Math.min(
    BYTE_UNITS.length - 1,
    Math.max(0, Math.floor(Math.log2(Math.max(1, Math.abs(value))) / 10)),
  );
  const scaled = value / 1024 ** power;
  const digits = scaled < 10 && power > 0 ? 1 : 0;
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(scaled);
  return `${number}\u00A0${BYTE_UNITS[power]}`;
}

function moneyText(locale: string, minor: number, currency: string): string {
  const format = new Intl.NumberFormat(locale, { style: "currency", currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(minor / 10 ** digits);
}

function zoneName(locale: string, timeZone: string): (ms: number) => string {
  const format = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: "short" });
  return (ms) =>
    format.formatToParts(ms).find((part) => part.type === "timeZoneName")?.value ?? timeZone;
}
