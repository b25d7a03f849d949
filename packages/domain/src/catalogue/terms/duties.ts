import { z } from "zod";
import { Defined, Reference } from "../reference.ts";
import { Charge } from "../price.ts";
import { Channel, OperationName, Topic } from "../vocabulary.ts";
import { term } from "./term.ts";

const family = "Decisions and duties";

export const Requirement = term(
  "requirement",
  {
    family,
    says: "Something that must hold before a plan, an option or an operation.",
    witnesses: ["contract"],
  },
  {
    before: z.strictObject({
      plans: z.array(Reference("plan")).optional(),
      levels: z.array(Reference("level")).optional(),
      options: z.array(Reference("option")).optional(),
      operations: z.array(OperationName).optional(),
    }),
    anyOf: z
      .array(
        z.discriminatedUnion("needs", [
          z.strictObject({ needs: z.literal("plan"), plans: z.array(Reference("plan")).min(1) }),
          z.strictObject({
            needs: z.literal("option"),
            options: z.array(Reference("option")).min(1),
          }),
          z.strictObject({ needs: z.literal("perMachine") }),
          z.strictObject({ needs: z.literal("infrastructureAnalysis"), signedOff: z.boolean() }),
          z.strictObject({ needs: z.literal("agreement"), with: z.enum(["provider", "customer"]) }),
          z.strictObject({ needs: z.literal("consent"), consent: Reference("consent") }),
          z.strictObject({ needs: z.literal("alertingActive"), anyOf: z.array(Channel).min(1) }),
          z.strictObject({
            needs: z.literal("credentials"),
            kinds: z.array(z.enum(["ftp", "dns", "database", "administrator"])).min(1),
          }),
          z.strictObject({ needs: z.literal("plansOfMachineKind") }),
        ]),
      )
      .min(1),
    otherwise: z.enum(["refused", "needsAgreement"]),
  },
);

export const Consent = term(
  "consent",
  { family, says: "A consent of the customer that is on record.", witnesses: ["contract"] },
  {
    consent: Defined("consent"),
    to: z.enum([
      "criticalPatchesWithoutTest",
      "remoteControl",
      "dataProcessing",
      "accessWithoutApproval",
      "monitoringOfPersons",
    ]),
    given: z.enum(["withContract", "each", "separately"]),
    recorded: z.array(z.enum(["who", "when", "version", "text", "address"])).min(1),
    withdrawable: z.boolean(),
  },
);

export const AuditRecord = term(
  "auditRecord",
  { family, says: "Who, when, what and why are on record.", witnesses: ["journal"] },
  {
    of: z
      .array(
        z.enum([
          "operations",
          "firewallChanges",
          "fileInspection",
          "credentialAccess",
          "remoteSessions",
          "orders",
          "consents",
          "sealedCopy",
          "backupLocation",
          "interventions",
          "refusals",
        ]),
      )
      .min(1),
    fields: z
      .array(
        z.enum([
          "who",
          "when",
          "what",
          "why",
          "where",
          "before",
          "after",
          "clause",
          "result",
          "minutes",
        ]),
      )
      .min(1),
    keepMonths: z.int().min(1),
    visibleTo: z.array(z.enum(["customer", "technician", "lead", "owner"])).min(1),
  },
);

export const Intake = term(
  "intake",
  {
    family,
    says: "Requests by these channels become tickets and are worked on there.",
    witnesses: ["tickets"],
  },
  {
    channels: z.array(Channel).min(1),
    topics: z.array(Topic).optional(),
    recordedAs: z.literal("ticket"),
    systemAlwaysAvailable: z.boolean(),
    freeOfCharge: z.boolean(),
  },
);

export const SupportScope = term(
  "supportScope",
  { family, says: "Kinds of help that the customer gets when he asks.", witnesses: ["tickets"] },
  {
    topics: z.array(Topic).min(1),
    channels: z.array(Channel).min(1),
    calendar: Reference("calendar").optional(),
    charge: Charge,
  },
);

export const CustomerDuty = term(
  "customerDuty",
  {
    family,
    says: "Something that the customer must do, and what follows when he does not.",
    witnesses: ["contract"],
  },
  {
    duty: z.enum([
      "nameOpenPorts",
      "reportPortChanges",
      "requestUnambiguously",
      "nameBackupPaths",
      "nameOrderers",
      "restartAfterUpdate",
      "keepCredentialsCurrent",
      "acceptTerms",
      "provideAnalysis",
      "keepSoftwareUpdated",
      "keepRules",
      "delistAddress",
      "giveAdministratorAccess",
      "chooseRecipients",
      "keepContractForm",
    ]),
    consequence: z.enum([
      "nothingPromised",
      "notCarriedOut",
      "remind",
      "suspended",
      "charged",
      "refused",
      "customerBears",
    ]),
    shownTo: z.array(z.enum(["customer", "technician"])).min(1),
  },
);
