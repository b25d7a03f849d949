import { z } from "zod";
import { Defined, Reference } from "../reference.ts";
import { Channel, EventName, Priority } from "../vocabulary.ts";
import { term } from "./term.ts";

const family = "Clocks and calendars";
const urgencies = z.strictObject({ high: Priority, medium: Priority, low: Priority });

export const ResponseClock = term(
  "responseClock",
  {
    family,
    says: "Within which service time work begins or a fault is solved.",
    witnesses: ["tickets"],
  },
  {
    kind: z.enum(["reaction", "solution", "update"]),
    targets: z
      .array(
        z.strictObject({
          priority: Priority.optional(),
          severity: Reference(
            "severity",
            "Id of a severity of the severityRule that applies.",
          ).optional(),
          level: Reference("level").optional(),
          targetMinutes: z.int().min(1).meta({ description: "In time of the calendar." }),
          calendar: Reference("calendar"),
        }),
      )
      .min(1)
      .meta({ description: "The first target that fits counts." }),
    startsBy: z
      .array(Channel)
      .min(1)
      .meta({ description: "Channels whose notice starts the clock." }),
    startsOn: z
      .array(EventName)
      .optional()
      .meta({ description: "Events that start it without anybody’s notice." }),
    startsAt: z.enum(["received", "confirmed"]),
    fulfilledBy: z
      .array(z.enum(["workBegun", "scheduled", "answered", "workaround", "solved"]))
      .min(1),
    pausesWhile: z.array(
      z.enum([
        "waitingForCustomer",
        "waitingForThirdParty",
        "appointmentAgreed",
        "customerUnreachable",
      ]),
    ),
    warnAtPercent: z.array(z.int().min(1).max(99)),
  },
);

export const SeverityRule = term(
  "severityRule",
  { family, says: "What makes a problem critical.", witnesses: ["tickets"] },
  {
    severities: z
      .array(
        z.strictObject({
          id: Defined("severity"),
          priority: Priority,
          anyOf: z
            .array(
              z.discriminatedUnion("if", [
                z.strictObject({ if: z.literal("personsMoreThan"), persons: z.int().min(0) }),
                z.strictObject({ if: z.literal("everyoneAffected") }),
                z.strictObject({ if: z.literal("keyProcessImpaired") }),
                z.strictObject({ if: z.literal("serviceDown") }),
                z.strictObject({ if: z.literal("serviceDegraded") }),
                z.strictObject({ if: z.literal("otherwise") }),
              ]),
            )
            .min(1),
        }),
      )
      .min(1)
      .meta({ description: "The first that fits counts." }),
    matrix: z
      .strictObject({ high: urgencies, medium: urgencies, low: urgencies })
      .optional()
      .meta({ description: "Impact, then urgency; used where no severity fits." }),
  },
);

export const ServiceHours = term(
  "serviceHours",
  { family, says: "When the provider can be reached or works.", witnesses: ["tickets"] },
  {
    purpose: z.enum(["service", "faultIntake", "openingHours", "emergency", "changeRequests"]),
    calendar: Reference("calendar"),
    channels: z.array(Channel).min(1),
  },
);

export const Window = term(
  "window",
  {
    family,
    says: "Work of this kind is done only inside a calendar; outside it something else is needed.",
    witnesses: ["journal"],
  },
  {
    of: z.enum(["updates", "maintenance", "restarts", "changes"]),
    calendar: Reference("calendar"),
    outside: z.enum(["appointment", "consent", "refused", "surcharge"]),
    within: Reference(
      "calendar",
      "Calendar of service hours that the window must lie inside, where technicians watch over it.",
    ).optional(),
    longestMinutes: z.int().min(1).optional(),
  },
);
