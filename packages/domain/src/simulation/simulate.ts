import type { MonthAvailability } from "../availability/index.ts";
import type { Catalogue } from "../catalogue/index.ts";
import type { Money } from "../money/index.ts";
import { sum } from "../money/index.ts";
import type { PromiseState } from "../promises/index.ts";
import { playAvailability } from "./play-availability.ts";
import { playDecisions } from "./play-decisions.ts";
import { playInvoices } from "./play-invoices.ts";
import type { PlayedInvoice } from "./play-invoices.ts";
import { playPromises } from "./play-promises.ts";
import { playSuspensions } from "./play-suspensions.ts";
import { playTellings } from "./play-tellings.ts";
import { playTickets } from "./play-tickets.ts";
import { playWatchdog } from "./play-watchdog.ts";
import type { Scenario } from "./scenario.ts";
import type { Line } from "./timeline.ts";
import { sortLines } from "./timeline.ts";
import { makeWorld } from "./world.ts";

/** All that a contract would have said, done, given back and charged. */
export type Simulation = {
  readonly name: string;
  readonly catalogue: string;
  readonly timeZone: string;
  readonly machines: number;
  readonly lines: readonly Line[];
  readonly credits: Money;
  readonly charges: Money;
  readonly invoiced: Money;
  readonly invoices: readonly PlayedInvoice[];
  /** Periods in which something was down. */
  readonly availability: readonly {
    readonly machine: number;
    readonly judged: MonthAvailability;
  }[];
  readonly promises: Readonly<Record<string, PromiseState>>;
  readonly promiseMonths: Readonly<Record<string, Readonly<Partial<Record<PromiseState, number>>>>>;
};

/**
 * Plays a scenario against a catalogue. The same scenario gives the same answer, in whatever order its events are written
 * (events of one moment keep their order).
 * @throws RangeError for a plan, level or option that the catalogue does not have.
 */
export function simulate(catalogue: Catalogue, scenario: Scenario): Simulation {
  const world = makeWorld(catalogue, scenario);
  const availability = playAvailability(world);
  const suspensions = playSuspensions(world);
  const decisions = playDecisions(world, suspensions.suspended);
  const invoices = playInvoices(world, decisions, availability.credits);
  const promises = playPromises(world);
  const { currency } = world.plan.baseFee;
  return {
    name: scenario.name,
    catalogue: catalogue.id,
    timeZone: world.timeZone,
    machines: world.machines,
    lines: sortLines([
      ...decisions.lines,
      ...playTickets(world),
      ...suspensions.lines,
      ...playTellings(world),
      ...playWatchdog(world),
      ...availability.lines,
      ...promises.lines,
      ...invoices.lines,
    ]),
    credits: sum(
      availability.credits.map(({ amount }) => amount),
      currency,
    ),
    charges: invoices.charges,
    invoiced: sum(
      invoices.invoices.map(({ totals }) => totals.gross),
      currency,
    ),
    invoices: invoices.invoices,
    availability: availability.periods,
    promises: Object.fromEntries(promises.worst),
    promiseMonths: Object.fromEntries(
      [...promises.counts].map(([clause, states]) => [clause, Object.fromEntries(states)]),
    ),
  };
}
