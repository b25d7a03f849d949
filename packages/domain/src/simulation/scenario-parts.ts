import { z } from "zod";
import {
  Actor,
  Cause,
  Channel,
  EventName,
  Metric,
  OperationName,
  Topic,
} from "../catalogue/vocabulary.ts";
import { softwareKinds } from "../software/index.ts";

/** A local moment of the provider, `2027-04-10T12:00`, or one with its own offset or `Z`. */
export const Moment = z
  .string()
  .regex(
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?$/,
    "a moment such as 2027-04-10T12:00",
  )
  .meta({
    id: "Moment",
    description: "A moment in the provider’s zone, `2027-04-10T12:00`, or with an offset or `Z`.",
  });

export const LocalDate = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, "a date such as 2027-04-10")
  .meta({ id: "LocalDate", description: "A date in the provider’s zone, `2027-04-10`." });

export const Word = z
  .string()
  .regex(/^[\w.:@/-]{1,80}$/, "a name of letters, digits and .:@/-_")
  .meta({ id: "Word", description: "A name that other events point at." });

const known = <Schema extends z.ZodType>(schema: Schema, description: string) =>
  schema.optional().meta({ description });

/** What is on record; the same as the facts of a decision. */
export const RecordedFacts = z
  .strictObject({
    ordered: known(z.boolean(), "An order with its price was given by somebody who may."),
    quoteAccepted: known(z.boolean(), "The offer was accepted."),
    approvals: known(
      z.array(z.enum(["provider", "customer", "secondPerson", "lead"])),
      "Approvals that were given.",
    ),
    confirmed: known(z.boolean(), "The asker saw exactly what changes, and confirmed."),
    consents: known(z.array(Word), "Consents given and not withdrawn."),
    agreements: known(z.array(z.enum(["provider", "customer"])), "Who agreed."),
    appointmentAgreed: known(z.boolean(), "An appointment was agreed."),
    alertingBy: known(z.array(Channel), "Channels by which alarms reach the customer."),
    dangerImminent: known(z.boolean(), "Danger is imminent."),
    events: known(z.array(EventName), "Events that hold."),
    credentials: known(
      z.array(z.enum(["ftp", "dns", "database", "administrator"])),
      "Credentials that the provider has.",
    ),
    credentialsCurrent: known(z.boolean(), "The credentials are current."),
    foundedSuspicion: known(z.boolean(), "There is a founded suspicion."),
    feasible: known(z.boolean(), "It was checked that it can be done."),
    agreedAmounts: known(z.record(z.string(), z.number()), "Amounts agreed, by metric."),
    otherPlans: known(z.array(Word), "Plans that the machine has besides this one."),
    analysis: known(
      z.strictObject({ taken: z.boolean(), signedOff: z.boolean() }),
      "The infrastructure analysis.",
    ),
    acceptedDocuments: known(z.array(Word), "Documents accepted in their current version."),
    contractForm: known(z.string(), "How the contract came about."),
    suspendedBy: known(Word, "The clause under which the service is suspended."),
  })
  .meta({ id: "RecordedFacts", description: "What is on record when something is decided." });
export type RecordedFacts = z.infer<typeof RecordedFacts>;

const asker = { by: Actor, channel: Channel };
const software = z
  .strictObject({
    name: z.string().optional(),
    package: z.string().optional(),
    installedBy: z.enum(["provider", "customer", "distribution"]).optional(),
    vendorSupported: z.boolean().optional(),
    format: z.enum(["rpm", "deb", "msi", "exe", "container"]).optional(),
    source: z.enum(["publicRepository", "distribution", "vendorRepository", "private"]).optional(),
    compiled: z.boolean().optional(),
  })
  .meta({ id: "Software", description: "A program, as far as it is known." });

/** Something that is asked of the contract; the same requests as the engine decides. */
export const AskedRequest = z
  .discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("operation"),
      ...asker,
      operation: OperationName,
      topics: z.array(Topic).optional(),
      software: software.optional(),
      minutes: z.int().min(1).optional(),
    }),
    z.strictObject({
      kind: z.literal("work"),
      ...asker,
      topics: z.array(Topic).min(1),
      minutes: z.int().min(1).optional(),
    }),
    z.strictObject({
      kind: z.literal("order"),
      ...asker,
      plan: Word,
      level: Word.optional(),
      options: z.array(Word).optional(),
      machineKind: z.string().optional(),
    }),
    z.strictObject({
      kind: z.literal("use"),
      metric: Metric.optional(),
      thing: Word.optional(),
      amount: z.number().min(0),
    }),
    z.strictObject({
      kind: z.literal("mail"),
      direction: z.enum(["inbound", "outbound"]),
      account: z.string().optional(),
      aliases: z.array(z.string()).optional(),
      envelopeFrom: z.string().optional(),
      headerFrom: z.string().optional(),
      attachments: z.array(z.string()).optional(),
      recipients: z.int().min(1).optional(),
      megabytes: z.number().min(0).optional(),
      via: z.enum(["ownMailServer", "ownWebServer"]).optional(),
    }),
    z.strictObject({
      kind: z.literal("access"),
      way: z.enum([
        "rdp",
        "ssh",
        "remoteDatabase",
        "operatingSystem",
        "systemLogs",
        "administratorPassword",
        "vpn",
      ]),
    }),
    z.strictObject({ kind: z.literal("php"), function: z.string().min(1) }),
    z.strictObject({ kind: z.literal("run"), process: z.string().min(1) }),
    z.strictObject({
      kind: z.literal("software"),
      found: z
        .strictObject({
          kind: z.enum(softwareKinds),
          name: z.string().min(1),
          version: z.string().min(1),
          newestVersion: known(z.string().min(1), "The newest version that was published."),
          licensed: known(z.boolean(), "Whether it has a licence key, where it wants one."),
          installedBy: z.enum(["provider", "customer", "distribution"]).optional(),
        })
        .meta({ description: "Software that was found on a machine or a site." }),
    }),
    z.strictObject({ kind: z.literal("credential"), by: Actor, credentials: z.string() }),
  ])
  .meta({ id: "AskedRequest", description: "Something that is asked of the contract." });
export type AskedRequest = z.infer<typeof AskedRequest>;

export { Actor, Cause, Channel, EventName, Metric, OperationName, Topic };
