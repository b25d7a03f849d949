import { Catalogue } from "./catalogue.ts";
import { checkReferences } from "./check-references.ts";
import { checkWording } from "./check-wording.ts";
import { findContradictions } from "./find-contradictions.ts";
import { describeIssues } from "./describe-issue.ts";
import { formatPath } from "./problem.ts";
import type { CatalogueProblem, Finding } from "./problem.ts";
import { readYaml } from "./read-yaml.ts";
import type { ReadYaml } from "./read-yaml.ts";

export type LoadedCatalogue =
  | { ok: true; catalogue: Catalogue; warnings: CatalogueProblem[] }
  | { ok: false; problems: CatalogueProblem[] };

/** More problems than this are not told one by one. */
const maximumProblems = 200;

/**
 * Reads a catalogue and tells all its problems at once, each with line, column, expectation and the nearest known word;
 * contradictions that do not keep it from working are warnings. Never throws, and refuses hostile YAML before building
 * anything from it (A31–A33).
 *
 * @param options.fileName the name that stands in the problems
 */
export function loadCatalogue(text: string, options: { fileName: string }): LoadedCatalogue {
  const file = options.fileName;
  const read = readYaml(text);
  if (read.value === undefined && "unreadable" in read)
    return { ok: false, problems: read.unreadable.map((fault) => ({ file, path: "", ...fault })) };
  return judge(read, file);
}

function judge(read: ReadYaml, file: string): LoadedCatalogue {
  const parsed = Catalogue.safeParse(read.value);
  const schemaFindings = parsed.success
    ? []
    : describeIssues(Catalogue, read.value, parsed.error.issues);
  const findings = [
    ...read.findings,
    ...schemaFindings.filter((finding) => !isToldAlready(finding, read.findings)),
    ...checkReferences(read.value),
    ...checkWording(read.value),
  ];
  if (findings.length > 0 || !parsed.success)
    return { ok: false, problems: place(findings, read, file) };
  return {
    ok: true,
    catalogue: parsed.data,
    warnings: place(findContradictions(parsed.data), read, file),
  };
}

function isToldAlready(finding: Finding, told: readonly Finding[]): boolean {
  const path = formatPath(finding.path);
  return told.some((other) => formatPath(other.path) === path);
}

function place(findings: readonly Finding[], read: ReadYaml, file: string): CatalogueProblem[] {
  const placed = findings.slice(0, 10 * maximumProblems).map((finding) => {
    const { path, pointAt, ...said } = finding;
    return {
      file,
      ...read.placeOf({ path, ...(pointAt && { pointAt }) }),
      path: formatPath(path),
      ...said,
    };
  });
  return placed
    .toSorted((a, b) => a.line - b.line || a.column - b.column)
    .slice(0, maximumProblems);
}
