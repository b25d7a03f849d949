import type { Locale } from "@driftvakt/protocol/api";
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import type en from "./en.json";

declare module "i18next" {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
  }
}

/** Each language is a file of its own, loaded when someone reads it. */
const LANGUAGES: Readonly<Record<Locale, () => Promise<{ default: object }>>> = {
  en: () => import("./en.json"),
  sv: () => import("./sv.json"),
  da: () => import("./da.json"),
  de: () => import("./de.json"),
  bs: () => import("./bs.json"),
};

/** What each language calls itself. */
export const LANGUAGE_NAMES: Readonly<Record<Locale, string>> = {
  en: "English",
  sv: "Svenska",
  da: "Dansk",
  de: "Deutsch",
  bs: "Bosanski",
};

export const LOCALES = Object.keys(LANGUAGE_NAMES) as Locale[];

const REMEMBERED = "driftvakt-language";

/** The language to start in: what was used last on this device, else the browser's, else English. */
export function startLocale(): Locale {
  const wishes = [readRemembered(), ...navigator.languages];
  for (const wish of wishes) {
    const short = wish?.slice(0, 2).toLowerCase();
    const known = LOCALES.find((locale) => locale === short || bosnianSister(locale, short));
    if (known) return known;
  }
  return "en";
}

/** Croatian, Serbian and Montenegrin readers are at home in Bosnian; Norwegian ones in Danish. */
function bosnianSister(locale: Locale, short: string | undefined): boolean {
  if (locale === "bs") return short === "hr" || short === "sr" || short === "sh";
  return locale === "da" && (short === "nb" || short === "no");
}

function readRemembered(): string | undefined {
  try {
    return localStorage.getItem(REMEMBERED) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Loads a language and shows the portal in it. */
export async function showLocale(locale: Locale): Promise<void> {
  if (!i18next.hasResourceBundle(locale, "translation")) {
    const { default: texts } = await LANGUAGES[locale]();
    i18next.addResourceBundle(locale, "translation", texts);
  }
  await i18next.changeLanguage(locale);
  document.documentElement.lang = locale;
  try {
    localStorage.setItem(REMEMBERED, locale);
  } catch {
    // Storage is off: the browser's language will do next time.
  }
}

/** Sets the translations up and loads the first language. */
export async function startTranslations(): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources: {},
    fallbackLng: false,
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
    showSupportNotice: false,
  } as Parameters<typeof i18next.init>[0]);
  await showLocale(startLocale());
}
