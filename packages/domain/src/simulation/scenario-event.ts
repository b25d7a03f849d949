import { z } from "zod";
import {
  AskedRequest,
  Cause,
  Channel,
  EventName,
  Metric,
  Moment,
  RecordedFacts,
  Topic,
  Word,
} from "./scenario-parts.ts";

const at = Moment;
const machine = z
  .int()
  .min(1)
  .optional()
  .meta({ description: "Number of the machine; the first when absent." });
const seconds = (description: string) => z.int().min(0).optional().meta({ description });

const event = <Name extends string, Shape extends z.ZodRawShape>(
  name: Name,
  description: string,
  shape: Shape,
) =>
  z
    .strictObject({ at, event: z.literal(name), ...shape })
    .meta({ id: `Event_${name}`, title: name, description });

/** Everything that can happen in a scenario. */
export const ScenarioEvent = z
  .discriminatedUnion("event", [
    event("outage", "Something stops answering, and answers again.", {
      id: Word.optional().meta({ description: "For claims and announcements that point at it." }),
      machine,
      service: Word.optional().meta({
        description:
          "A service of the machine, such as `nginx.service`; the machine itself when absent.",
      }),
      cause: Cause,
      minutes: z.number().min(0.1),
      detectedAfterSeconds: seconds("When monitoring found it; 0 when absent."),
      reportedAfterMinutes: seconds("When the customer reported it; never when absent."),
      closedAfterMinutes: seconds("After its end, when the ticket was closed; 0 when absent."),
      announcement: Word.optional(),
      alarmAfterSeconds: z
        .union([z.int().min(0), z.literal("never")])
        .optional()
        .meta({ description: "From detection to the alarm handed over; 5 when absent." }),
    }),
    event("announcement", "Work is announced; `at` is the moment it had reached everybody.", {
      id: Word,
      of: z.enum(["plannedInterruption", "thirdPartyWork"]).optional(),
      starts: Moment,
      minutes: z.number().min(0.1),
      emergency: z.boolean().optional(),
      by: z
        .array(z.enum(["mail", "portal"]))
        .optional()
        .meta({
          description: "Channels that carried it; both when absent.",
        }),
      withdrawn: z.boolean().optional(),
    }),
    event("claim", "The customer asks for a credit in writing.", {
      outages: z.array(Word).optional().meta({ description: "All when absent." }),
    }),
    event("alarm", "A reading is bad: CPU, memory, a file system.", {
      machine,
      check: Word,
      state: z.enum(["warning", "critical", "unknown"]),
      toldAfterSeconds: z.union([z.int().min(0), z.literal("never")]).optional(),
      minutes: z.number().min(0.1),
    }),
    event("gap", "Nobody watches for a while.", {
      machine,
      minutes: z.number().min(0.1),
      explained: z.boolean().optional(),
    }),
    event("ticket", "A fault or a wish is reported.", {
      id: Word,
      channel: z.union([Channel, z.literal("monitoring")]),
      persons: z.int().min(0).optional(),
      everyone: z.boolean().optional(),
      keyProcess: z.boolean().optional(),
      serviceDown: z.boolean().optional(),
      serviceDegraded: z.boolean().optional(),
      impact: z.enum(["high", "medium", "low"]).optional(),
      urgency: z.enum(["high", "medium", "low"]).optional(),
      priority: z.enum(["p1", "p2", "p3", "p4", "p5"]).optional(),
    }),
    event("step", "Something happens to a ticket.", {
      ticket: Word,
      step: z.enum([
        "recorded",
        "acknowledged",
        "workBegun",
        "scheduled",
        "solved",
        "reopened",
        "waitingForCustomer",
        "waitingForThirdParty",
        "appointmentAgreed",
        "resumed",
      ]),
    }),
    event("work", "A technician works; what it costs is decided by the contract.", {
      ticket: Word,
      minutes: z.int().min(1),
      topics: z.array(Topic).min(1),
      by: z.enum(["customer", "orderer", "endUser"]).optional(),
      channel: Channel.optional(),
      technician: Word.optional(),
      activity: z.enum(["remote", "phone", "visit", "driving", "training", "other"]).optional(),
      driveMinutes: z.int().min(0).optional().meta({ description: "There and back together." }),
    }),
    event("buy", "A block of prepaid hours is bought.", {
      hours: z.number().min(0.1),
      price: Word,
      validMonths: z.int().min(1),
    }),
    event("ask", "Somebody asks whether something may be done.", { request: AskedRequest }),
    event("record", "What is on record changes.", { facts: RecordedFacts }),
    event("use", "So much is used from now on.", {
      metric: Metric.optional(),
      thing: Word.optional(),
      amount: z.number().min(0),
    }),
    event("happens", "An event on which clauses act or speak.", {
      on: EventName,
      toldAfterHours: z
        .union([z.number().min(0), z.literal("never")])
        .optional()
        .meta({ description: "When the customer was told; at once when absent." }),
    }),
    event("asked", "An alarm or enquiry to the customer that wants an answer.", {}),
    event("answered", "The customer answers.", {}),
    event("silence", "A machine’s heartbeat is lost without any activity.", {
      machine,
      minutes: z.number().min(0.1),
      recoversAfterRestarts: z.int().min(1).optional().meta({
        description: "Restarts after which it lives again; never when absent.",
      }),
    }),
    event("backup", "A backup ends.", { ok: z.boolean() }),
    event("update", "An update is released; so many machines have it after so many days.", {
      id: Word,
      machines: z.int().min(1),
      installed: z
        .array(z.strictObject({ machines: z.int().min(0), afterDays: z.number().min(0) }))
        .meta({ description: "Each so many more machines." }),
    }),
    event("report", "A report is due; it was sent so many hours later.", {
      name: Word,
      sentAfterHours: z.union([z.number(), z.literal("never")]).meta({
        description: "Hours after `at`; negative when it was sent before.",
      }),
    }),
  ])
  .meta({ id: "ScenarioEvent", description: "Something that happens." });
export type ScenarioEvent = z.infer<typeof ScenarioEvent>;
export type EventOf<Name extends ScenarioEvent["event"]> = Extract<ScenarioEvent, { event: Name }>;
