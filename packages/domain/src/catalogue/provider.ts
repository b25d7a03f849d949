import { z } from "zod";
import { CurrencyCode } from "./price.ts";

const isZone = (zone: string): boolean => {
  try {
    return (
      new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone.length > 0 &&
      /^[A-Z]/.test(zone)
    );
  } catch {
    return false;
  }
};

export const TimeZone = z
  .string()
  .refine(isZone, "an IANA time zone such as Europe/Stockholm")
  .meta({ description: "IANA time zone, such as Europe/Stockholm." });

export const CountryCode = z
  .string()
  .regex(/^[A-Z]{2}$/, "a country as two capital letters, such as SE")
  .meta({ description: "ISO 3166-1 alpha-2, in capitals." });

/** Who gives the promises, and in which country, language, time and money. */
export const Provider = z
  .strictObject({
    name: z.string().min(1).max(200),
    country: CountryCode,
    subdivision: z
      .string()
      .regex(/^[A-Z0-9]{1,3}$/, "a subdivision code such as BY")
      .optional(),
    locale: z.string().regex(/^[a-z]{2}-[A-Z]{2}$/, "a locale such as sv-SE"),
    timeZone: TimeZone,
    currency: CurrencyCode,
    vatPercent: z.number().min(0).max(100),
  })
  .meta({ id: "Provider" });
export type Provider = z.infer<typeof Provider>;
