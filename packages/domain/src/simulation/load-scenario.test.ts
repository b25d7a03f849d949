import { describe, expect, it } from "vitest";
import { loadScenario } from "./index.ts";

const text = `format: 1
name: x
catalogue: ba
from: '2027-04-01'
to: '2027-05-01'
contract: {plan: web}
events:
  - {at: '2027-04-10T12:00', event: asked}
  - {at: '2027-04-10T12:00:30+02:00', event: answered}
  - {at: '2027-04-10T12:00:30Z', event: answered}
`;

/** Problems of the scenario with one piece of it changed. */
function problemsOf(from: string, to: string) {
  if (!text.includes(from)) throw new Error(`no “${from}” in the scenario`);
  const loaded = loadScenario(text.replace(from, to), { fileName: "x.yaml" });
  return loaded.ok ? [] : loaded.problems;
}

describe("a scenario file", () => {
  it("is read as it is written", () => {
    const loaded = loadScenario(text, { fileName: "x.yaml" });
    expect(loaded.ok && loaded.scenario).toEqual({
      format: 1,
      name: "x",
      catalogue: "ba",
      from: "2027-04-01",
      to: "2027-05-01",
      contract: { plan: "web" },
      events: [
        { at: "2027-04-10T12:00", event: "asked" },
        { at: "2027-04-10T12:00:30+02:00", event: "answered" },
        { at: "2027-04-10T12:00:30Z", event: "answered" },
      ],
    });
  });

  it.each([
    [
      "a date that does not exist",
      "'2027-05-01'",
      "'2027-04-31'",
      { line: 5, column: 5, path: "to", message: "expected a date that exists" },
    ],
    [
      "an end that is the beginning",
      "'2027-05-01'",
      "'2027-04-01'",
      { line: 5, column: 5, path: "to", message: "expected a day after 2027-04-01" },
    ],
    [
      "a moment that does not exist",
      "12:00:30Z",
      "24:30:00Z",
      { line: 10, column: 10, path: "events[2].at", message: "expected a moment that exists" },
    ],
    [
      "a moment with an offset that does not exist",
      "2027-04-10T12:00:30+02:00",
      "2027-04-31T12:00:30+02:00",
      { line: 9, column: 10, path: "events[1].at", message: "expected a moment that exists" },
    ],
    [
      "a moment with an offset of a day",
      "2027-04-10T12:00:30+02:00",
      "2027-04-10T12:00:30+24:00",
      { line: 9, column: 10, path: "events[1].at", message: "expected a moment that exists" },
    ],
    [
      "work that starts on a day that does not exist",
      "event: asked",
      "event: announcement, id: w, starts: '2027-02-30T12:00', minutes: 3",
      {
        line: 8,
        column: 66,
        path: "events[0].starts",
        message: "expected a moment that exists",
      },
    ],
    [
      "a contract from a day that does not exist",
      "plan: web",
      "plan: web, from: '2027-02-30'",
      { line: 6, column: 29, path: "contract.from", message: "expected a date that exists" },
    ],
    [
      "a contract to a day that does not exist",
      "plan: web",
      "plan: web, to: '2027-04-31'",
      { line: 6, column: 27, path: "contract.to", message: "expected a date that exists" },
    ],
    [
      "an unknown word",
      "plan: web",
      "plan: web, machine: 3",
      {
        line: 6,
        column: 23,
        path: "contract.machine",
        message: "the key “machine” is not known here",
        expected: "one of the keys plan, level, options, machines, from, to, backupChosen, facts",
        found: "machine",
        suggestion: "did you mean “machines”?",
      },
    ],
    [
      "a number written otherwise than it is read",
      "format: 1",
      "format: 01",
      {
        line: 1,
        column: 9,
        path: "format",
        message: "expected a number written plainly, found 01, which would be read as 1",
        found: "01",
        suggestion:
          "write the number without sign marks, leading zeros or exponents, or '01' in quotes where text is meant",
      },
    ],
  ])("is refused for %s", (_name, from, to, expected) => {
    expect(problemsOf(from, to)).toContainEqual({ file: "x.yaml", ...expected });
  });

  it("A31: is refused before anything is built of anchors", () => {
    expect(problemsOf("catalogue: ba", "catalogue: &a ba")).toEqual([
      {
        file: "x.yaml",
        path: "",
        line: 3,
        column: 12,
        message: "anchors (&name) are not allowed",
        suggestion: "write the value out where it is needed",
      },
    ]);
  });

  it("tells of both dates and of every moment at once", () => {
    const bad = text
      .replace("2027-04-01", "2027-13-01")
      .replace("2027-05-01", "2027-02-30")
      .replaceAll("04-10T12:00:30", "04-10T25:00:30");
    const loaded = loadScenario(bad, { fileName: "x.yaml" });
    expect(loaded.ok ? [] : loaded.problems.map(({ path }) => path)).toEqual([
      "from",
      "to",
      "events[1].at",
      "events[2].at",
    ]);
  });
});
