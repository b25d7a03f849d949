import { z } from "zod";
import { Reference } from "../reference.ts";
import { MoneyText } from "../price.ts";
import { TimeZone } from "../provider.ts";
import { Cause, Channel, EvidenceSource } from "../vocabulary.ts";
import { term } from "./term.ts";

const family = "Availability";
const percent = z
  .number()
  .min(0)
  .max(100)
  .meta({ description: "Percent, as written in the contract: 99.9." });

export const downtimeStarts = [
  "firstFailedProbe",
  "detection",
  "customerReport",
  "ticketOpened",
  "providerConfirmed",
] as const;
export const downtimeEnds = [
  "firstGoodProbe",
  "serviceRestored",
  "ticketResolved",
  "customerConfirmed",
] as const;

export const Availability = term(
  "availability",
  {
    family,
    says: "A percentage of a period in which the service is up, and how it is measured.",
    witnesses: ["probe", "control"],
  },
  {
    percent,
    period: z.enum(["month", "quarter", "year", "rolling30Days"]),
    timeZone: TimeZone.optional().meta({
      description: "Zone of the period’s edges; default: the provider’s.",
    }),
    of: z.enum(["machine", "service", "network", "power", "platform", "site", "mail", "api"]),
    services: z.enum(["anyDown", "allDown", "average", "single"]).meta({
      description: "How several services make one figure: `anyDown` is the union of outages.",
    }),
    downtimeStarts: z.enum(downtimeStarts),
    downtimeEnds: z.enum(downtimeEnds),
    minimumOutageSeconds: z
      .int()
      .min(0)
      .meta({ description: "Shorter outages do not count at all." }),
    roundOutage: z
      .strictObject({ toSeconds: z.int().min(1), direction: z.enum(["up", "down", "nearest"]) })
      .optional(),
    calendar: Reference(
      "calendar",
      "Only time inside this calendar counts, on both sides of the fraction; absent: all time.",
    ).optional(),
    evidence: z.array(EvidenceSource).min(1),
    unknownTime: z.enum(["up", "down", "leftOut"]).meta({ description: "Time without evidence." }),
    excludedCauses: z
      .array(
        z.strictObject({
          cause: Cause,
          noticeHours: z.int().min(0).optional(),
          maximumMinutes: z.int().min(0).optional(),
        }),
      )
      .optional()
      .meta({
        description:
          "Besides `downtimeExclusion` terms. `noticeHours`: only if announced that long before; `maximumMinutes`: per period.",
      }),
    decimals: z
      .int()
      .min(0)
      .max(6)
      .meta({ description: "Decimals to which the percentage is rounded before it is compared." }),
    rounding: z.enum(["down", "nearest", "up"]),
  },
);

export const DowntimeExclusion = term(
  "downtimeExclusion",
  { family, says: "Causes that are not downtime.", witnesses: ["control", "tickets"] },
  {
    causes: z
      .array(
        z.strictObject({
          cause: Cause,
          noticeHours: z
            .int()
            .min(0)
            .optional()
            .meta({ description: "Only if announced at least this long before." }),
          maximumMinutesPerPeriod: z.int().min(0).optional(),
          insideCalendar: Reference(
            "calendar",
            "Only inside this calendar (a maintenance window).",
          ).optional(),
        }),
      )
      .min(1),
  },
);

const tier = z.strictObject({
  fromPercent: percent.meta({ description: "Highest availability of the tier, included." }),
  toPercent: percent.meta({ description: "Lowest availability of the tier, included." }),
  credit: z.number().min(0),
});

