import { z } from "zod";
import { Reference } from "../reference.ts";
import { Charge } from "../price.ts";
import { OperationName, Topic } from "../vocabulary.ts";
import { term } from "./term.ts";

const family = "Money and time";

const surcharges = z.enum(["drawn", "invoiced", "none"]).optional().meta({
  description:
    "What a surcharge means for these hours. `drawn` (the default): work takes more of them, an hour at 50 % an hour and a half. `invoiced`: an hour takes an hour, and the surcharge is charged in money. `none`: an hour is an hour at any time.",
});

export const PriceMonthly = term(
  "priceMonthly",
  { family, says: "A fee for each period.", witnesses: ["billing"] },
  {
    of: z.enum(["planBaseFee", "option", "levelSurcharge"]),
    per: z.enum(["machine", "account", "user", "contract"]),
    startingPrice: z.boolean(),
    risesWithLevel: z.boolean(),
    bookableFor: z.enum(["perMachineOnly", "contract"]),
  },
);

export const PriceRate = term(
  "priceRate",
  { family, says: "An hourly rate at which time is charged.", witnesses: ["billing", "tickets"] },
  {
    price: Reference("price"),
    topics: z.union([z.literal("everythingOptional"), z.array(Topic).min(1)]),
    operations: z.array(OperationName).optional().meta({
      description: "Operations that are sold at this rate where no other clause speaks of them.",
    }),
    basis: z.enum(["timeSpent", "perUnit"]).meta({
      description:
        "`timeSpent`: the minutes actually worked, whatever `timeUnits` say; `perUnit`: counted in the units of `timeUnits`.",
    }),
  },
);

export const TimeUnits = term(
  "timeUnits",
  { family, says: "Time is charged in units.", witnesses: ["billing", "tickets"] },
  {
    unitMinutes: z.int().min(1),
    rounding: z.enum(["up", "nearest", "down"]),
    minimumUnits: z.int().min(0),
    roundedPer: z.enum(["entry", "ticket", "ticketDay", "month"]),
    price: Reference("price").optional(),
    agreedBefore: z.boolean(),
    documented: z.boolean(),
  },
);

export const HourQuota = term(
  "hourQuota",
  {
    family,
    says: "Hours in the fee, what they cover, and what happens to the rest.",
    witnesses: ["billing", "tickets"],
  },
  {
    hours: z.number().min(0),
    period: z.enum(["month", "quarter", "year"]),
    covers: z.array(Topic).min(1),
    unused: z.discriminatedUnion("rule", [
      z.strictObject({ rule: z.literal("expires") }),
      z.strictObject({
        rule: z.literal("rollsOver"),
        months: z.int().min(1),
        maximumHours: z.number().min(0).optional(),
      }),
    ]),
    overage: Charge,
    warnAtPercent: z.array(z.int().min(1).max(100)).meta({
      description: "Percent of the period’s hours at which the customer is told; once each.",
    }),
    surcharges,
  },
);

export const HourBlock = term(
  "hourBlock",
  { family, says: "Prepaid hours that are bought in a block.", witnesses: ["billing", "tickets"] },
  {
    hours: z.number().min(0),
    price: Reference("price"),
    validMonths: z.int().min(1),
    unused: z.enum(["expires", "rollsOverOnRenewal", "refunded"]).meta({
      description:
        "What is left at the end of a block: it is gone, it lives on for `rollOverMonths` (once) if another is bought before, or its price comes back.",
    }),
    rollOverMonths: z.int().min(0).optional(),
    consume: z.enum(["oldestFirst", "newestFirst"]).meta({
      description: "Which block is drawn first, by when it was bought.",
    }),
    autoRenewBelowHours: z.number().min(0).optional().meta({
      description:
        "Another block is bought and charged by itself when work leaves fewer hours than this; never before the first was ordered, nor for time that passes alone.",
    }),
    covers: z.array(Topic).min(1),
    surcharges,
  },
);

export const Surcharge = term(
  "surcharge",
  { family, says: "A rate is higher at some times.", witnesses: ["billing"] },
  {
    percent: z.number().min(0).max(1000),
    applies: z.enum(["outsideCalendar", "insideCalendar", "always"]),
    calendar: Reference("calendar", "Needed unless it applies always.").optional(),
    topics: z.array(Topic).min(1),
  },
);

export const Travel = term(
  "travel",
  { family, says: "How driving is charged.", witnesses: ["billing"] },
  {
    freeMinutes: z.int().min(0),
    freePer: z.enum(["visit", "direction", "day"]),
    thereafter: Charge,
  },
);

export const FlatRate = term(
  "flatRate",
  {
    family,
    says: "Work that is covered by the fee, however much it is.",
    witnesses: ["billing", "tickets"],
  },
  {
    covers: z.array(Topic).min(1),
    excessive: z
      .strictObject({
        aboveHoursPerMonth: z.number().min(0),
        months: z.int().min(1),
        outcome: z.enum(["proposeAdjustment", "charge"]),
      })
      .optional(),
  },
);

export const CoveredBy = term(
  "coveredBy",
  {
    family,
    says: "Work that costs nothing when something else pays for it.",
    witnesses: ["billing"],
  },
  {
    option: Reference("option"),
    topics: z.array(Topic).min(1),
  },
);

export const LicenceCost = term(
  "licenceCost",
  { family, says: "Software that carries an extra licence cost.", witnesses: ["billing"] },
  {
    items: z
      .array(
        z.strictObject({
          set: Reference("softwareSet"),
          item: Reference("softwareItem"),
          price: Reference("price"),
        }),
      )
      .min(1)
      .meta({ description: "Items of softwareSet terms and the price of each." }),
  },
);

export const LicenceSupply = term(
  "licenceSupply",
  { family, says: "Licences are supplied as needed.", witnesses: ["billing", "contract"] },
  {
    products: z
      .array(z.enum(["officeSuite", "antivirus", "backup", "cms", "operatingSystem"]))
      .min(1),
    basis: z.enum(["onDemand", "included"]),
    price: Reference("price").optional(),
    adjustedWithinDays: z.int().min(0),
  },
);

export const OrderedWork = term(
  "orderedWork",
  { family, says: "Work that happens on order and is charged.", witnesses: ["tickets", "billing"] },
  {
    topics: z.array(Topic).min(1),
    needs: z.enum(["order", "acceptedQuote", "feasibilityAndOrder"]),
    charge: Charge,
  },
);
