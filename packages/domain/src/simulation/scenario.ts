import { z } from "zod";
import { LocalText } from "../catalogue/text.ts";
import { ScenarioEvent } from "./scenario-event.ts";
import { Cause, LocalDate, RecordedFacts, Word } from "./scenario-parts.ts";

const percent = z.number().min(0).max(100);

/** How chance makes a year; drawn the same every time for the same seed. */
export const RandomYears = z
  .strictObject({
    outagesPerMachineYear: z.number().min(0).max(1000),
    medianMinutes: z.number().min(0.1).meta({ description: "Half of the outages are shorter." }),
    spread: z
      .number()
      .min(1)
      .max(20)
      .meta({ description: "Two thirds lie between the median divided and multiplied by this." }),
    causes: z
      .array(z.strictObject({ cause: Cause, weight: z.int().min(1) }))
      .min(1)
      .meta({ description: "Causes and how often each is drawn." }),
    announcedPercent: percent.meta({
      description: "Part of the planned work that was announced in time.",
    }),
    claimedPercent: percent.meta({
      description: "Part of the customers that ask for their credit.",
    }),
  })
  .meta({ id: "RandomYears", description: "How chance makes a year." });
export type RandomYears = z.infer<typeof RandomYears>;

/** What a scenario must show, for tests and for whoever changes a catalogue. */
export const Expectation = z
  .strictObject({
    has: z
      .array(z.string())
      .optional()
      .meta({ description: "Texts that lines of the timeline contain, in this order." }),
    hasNot: z.array(z.string()).optional().meta({ description: "Texts that no line contains." }),
    credits: z.string().optional().meta({ description: "All credits granted, `10.00 BAM`." }),
    charges: z
      .string()
      .optional()
      .meta({ description: "All work and counts charged beside the fees." }),
    invoiced: z.string().optional().meta({ description: "The sum of all invoices with tax." }),
    promises: z
      .record(z.string(), z.enum(["pending", "kept", "at-risk", "broken", "waived"]))
      .optional()
      .meta({ description: "How clauses stood at the end of the worst month." }),
    availability: z
      .record(z.string(), z.string())
      .optional()
      .meta({ description: "Percentages by period, `2027-04: 99.89`, of the first machine." }),
  })
  .meta({ id: "Expectation", description: "What the scenario must show." });
export type Expectation = z.infer<typeof Expectation>;

/** A contract and what happens to it: played against a catalogue. */
export const Scenario = z
  .strictObject({
    format: z.literal(1),
    name: z.string().min(1).max(200),
    title: LocalText.optional().meta({
      description: "The name as people read it in lists, in their language.",
    }),
    catalogue: z.string().min(1).max(500).meta({
      description: "Id of a catalogue of this checkout, or a path from the scenario’s folder.",
    }),
    from: LocalDate,
    to: LocalDate.meta({ description: "The first day that is not played any more." }),
    contract: z.strictObject({
      plan: Word,
      level: Word.optional(),
      options: z
        .record(Word, z.union([z.boolean(), z.int().min(0)]))
        .optional()
        .meta({ description: "Options booked: `true`, or how many." }),
      machines: z.int().min(1).max(100_000).optional().meta({ description: "One when absent." }),
      from: LocalDate.optional().meta({
        description: "When the contract begins; with the scenario when absent.",
      }),
      to: LocalDate.optional().meta({ description: "The first day it no longer runs." }),
      backupChosen: z
        .boolean()
        .optional()
        .meta({ description: "The customer named what to back up." }),
      facts: RecordedFacts.optional(),
    }),
    events: z.array(ScenarioEvent).max(200_000),
    random: RandomYears.optional(),
    expect: Expectation.optional(),
  })
  .meta({ id: "Scenario", title: "Scenario", description: "A contract and what happens to it." });
export type Scenario = z.infer<typeof Scenario>;
