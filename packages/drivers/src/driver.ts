import type { z } from "zod";
import type { Host } from "./host/index.ts";

/** What a step or an action can break; shown before anybody approves it. */
export type Risk = "safe" | "disruptive" | "destructive";

/** Is the tool on this machine, and in a version that this release knows? */
export type Detection =
  | Readonly<{ state: "absent" }>
  | Readonly<{ state: "unsupported"; reason: string }>
  | Readonly<{ state: "ready"; version: string }>;

/** One line for people; secrets are masked in it. */
export type Description = Readonly<{ line: string; risk: Risk }>;

export type Run = Readonly<{ signal: AbortSignal }>;

export type Outcome =
  | Readonly<{ result: "succeeded"; output: string }>
  | Readonly<{ result: "failed"; output: string }>;

/**
 * Keeps one tool on a machine as a specification says. The contract, which `conformance/` enforces:
 *
 * - `detect` and `observe` only read; `observe` throws `UnknownOutput` rather than guess.
 * - `plan` is pure. An empty plan means that the machine is as it should be.
 * - `apply` carries out one step. Doing it again changes nothing; it obeys the abort signal.
 * - After applying a plan, observing and planning again gives an empty plan.
 */
export type Driver<Spec, State, Step> = Readonly<{
  name: string;
  spec: z.ZodType<Spec>;
  detect(host: Host): Promise<Detection>;
  observe(host: Host, spec: Spec): Promise<State>;
  plan(spec: Spec, state: State): readonly Step[];
  apply(host: Host, step: Step, run: Run): Promise<Outcome>;
  describe(step: Step): Description;
}>;

/**
 * Something asked for once and not kept: a restart, a restore. Its outcome is always judged by looking at the machine
 * against a mark taken before, so that an agent which died half way can tell the outcome without acting twice.
 */
export type Action<Parameters> = Readonly<{
  /** The operation's name in mandates and charters. */
  name: string;
  parameters: z.ZodType<Parameters>;
  risk: Risk;
  /** The unit it touches, held against the charter's list; undefined where it is about the whole machine. */
  unit(parameters: Parameters): string | undefined;
  /** Is there such a thing on this machine? Reads only. */
  exists(host: Host, parameters: Parameters): Promise<boolean>;
  /** A short text that tells "before" from "after"; written down durably before acting. */
  mark(host: Host, parameters: Parameters): Promise<string>;
  /** Acts. May never return where the machine goes down. */
  perform(host: Host, parameters: Parameters, run: Run): Promise<void>;
  /** Looks at the machine and says what became of it. */
  conclude(host: Host, parameters: Parameters, mark: string): Promise<Outcome>;
  describe(parameters: Parameters): Description;
}>;

/** Reads one part of the inventory. */
export type Collector<Item> = Readonly<{
  name: string;
  detect(host: Host): Promise<Detection>;
  collect(host: Host): Promise<readonly Item[]>;
}>;
