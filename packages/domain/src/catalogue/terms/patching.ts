import { z } from "zod";
import { Reference } from "../reference.ts";
import { Schedule } from "../schedule.ts";
import { Topic } from "../vocabulary.ts";
import { term } from "./term.ts";

const family = "Patching";

export const Patching = term(
  "patching",
  {
    family,
    says: "Which updates are installed, of what, how often and on whose word.",
    witnesses: ["agent", "journal"],
  },
  {
    scope: z
      .array(
        z.enum([
          "operatingSystem",
          "providerInstalled",
          "preinstalledApplications",
          "namedProducts",
          "hostingSoftware",
          "supportedComponents",
          "standardSoftware",
        ]),
      )
      .min(1),
    severities: z
      .array(z.enum(["critical", "important", "moderate", "low", "security", "unrated"]))
      .min(1),
    products: z
      .array(
        z.strictObject({
          name: z.string().min(1),
          role: z.enum([
            "browser",
            "reader",
            "runtime",
            "office",
            "archiver",
            "media",
            "mailClient",
            "editor",
            "remoteAccess",
            "other",
          ]),
          packages: z.array(z.string()),
        }),
      )
      .optional(),
    trigger: z.enum(["automatic", "onOrder", "onRelease", "scheduled"]),
    schedule: Schedule.optional(),
    excludes: z.array(Topic),
    withinDays: z.int().min(1).optional(),
  },
);

export const ReleaseControl = term(
  "releaseControl",
  {
    family,
    says: "Updates are watched in one place and released by technicians.",
    witnesses: ["journal"],
  },
  {
    watchedCentrally: z.boolean(),
    releasedBy: z.enum(["trainedTechnician", "lead", "customer"]),
    criticalWithoutTest: Reference(
      "consent",
      "The consent under which critical patches go without a prior test.",
    ).optional(),
  },
);

export const Rollback = term(
  "rollback",
  { family, says: "When it fails, the state before is restored.", witnesses: ["journal", "agent"] },
  {
    on: z.enum(["updateFailed", "healthCheckFailed", "both"]),
    means: z.array(z.enum(["snapshot", "packageDowngrade", "backup"])).min(1),
    healthCheckSeconds: z.int().min(1),
  },
);

export const Rollout = term(
  "rollout",
  {
    family,
    says: "What share of the servers has an update after so many days.",
    witnesses: ["agent"],
  },
  {
    from: z.enum(["vendorRelease", "providerRelease"]),
    steps: z
      .array(z.strictObject({ percent: z.number().min(0).max(100), withinDays: z.int().min(1) }))
      .min(1),
    authoritative: z.enum(["systemReport", "vendorReport"]),
    of: z.enum(["allServers", "contractServers"]),
  },
);

export const Verification = term(
  "verification",
  { family, says: "Success is asked of the machine again and again.", witnesses: ["agent"] },
  {
    of: z.enum(["updates", "backups", "antivirus", "signatures", "configuration", "restores"]),
    schedule: Schedule,
  },
);

export const VendorSupport = term(
  "vendorSupport",
  { family, says: "Only software that its vendor still supports.", witnesses: ["agent"] },
  {
    onlySupported: z.boolean(),
    unsupportedIs: z.enum(["refused", "listed"]),
    warnBeforeDays: z.int().min(0),
  },
);

export const SoftwareOwnership = term(
  "softwareOwnership",
  {
    family,
    says: "Who keeps software, by who installed it; known per package.",
    witnesses: ["agent"],
  },
  {
    providerKeeps: z
      .array(z.enum(["installedByProvider", "approvedByProvider", "distribution"]))
      .min(1),
    customerKeeps: z.array(z.enum(["installedByCustomer", "notApproved"])).min(1),
    knownPer: z.literal("package"),
  },
);

export const InstallSource = term(
  "installSource",
  {
    family,
    says: "In what form and from where software is installed.",
    witnesses: ["agent", "journal"],
  },
  {
    formats: z.array(z.enum(["rpm", "deb", "msi", "exe", "container"])).min(1),
    sources: z.array(z.enum(["publicRepository", "distribution", "vendorRepository"])).min(1),
    compiled: z.boolean(),
  },
);
