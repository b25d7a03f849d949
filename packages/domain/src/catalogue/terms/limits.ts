import { z } from "zod";
import { Defined, Reference } from "../reference.ts";
import { Charge } from "../price.ts";
import { Channel, EventName, Metric, OperationName } from "../vocabulary.ts";
import { term } from "./term.ts";

const family = "Limits and abuse";
const per = z.enum([
  "machine",
  "contract",
  "customer",
  "account",
  "webDomain",
  "mailDomain",
  "mailbox",
  "message",
  "mailingList",
  "user",
  "database",
]);
const window = z.strictObject({ minutes: z.int().min(1), kind: z.enum(["sliding", "fixed"]) });

export const CountLimit = term(
  "countLimit",
  { family, says: "A number that is included, and what more of it means.", witnesses: ["control"] },
  {
    thing: Defined("countedThing", "What is counted, such as vpnUsers."),
    per,
    included: z.union([z.int().min(0), z.literal("unlimited")]),
    beyond: z.enum(["charged", "refused", "agreed", "unlimited"]),
    price: Reference("price", "Price of one more.").optional(),
  },
);

export const Quota = term(
  "quota",
  {
    family,
    says: "An amount of something that is given, and what happens when it is used up.",
    witnesses: ["control", "agent"],
  },
  {
    metric: Metric,
    amount: z.union([z.number().min(0), z.literal("unlimited"), z.literal("agreed")]),
    unit: z.enum(["gigabyte", "megabyte", "kilobyte", "piece", "percent", "hour", "core"]),
    per,
    window: z.enum(["none", "month", "day"]),
    beyond: z.enum(["refused", "charged", "contact", "agreed"]),
    adjustable: z.boolean(),
    price: Reference("price").optional(),
  },
);

export const FairUse = term(
  "fairUse",
  {
    family,
    says: "A use that is fair; passing it is a case, not an error.",
    witnesses: ["agent", "control"],
  },
  {
    metric: Metric,
    limit: z.union([z.number().min(0), z.literal("unusual")]).meta({
      description:
        "`unusual`: far outside what others on the platform use (three times the 99th percentile).",
    }),
    unit: z.enum(["gigabyte", "megabyte", "kilobyte", "piece", "percent", "second"]),
    per,
    window: z.union([
      z.literal("current"),
      z.literal("single"),
      z.literal("calendarMonth"),
      window,
    ]),
    lastingMinutes: z
      .int()
      .min(0)
      .meta({ description: "How long it must last before it is a case." }),
    action: z.enum(["contact", "throttle", "refuse", "suspend"]),
  },
);

export const RateLimit = term(
  "rateLimit",
  { family, says: "So many in so much time.", witnesses: ["mailServer", "control"] },
  {
    metric: Metric,
    limit: z.int().min(0),
    window,
    per,
    action: z.enum(["refuse", "defer", "agreeFirst", "flagNewsletter"]),
  },
);

export const Prohibition = term(
  "prohibition",
  {
    family,
    says: "Something that may not be done on the platform, and how it is recognised.",
    witnesses: ["agent", "mailServer", "control"],
  },
  {
    things: z
      .array(
        z.enum([
          "spam",
          "proxying",
          "peerToPeer",
          "longScripts",
          "bulkMailWithoutAgreement",
          "forgedSender",
          "platformProbing",
          "compiledSoftware",
          "changesByCustomer",
          "unrequestedInspection",
        ]),
      )
      .min(1),
    recognisedBy: z.array(EventName),
    action: z.enum(["refuse", "stop", "suspend", "switchOffForGood", "case"]),
    endsContract: z.boolean(),
    operations: z
      .array(OperationName)
      .optional()
      .meta({ description: "What is done, such as mail.suspendUser." }),
  },
);

export const ForbiddenSoftware = term(
  "forbiddenSoftware",
  {
    family,
    says: "Software that may not run, by category and by the names it is found by.",
    witnesses: ["agent"],
  },
  {
    categories: z
      .array(
        z.strictObject({
          id: z.enum([
            "coinMiner",
            "chatAndIrc",
            "torrentTracker",
            "spamTool",
            "attackTool",
            "platformProbe",
            "networkScanner",
            "gameServer",
          ]),
          processNames: z.array(z.string()),
          packageNames: z.array(z.string()),
          ports: z.array(z.int().min(1).max(65_535)).optional(),
        }),
      )
      .min(1),
    providerMayAdd: z.boolean(),
    action: z.enum(["case", "stop", "suspend"]),
  },
);

export const DeniedAccess = term(
  "deniedAccess",
  {
    family,
    says: "Ways in that are not given, and what is offered instead.",
    witnesses: ["agent", "control"],
  },
  {
    denies: z
      .array(
        z.enum([
          "rdp",
          "ssh",
          "remoteDatabase",
          "operatingSystem",
          "systemLogs",
          "administratorPassword",
          "vpn",
        ]),
      )
      .min(1),
    instead: z.array(
      z.strictObject({
        offer: z.enum(["databaseAdministration", "logViewer", "fileManager", "sealedCopy"]),
        where: Channel,
      }),
    ),
    unless: z
      .strictObject({
        options: z.array(Reference("option")).min(1).optional(),
        agreement: z.boolean().optional(),
      })
      .optional(),
  },
);

export const Suspension = term(
  "suspension",
  {
    family,
    says: "A service is switched off after an event, at once or when a timer runs out, and how it comes back.",
    witnesses: ["control", "journal"],
  },
  {
    on: z.array(EventName).min(1),
    afterHours: z.int().min(0).meta({ description: "0: at once." }),
    timerStarts: z.enum(["event", "customerTold"]),
    cancelledBy: z.array(EventName),
    what: z.enum(["service", "machine", "mailUser", "mailDomain", "site"]),
    operations: z.array(OperationName).min(1),
    until: z.array(EventName),
    restore: z.enum(["automatic", "byTechnician", "never"]),
    mayBePermanent: z.boolean(),
    endsContract: z.boolean(),
    tellCustomer: z.strictObject({
      inWriting: z.boolean(),
      channels: z.array(Channel).min(1),
      before: z.boolean(),
    }),
    charge: Charge,
  },
);

export const TierMatrix = term(
  "tierMatrix",
  { family, says: "Which plan contains what.", witnesses: ["contract"] },
  {
    plans: z.array(Reference("plan")).min(2),
    rows: z
      .array(
        z.strictObject({
          item: z.enum([
            "initialSetUp",
            "initialUpdates",
            "initialOsUpkeep",
            "initialDomainAndDns",
            "basicWatching",
            "componentMaintenance",
            "periodicOsUpdates",
            "osUpgrades",
            "hostingSoftwareUpdates",
            "componentUpdates",
            "componentUpgrades",
            "remoteRepair",
            "onSiteVisits",
            "applicationFaults",
            "emergencyNumber",
            "antivirus",
            "monitoring",
            "patching",
            "backup",
            "customerShell",
            "loadWatch",
            "freeSupport",
          ]),
          in: z.array(Reference("plan")).meta({ description: "Plans that contain it." }),
          byAgreement: z.array(Reference("plan")).optional(),
          operations: z
            .array(OperationName)
            .optional()
            .meta({ description: "Operations that the row decides." }),
        }),
      )
      .min(1),
  },
);
