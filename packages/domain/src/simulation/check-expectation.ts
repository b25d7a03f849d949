import { momentText } from "../contract/index.ts";
import type { Expectation } from "./scenario.ts";
import type { Simulation } from "./simulate.ts";
import type { Line } from "./timeline.ts";
import { moneyText } from "./timeline.ts";

/** One line of the timeline as it is printed and as expectations are looked for in it. */
export function lineText(line: Line, timeZone: string): string {
  const machine = line.machine === undefined ? "" : ` #${line.machine}`;
  return `${momentText(line.atMs, timeZone)} ${line.kind} ${line.clause}${machine} ${line.what}`;
}

/** What a simulation does not show although its scenario says it must; empty when it is as expected. */
export function checkExpectation(
  expected: Expectation | undefined,
  simulation: Simulation,
): readonly string[] {
  if (expected === undefined) return [];
  const texts = simulation.lines.map((line) => lineText(line, simulation.timeZone));
  return [
    ...missingLines(expected.has ?? [], texts),
    ...(expected.hasNot ?? [])
      .filter((text) => texts.some((line) => line.includes(text)))
      .map((text) => `no line should say: ${text}`),
    ...differing("credits", expected.credits, moneyText(simulation.credits)),
    ...differing("charges", expected.charges, moneyText(simulation.charges)),
    ...differing("invoiced", expected.invoiced, moneyText(simulation.invoiced)),
    ...Object.entries(expected.promises ?? {}).flatMap(([clause, state]) =>
      differing(`promise ${clause}`, state, simulation.promises[clause] ?? "not promised"),
    ),
    ...Object.entries(expected.availability ?? {}).flatMap(([period, percent]) =>
      differing(`availability ${period}`, percent, percentOf(simulation, period)),
    ),
  ];
}

/** In this order, though other lines may stand between. */
function missingLines(wanted: readonly string[], texts: readonly string[]): readonly string[] {
  let from = 0;
  for (const text of wanted) {
    const at = texts.findIndex((line, index) => index >= from && line.includes(text));
    if (at === -1) {
      const isElsewhere = texts.some((line) => line.includes(text));
      return [`${isElsewhere ? "out of order" : "no line says"}: ${text}`];
    }
    from = at + 1;
  }
  return [];
}

function differing(name: string, expected: string | undefined, found: string): readonly string[] {
  return expected === undefined || expected === found
    ? []
    : [`${name}: expected ${expected}, found ${found}`];
}

function percentOf({ availability }: Simulation, period: string): string {
  return (
    availability.find(({ judged }) => judged.month === period)?.judged.percent ?? "nothing down"
  );
}
