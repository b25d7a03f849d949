import { describeIssues } from "../catalogue/describe-issue.ts";
import { formatPath } from "../catalogue/problem.ts";
import type { CatalogueProblem, Finding, ValuePath } from "../catalogue/problem.ts";
import { readYaml } from "../catalogue/read-yaml.ts";
import { Scenario } from "./scenario.ts";
import { momentMs } from "./world.ts";

export type LoadedScenario =
  | { readonly ok: true; readonly scenario: Scenario }
  | { readonly ok: false; readonly problems: readonly CatalogueProblem[] };

/** Reads a scenario and tells all its problems at once, with line, column and expectation. Never throws. */
export function loadScenario(text: string, options: { fileName: string }): LoadedScenario {
  const file = options.fileName;
  const read = readYaml(text);
  if (!("placeOf" in read)) {
    return { ok: false, problems: read.unreadable.map((fault) => ({ file, path: "", ...fault })) };
  }
  const parsed = Scenario.safeParse(read.value);
  const findings: readonly Finding[] = [
    ...read.findings,
    ...(parsed.success ? [] : describeIssues(Scenario, read.value, parsed.error.issues)),
    ...(parsed.success ? findImpossible(parsed.data) : []),
  ];
  if (parsed.success && findings.length === 0) return { ok: true, scenario: parsed.data };
  const problems = findings.map((finding) => {
    const { message, expected, found, suggestion } = finding;
    return {
      file,
      ...read.placeOf(finding),
      path: formatPath(finding.path),
      message,
      ...(expected !== undefined && { expected }),
      ...(found !== undefined && { found }),
      ...(suggestion !== undefined && { suggestion }),
    };
  });
  return { ok: false, problems };
}

/** What the schema cannot see: dates and moments that do not exist, an end before the start. */
function findImpossible(scenario: Scenario): readonly Finding[] {
  const { contract } = scenario;
  const dates: readonly (readonly [ValuePath, string | undefined])[] = [
    [["from"], scenario.from],
    [["to"], scenario.to],
    [["contract", "from"], contract.from],
    [["contract", "to"], contract.to],
  ];
  const findings: Finding[] = dates.flatMap(([path, date]) =>
    date === undefined || isDate(date) ? [] : [{ path, message: "expected a date that exists" }],
  );
  if (findings.length === 0 && scenario.to <= scenario.from) {
    findings.push({ path: ["to"], message: `expected a day after ${scenario.from}` });
  }
  scenario.events.forEach((event, index) => {
    const moments = { at: event.at, ...("starts" in event && { starts: event.starts }) };
    for (const [key, moment] of Object.entries(moments)) {
      if (isMoment(moment)) continue;
      findings.push({ path: ["events", index, key], message: "expected a moment that exists" });
    }
  });
  return findings;
}

function isDate(text: string): boolean {
  try {
    Temporal.PlainDate.from(text);
    return true;
  } catch {
    return false;
  }
}

/** In any zone: a time that a clock change skips is the moment after it. */
function isMoment(text: string): boolean {
  try {
    momentMs(text, "UTC");
    return true;
  } catch {
    return false;
  }
}
