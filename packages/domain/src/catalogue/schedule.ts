import { z } from "zod";
import { Reference } from "./reference.ts";
import { ClockTime, Weekday } from "./calendar.ts";

const calendar = Reference("calendar");

/** How often something happens. Times of day are in the calendar's zone, else the provider's. */
export const Schedule = z
  .discriminatedUnion("every", [
    z.strictObject({ every: z.literal("beat"), seconds: z.int().min(1).max(86_400) }),
    z.strictObject({ every: z.literal("hours"), hours: z.int().min(1).max(168) }),
    z.strictObject({ every: z.literal("day"), at: ClockTime.optional() }),
    z.strictObject({ every: z.literal("workingDay"), at: ClockTime, calendar }),
    z.strictObject({
      every: z.literal("week"),
      weekday: Weekday.optional(),
      at: ClockTime.optional(),
    }),
    z.strictObject({
      every: z.literal("month"),
      day: z.int().min(1).max(28),
      at: ClockTime.optional(),
    }),
    z.strictObject({ every: z.literal("quarter") }),
    z.strictObject({ every: z.literal("year") }),
    z.strictObject({ every: z.literal("onDemand") }),
    z.strictObject({ every: z.literal("onChange") }),
  ])
  .meta({ id: "Schedule" });
export type Schedule = z.infer<typeof Schedule>;
