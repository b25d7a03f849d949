import { createContext, use, useMemo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { makeFormat, type Format } from "./format.ts";

const FormatContext = createContext<Format | null>(null);

/** Gives the formats of the language on screen and the person's time zone to everything below. */
export function FormatProvider({ timeZone, children }: { timeZone: string; children: ReactNode }) {
  const { i18n } = useTranslation();
  const language = i18n.language;
  const format = useMemo(() => makeFormat(language, timeZone), [language, timeZone]);
  return <FormatContext value={format}>{children}</FormatContext>;
}

/** Numbers, money and time as the person reads them. */
export function useFormat(): Format {
  const format = use(FormatContext);
  if (!format) throw new Error("useFormat needs a FormatProvider above it");
  return format;
}

/** Text that comes in several languages: the one on screen, else English. */
export function useText(): (texts: Readonly<Record<string, string>>) => string {
  const { i18n } = useTranslation();
  return (texts) => texts[i18n.language] ?? texts["en"] ?? "";
}
