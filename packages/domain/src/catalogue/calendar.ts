import { z } from "zod";
import { CountryCode, TimeZone } from "./provider.ts";
import { LocalText } from "./text.ts";

export const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export const Weekday = z.enum(weekdays);
export type Weekday = z.infer<typeof Weekday>;

/** Wall-clock time `HH:MM`; `24:00` only as an end. */
export const ClockTime = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, "a time of day as HH:MM, 00:00 to 24:00")
  .meta({ description: "Time of day as HH:MM, 00:00 to 24:00." });

/** Open from `from` (included) to `to` (not included), on one calendar day; a night is written as two blocks. */
export const Block = z
  .strictObject({ from: ClockTime, to: ClockTime })
  .refine((b) => b.from < b.to, {
    message: "a block that ends after it starts on the same day (a night is two blocks)",
  })
  .meta({ id: "Block" });
export type Block = z.infer<typeof Block>;

export const CalendarDate = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, "a date as YYYY-MM-DD")
  .refine(
    (date) => !Number.isNaN(Date.parse(date)) && new Date(date).toISOString().startsWith(date),
    "a date that exists",
  )
  .meta({ description: "A date as YYYY-MM-DD." });

/**
 * Public holidays on which the calendar is closed. `subdivisions`: `[]` the nationwide ones only, a list those of these
 * states too, `all` every day that is a holiday in at least one state.
 */
export const Holidays = z
  .strictObject({
    country: CountryCode,
    subdivisions: z.union([
      z.literal("all"),
      z.array(z.string().regex(/^[A-Z0-9]{1,3}$/, "a subdivision code such as BY")),
    ]),
    halfDays: z
      .array(
        z.strictObject({
          month: z.int().min(1).max(12),
          day: z.int().min(1).max(31),
          closesAt: ClockTime,
        }),
      )
      .optional(),
  })
  .meta({ id: "Holidays" });
export type Holidays = z.infer<typeof Holidays>;

/** When something is open. Several blocks a day; exceptions beat holidays, holidays beat the week. */
export const Calendar = z
  .strictObject({
    name: LocalText.optional(),
    timeZone: TimeZone.optional().meta({ description: "Default: the provider’s time zone." }),
    weekly: z
      .array(
        z.strictObject({ days: z.array(Weekday).min(1), blocks: z.array(Block).min(1).max(12) }),
      )
      .min(1),
    holidays: z.array(Holidays).optional(),
    icalFeeds: z.array(z.url({ protocol: /^https$/ })).optional(),
    exceptions: z
      .array(
        z.strictObject({
          date: CalendarDate,
          blocks: z.array(Block).max(12),
          reason: z.string().optional(),
        }),
      )
      .optional(),
  })
  .meta({ id: "Calendar" });
export type Calendar = z.infer<typeof Calendar>;
