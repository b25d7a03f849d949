import { z } from "zod";
import { Reference } from "../reference.ts";
import { Charge } from "../price.ts";
import { Schedule } from "../schedule.ts";
import { Channel, OperationName } from "../vocabulary.ts";
import { term } from "./term.ts";

const family = "Backup";
const keep = z.int().min(0).max(10_000).optional();

export const Backup = term(
  "backup",
  {
    family,
    says: "What is backed up, how often, chosen by whom, stored where.",
    witnesses: ["backup", "agent"],
  },
  {
    subjects: z
      .array(
        z.enum([
          "files",
          "databases",
          "wholeMachine",
          "endpoint",
          "mail",
          "calendars",
          "contacts",
          "officeFiles",
          "configuration",
          "site",
        ]),
      )
      .min(1),
    chosenBy: z.enum(["customer", "agreement", "provider"]),
    schedule: Schedule,
    location: z.enum(["offsite", "customerSpace", "ownComputer", "agreed"]),
    encrypted: z.boolean(),
    requiresOption: Reference("option").optional(),
    emptyChoice: z.enum(["nothingPromised", "defaultPaths"]),
  },
);

export const Retention = term(
  "retention",
  { family, says: "How many backups are kept, by age.", witnesses: ["backup"] },
  {
    keepLast: keep,
    keepHourly: keep,
    keepDaily: keep,
    keepWeekly: keep,
    keepMonthly: keep,
    keepYearly: keep,
    keepWithinDays: keep,
    unlessAgreed: z.boolean().meta({ description: "The customer may agree something else." }),
  },
);

export const BackupStorage = term(
  "backupStorage",
  { family, says: "How backup data is stored.", witnesses: ["backup"] },
  {
    offsite: z.boolean(),
    encrypted: z.boolean(),
    locationOnRecord: z.boolean(),
    countries: z.array(z.string().regex(/^[A-Z]{2}$/)).optional(),
  },
);

export const Restore = term(
  "restore",
  {
    family,
    says: "What can be brought back, by whom, at what cost.",
    witnesses: ["backup", "journal"],
  },
  {
    granularity: z.array(z.enum(["wholeMachine", "files", "database", "item", "site"])).min(1),
    operations: z.array(OperationName).min(1),
    by: z.enum(["customerInPortal", "onRequest", "both"]),
    channels: z.array(Channel).min(1),
    charge: Charge,
    testedEvery: Schedule.optional(),
  },
);

export const SelfService = term(
  "selfService",
  {
    family,
    says: "What the customer does by himself, and where.",
    witnesses: ["control", "journal"],
  },
  {
    where: Channel,
    operations: z.array(OperationName).min(1),
    targets: z.array(
      z.enum(["webSpace", "ownComputer", "virtualMachine", "files", "databases", "logs", "users"]),
    ),
    charge: Charge,
  },
);

export const InfrastructureBackup = term(
  "infrastructureBackup",
  { family, says: "The provider’s own backups are not the customer’s.", witnesses: ["tickets"] },
  {
    partOfService: z.boolean(),
    onRequest: z.enum(["feasibilityThenCharge", "refused"]),
    price: Reference("price").optional(),
  },
);

export const Destruction = term(
  "destruction",
  { family, says: "Data is destroyed at the end, with a certificate.", witnesses: ["journal"] },
  {
    on: z.enum(["request", "contractEnd"]),
    includesBackups: z.boolean(),
    certificate: z.boolean(),
    withinDays: z.int().min(1),
    keptUntilDays: z
      .int()
      .min(0)
      .meta({ description: "How long data is kept after the end if nobody asks." }),
  },
);
