import { z } from "zod";
import { Reference } from "../reference.ts";
import { Schedule } from "../schedule.ts";
import { Channel, EventName } from "../vocabulary.ts";
import { Charge } from "../price.ts";
import { term } from "./term.ts";

const family = "Alarms and notices";
const audience = z.enum(["technicians", "customer", "affectedCustomers", "orderers", "public"]);
const contents = z.array(
  z.enum([
    "what",
    "since",
    "value",
    "threshold",
    "statistics",
    "advice",
    "proposal",
    "costs",
    "cause",
    "start",
    "end",
    "effect",
    "listNames",
    "howToSolve",
    "deadline",
  ]),
);

export const Alarm = term(
  "alarm",
  {
    family,
    says: "People are told of bad states at once, by these channels.",
    witnesses: ["control"],
  },
  {
    events: z.array(EventName).min(1),
    to: z.array(audience).min(1),
    recipients: z.enum(["chosenByCustomer", "namedContacts", "onDuty", "all"]),
    channels: z.array(Channel).min(1),
    combination: z
      .enum(["all", "anyChosen"])
      .meta({ description: "`anyChosen`: the customer picks among the channels." }),
    language: z.enum(["recipient", "provider"]),
    withinSeconds: z
      .int()
      .min(1)
      .meta({ description: "From the hard state to the message handed over." }),
    oncePer: z.enum(["incidentAndChannel", "event"]),
    calendar: Reference("calendar", "Absent: around the clock.").optional(),
    fixedInstead: z
      .boolean()
      .optional()
      .meta({ description: "The provider may fix the fault instead, free of charge." }),
  },
);

export const Notice = term(
  "notice",
  { family, says: "Interruptions are announced ahead of time.", witnesses: ["control"] },
  {
    of: z.enum(["plannedInterruption", "thirdPartyWork", "termsChange", "restart"]),
    noticeHours: z.int().min(0).meta({ description: "0: without a fixed time, as soon as known." }),
    longerThanMinutes: z
      .int()
      .min(0)
      .meta({ description: "Only interruptions longer than this must be announced." }),
    channels: z.array(Channel).min(1),
    publishOn: z.array(Channel),
    to: audience,
    emergencies: z.enum(["repairFirst", "noticeAnyway"]),
    contents,
  },
);

export const NotifyCustomer = term(
  "notifyCustomer",
  {
    family,
    says: "The customer is told when something happens, in writing where it says so.",
    witnesses: ["control"],
  },
  {
    on: z.array(EventName).min(1),
    channels: z.array(Channel).min(1),
    inWriting: z.boolean(),
    withinHours: z.int().min(0),
    contents,
    to: audience.optional(),
  },
);

export const Reminder = term(
  "reminder",
  {
    family,
    says: "Something that is the customer’s to do is shown and reminded of until it is done.",
    witnesses: ["control"],
  },
  {
    of: z.enum([
      "restart",
      "backupPaths",
      "namedPersons",
      "portChanges",
      "credentials",
      "cmsUpdates",
      "acceptTerms",
      "delisting",
      "infrastructureAnalysis",
      "configuration",
    ]),
    schedule: Schedule,
    channels: z.array(Channel).min(1),
    shownTo: z.array(z.enum(["customer", "technician"])).min(1),
    loud: z
      .boolean()
      .meta({ description: "Shown first and in red wherever the contract is seen." }),
  },
);

export const Report = term(
  "report",
  { family, says: "A report is made and sent for each period.", witnesses: ["control"] },
  {
    name: z.enum([
      "checks",
      "securityUpdates",
      "antivirus",
      "availability",
      "fairUse",
      "backup",
      "detectionRates",
      "signatures",
      "service",
    ]),
    schedule: Schedule,
    contents: z
      .array(
        z.enum([
          "antivirusState",
          "criticalEvents",
          "diskCapacity",
          "diskHealth",
          "backupSuccess",
          "checkSuccess",
          "updateSuccess",
          "updateFailures",
          "restartsPending",
          "rolloutPercent",
          "signatureAge",
          "scannerState",
          "findings",
          "availabilityPercent",
          "outages",
          "credits",
          "usage",
          "detectionPercent",
          "certificates",
          "tickets",
        ]),
      )
      .min(1),
    channels: z.array(Channel).min(1),
    onDemand: z.boolean(),
    authoritative: z
      .boolean()
      .optional()
      .meta({ description: "Where figures are disputed this report counts." }),
  },
);

export const Escalation = term(
  "escalation",
  {
    family,
    says: "Who is called when nobody reacts, and when nobody may be called.",
    witnesses: ["control", "tickets"],
  },
  {
    steps: z
      .array(
        z.strictObject({
          afterMinutes: z.int().min(0),
          to: z.enum(["onDuty", "lead", "owner"]),
          channels: z.array(Channel).min(1),
        }),
      )
      .min(1),
    calendar: Reference("calendar", "Steps wait until this calendar is open."),
    ringsOutside: z
      .boolean()
      .meta({ description: "Only where true may a phone ring outside the calendar." }),
  },
);

export const OnCall = term(
  "onCall",
  { family, says: "An emergency number is answered outside service time.", witnesses: ["tickets"] },
  {
    channel: Channel,
    calendar: Reference("calendar", "Service time; the number is for the time outside it."),
    outsideCalendar: z.boolean(),
    charge: Charge,
  },
);
