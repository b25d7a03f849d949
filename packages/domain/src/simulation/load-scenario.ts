import { describeIssues } from "../catalogue/describe-issue.ts";
import { formatPath } from "../catalogue/problem.ts";
import type { CatalogueProblem, Finding } from "../catalogue/problem.ts";
import { readYaml } from "../catalogue/read-yaml.ts";
import { Scenario } from "./scenario.ts";

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

/** What the schema cannot see: dates that do not exist, an end before the start. */
function findImpossible(scenario: Scenario): readonly Finding[] {
  const findings: Finding[] = [];
  for (const key of ["from", "to"] as const) {
    if (!isDate(scenario[key]))
      findings.push({ path: [key], message: "expected a date that exists" });
  }
  if (findings.length === 0 && scenario.to <= scenario.from) {
    findings.push({ path: ["to"], message: `expected a day after ${scenario.from}` });
  }
  scenario.events.forEach((event, index) => {
    if (!isMoment(event.at)) {
      findings.push({ path: ["events", index, "at"], message: "expected a moment that exists" });
    }
  });
  return findings;
}

function isDate(text: string): boolean {
  try {
    Temporal.PlainDate.from(text, { overflow: "reject" });
    return true;
  } catch {
    return false;
  }
}

function isMoment(text: string): boolean {
  try {
    Temporal.PlainDateTime.from(text.replace(/(Z|[+-]\d{2}:\d{2})$/u, ""), { overflow: "reject" });
    return true;
  } catch {
    return false;
  }
}
