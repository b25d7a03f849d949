import type { Happening, Line } from "@driftvakt/domain/simulation";
import { useTranslation } from "react-i18next";
import type { Format } from "../../i18n/format.ts";
import { useText } from "../../i18n/use-format.tsx";
import type { Entry } from "./entries.ts";

export type EntryText = {
  /** One line that stands for it everywhere. */
  readonly title: string;
  /** The scenario's and the engine's own words, for who knows them; the same in every language. */
  readonly words: string | undefined;
};

type Values = Readonly<Record<string, string>>;
type Shown<Code extends Line["code"] = Line["code"]> = Exclude<Code, "promise" | "decided">;

/** Puts entries into the reader's language; times and money in the given format. */
export function useEntryText(format: Format): (entry: Entry) => EntryText {
  const { t } = useTranslation();
  const text = useText();
  // Every sentence takes what it wants of the line's values; a test holds all languages to the same ones.
  const say = t as (key: `simulator.line.${Shown}`, values: Values) => string;

  const ofLine = (line: Line): EntryText => {
    const { code, what, sentences } = line;
    if (code === "promise" || code === "decided")
      return { title: sentences ? text(sentences) : what, words: asked(line) };
    const key: Shown = code;
    return { title: say(`simulator.line.${key}`, valuesOf(line, format)), words: undefined };
  };
  const ofHappening = ({ event, name, word }: Happening): EntryText => {
    const words = [name, word].filter((one) => one !== undefined && one !== "").join(" · ");
    const title = t(`simulator.event.${event as "outage"}`);
    return { title, words: words === "" ? undefined : words };
  };
  return (entry) => (entry.of === "line" ? ofLine(entry.line) : ofHappening(entry.happening));
}

function asked({ facts }: Line): string | undefined {
  const words = facts["asked"];
  return words === undefined ? undefined : String(words);
}

/** Everything that a sentence may want, whether it does or not. */
function valuesOf({ facts, untilMs, amount }: Line, format: Format): Values {
  const plain = Object.entries(facts).map(([name, value]) => [name, String(value)] as const);
  const { period, netMinor } = facts;
  return {
    ...Object.fromEntries(plain),
    ...(typeof period === "string" && { period: periodText(period, format) }),
    ...(untilMs !== undefined && { until: format.dateTime(untilMs) }),
    ...(amount && { amount: format.money(amount.amountMinor, amount.currency) }),
    ...(amount && typeof netMinor === "number" && { net: format.money(netMinor, amount.currency) }),
  };
}

/** `2027-04` as a month; quarters and the like as they are. */
export function periodText(period: string, format: Format): string {
  return /^\d{4}-\d{2}$/.test(period) ? format.month(period) : period;
}

/** From when to when, saying the day once where it is one day. */
export function spanText(fromMs: number, toMs: number, { locale, timeZone }: Format): string {
  const format = new Intl.DateTimeFormat(locale, {
    timeZone,
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return toMs > fromMs ? format.formatRange(fromMs, toMs) : format.format(fromMs);
}