export const Credit = term(
  "credit",
  { family, says: "What is given back when the availability was missed.", witnesses: ["billing"] },
  {
    availability: Reference("clause", "Id of the clause that promises the availability."),
    base: z.enum(["baseFee", "wholeFee", "affectedService"]).meta({
      description:
        "`baseFee`: the plan’s fee for the machine; `wholeFee`: with the surcharge of its level; `affectedService`: the plan’s fee for the machine that was down.",
    }),
    unit: z.enum(["percent", "days", "hours", "multipleOfDowntime"]).meta({
      description:
        "`days`: days of the fee; `multipleOfDowntime`: the fee of the downtime, times the figure.",
    }),
    by: z.discriminatedUnion("rule", [
      z.strictObject({
        rule: z.literal("tiers"),
        tiers: z.array(tier).min(1),
        decimals: z.int().min(0).max(6),
      }),
      z.strictObject({
        rule: z.literal("perStarted"),
        minutes: z.int().min(1),
        credit: z.number().min(0),
        afterMinutes: z.int().min(0),
      }),
      z.strictObject({
        rule: z.literal("perFull"),
        minutes: z.int().min(1),
        credit: z.number().min(0),
        afterMinutes: z.int().min(0),
      }),
      z.strictObject({ rule: z.literal("perTenthPercentMissed"), credit: z.number().min(0) }),
      z.strictObject({ rule: z.literal("flat"), credit: z.number().min(0) }),
    ]),
    cap: z.discriminatedUnion("of", [
      z.strictObject({ of: z.literal("percent"), percent: z.number().min(0).max(1000) }),
      z.strictObject({ of: z.literal("days"), days: z.int().min(0) }),
      z.strictObject({ of: z.literal("amount"), amount: MoneyText }),
      z.strictObject({ of: z.literal("none") }),
    ]),
    capPeriod: z.enum(["month", "quarter", "year"]),
    severalIncidents: z.enum(["summed", "worst", "each"]),
    payout: z.enum(["creditNote", "nextInvoice", "extension", "cash"]),
  },
);

export const Claim = term(
  "claim",
  { family, says: "How and until when a credit must be asked for.", witnesses: ["tickets"] },
  {
    credit: Reference("clause", "Id of the clause that gives the credit."),
    automatic: z
      .boolean()
      .meta({ description: "True: given without asking; the deadline is then the provider’s." }),
    deadline: z.discriminatedUnion("rule", [
      z.strictObject({
        rule: z.literal("days"),
        days: z.int().min(0),
        from: z.enum([
          "incidentStart",
          "incidentEnd",
          "established",
          "periodEnd",
          "report",
          "invoice",
        ]),
      }),
      z.strictObject({
        rule: z.literal("workingDays"),
        days: z.int().min(0),
        from: z.enum([
          "incidentStart",
          "incidentEnd",
          "established",
          "periodEnd",
          "report",
          "invoice",
        ]),
        calendar: Reference("calendar"),
      }),
      z.strictObject({
        rule: z.literal("endOfNextMonth"),
        from: z.enum(["incidentStart", "incidentEnd", "periodEnd"]),
      }),
      z.strictObject({ rule: z.literal("none") }),
    ]),
    dayCounts: z.enum(["dayAfterIsFirst", "sameDayIsFirst"]),
    inWriting: z.boolean(),
    channels: z.array(Channel).min(1),
  },
);

export const Evidence = term(
  "evidence",
  {
    family,
    says: "Which measurements count, which do not, and that they can be shown.",
    witnesses: ["probe", "control"],
  },
  {
    accepts: z.array(EvidenceSource).min(1),
    rejects: z.array(EvidenceSource),
    agreement: z
      .enum(["any", "all", "majority"])
      .meta({ description: "Which of the accepted sources must see an outage." }),
    keepMonths: z.int().min(1),
    producible: z.boolean(),
  },
);

export const Definition = term(
  "definition",
  { family, says: "What a word of the contract means to the software.", witnesses: [] },
  {
    word: z.enum([
      "update",
      "upgrade",
      "uptime",
      "downtime",
      "availability",
      "workingDay",
      "newsletter",
      "emergency",
      "excessiveUse",
    ]),
    means: z.enum([
      "securityPatches",
      "newerVersion",
      "reachableTime",
      "unreachableTime",
      "calendarMonthShare",
      "openDay",
      "manyRecipients",
      "unplannedRepair",
      "aboveThreshold",
    ]),
    period: z.enum(["calendarMonth", "calendarYear"]).optional(),
  },
);
