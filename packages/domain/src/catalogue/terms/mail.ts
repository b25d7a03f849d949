import { z } from "zod";
import { Reference } from "../reference.ts";
import { Schedule } from "../schedule.ts";
import { term } from "./term.ts";

const family = "Mail and hosting";

export const BlockedAttachments = term(
  "blockedAttachments",
  { family, says: "File name extensions that no message may carry.", witnesses: ["mailServer"] },
  {
    extensions: z
      .array(z.string().regex(/^[a-z0-9-]{1,10}$/, "an extension in small letters without a dot"))
      .min(1),
    directions: z.array(z.enum(["inbound", "outbound"])).min(1),
    insideArchives: z.boolean(),
  },
);

export const PhpFunctions = term(
  "phpFunctions",
  { family, says: "PHP functions that are switched off.", witnesses: ["agent"] },
  {
    disabled: z.array(z.string().regex(/^[a-z0-9_]{1,64}$/, "the name of a PHP function")).min(1),
    on: z.enum(["sharedWebServers", "all"]),
  },
);

export const Quarantine = term(
  "quarantine",
  {
    family,
    says: "Suspicious messages are held, scanned again, then deleted or delivered.",
    witnesses: ["mailServer"],
  },
  {
    holdHours: z.int().min(1),
    rescanMinutes: z
      .array(z.int().min(1))
      .min(2)
      .meta({ description: "When it is scanned again, in minutes after arrival." }),
    freshDefinitions: z.boolean(),
    whenBad: z.enum(["delete", "keep"]),
    whenUnclear: z.enum(["deliverMarked", "delete"]),
    subjectMark: z.string().min(1),
  },
);

export const MailFiltering = term(
  "mailFiltering",
  { family, says: "What filtering detects, measured and shown.", witnesses: ["mailServer"] },
  {
    level: z.enum(["basic", "enterprise"]),
    against: z.array(z.enum(["spam", "virus", "malware", "phishing"])).min(1),
    methods: z
      .array(
        z.enum(["signatures", "bayes", "reputation", "scoring", "blackholeLists", "greylisting"]),
      )
      .min(1),
    detectionFromPercent: z.number().min(0).max(100).optional(),
    detectionToPercent: z.number().min(0).max(100).optional(),
    guaranteed: z.boolean(),
    measured: z.boolean(),
  },
);

export const FilteringScope = term(
  "filteringScope",
  {
    family,
    says: "Whose mail is filtered or relayed, and whose is not.",
    witnesses: ["mailServer"],
  },
  {
    notCovered: z.array(z.enum(["ownMailServer", "ownWebServer"])).min(1),
    unlessOption: z.array(Reference("option")).min(1),
  },
);

export const SenderMatch = term(
  "senderMatch",
  {
    family,
    says: "The sender of a message must match the account that signed in.",
    witnesses: ["mailServer"],
  },
  {
    compare: z.array(z.enum(["envelopeFrom", "headerFrom"])).min(1),
    aliases: z
      .boolean()
      .meta({ description: "Addresses that the account owns count as matching." }),
    action: z.enum(["refuse", "case"]),
  },
);

export const SignaturePolicy = term(
  "signaturePolicy",
  { family, says: "Company-wide mail signatures are kept up to date.", witnesses: ["control"] },
  {
    appliesTo: z.enum(["allMailboxes", "chosenMailboxes"]),
    templatePer: z.enum(["company", "department"]),
    verified: Schedule,
  },
);

export const CmsUpkeep = term(
  "cmsUpkeep",
  {
    family,
    says: "Which parts of a content management system are kept updated.",
    witnesses: ["agent"],
  },
  {
    updates: z.array(z.enum(["core", "themes", "plugins"])).min(1),
    schedule: Schedule,
    withoutLicenceKey: z.enum(["listed", "removed"]),
  },
);
