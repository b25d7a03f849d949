import type { z } from "zod";
import { showValue } from "./problem.ts";
import type { Finding, ValuePath } from "./problem.ts";
import { suggestWord } from "./suggest-word.ts";
import { schemaAt, shapeOf } from "./walk-schema.ts";

type Issue = z.core.$ZodIssue;

/** Turns what the schema says about a value into findings with the place, the expectation and the nearest known word. */
export function describeIssues(
  schema: z.core.$ZodType,
  value: unknown,
  issues: readonly Issue[],
): Finding[] {
  const findings = issues.flatMap((issue) =>
    describeIssue(schema, value, issue, issue.path as ValuePath),
  );
  return withoutEchoes(findings);
}

function describeIssue(
  schema: z.core.$ZodType,
  root: unknown,
  issue: Issue,
  path: ValuePath,
): Finding[] {
  if (issue.code === "unrecognized_keys")
    return issue.keys.slice(0, 50).map((key) => unknownKey(schema, root, path, key));
  if (issue.code === "invalid_union" && issue.errors.length > 0)
    return describeUnion(schema, root, issue, path);
  const found = valueAt(root, path);
  const expected = expectationOf(issue);
  return [compare(path, expected, found, suggestionFor(issue, found))];
}

/** What should stand at a place beside what stands there. */
function compare(path: ValuePath, expected: string, found: unknown, suggestion?: string): Finding {
  if (found === undefined)
    return { path, message: `expected ${expected}, but it is missing`, expected };
  return {
    path,
    message: `expected ${expected}, found ${showValue(found)}`,
    expected,
    found: showValue(found),
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

/** Of a choice between shapes, the one that the value came nearest to: its problems are the useful ones. */
function describeUnion(
  schema: z.core.$ZodType,
  root: unknown,
  issue: z.core.$ZodIssueInvalidUnion,
  path: ValuePath,
): Finding[] {
  const branches = issue.errors.map((branch) =>
    branch.flatMap((inner) =>
      describeIssue(schema, root, inner, [...path, ...(inner.path as ValuePath)]),
    ),
  );
  const inside = branches.filter(
    (branch) => branch.length > 0 && branch.every((finding) => finding.path.length > path.length),
  );
  if (inside[0] !== undefined) return inside[0];
  const expected = [...new Set(branches.flat().map((finding) => finding.expected))].join(" or ");
  const suggestion = branches
    .flat()
    .find((finding) => finding.suggestion !== undefined)?.suggestion;
  return [compare(path, expected, valueAt(root, path), suggestion)];
}

function unknownKey(schema: z.core.$ZodType, root: unknown, path: ValuePath, key: string): Finding {
  const map = (valueAt(root, path) ?? {}) as Record<string, unknown>;
  const owner = schemaAt(schema, root, path);
  const known = Object.keys((owner && shapeOf(owner, map)) ?? {});
  const free = known.filter((name) => !(name in map));
  const near = suggestWord(key, free) ?? suggestWord(key, known);
  const expected = `one of the keys ${known.join(", ")}`;
  return {
    path: [...path, key],
    pointAt: "key",
    message: `the key “${key}” is not known here`,
    expected,
    found: key,
    suggestion: near === undefined ? `known: ${known.join(", ")}` : `did you mean “${near}”?`,
  };
}

/** A misspelt key makes two problems, unknown and missing; only the first is told when it explains the second. */
function withoutEchoes(findings: Finding[]): Finding[] {
  const meant = new Set(
    findings
      .filter((finding) => finding.pointAt === "key")
      .map((finding) =>
        [...finding.path.slice(0, -1), /“(.+)”\?$/.exec(finding.suggestion ?? "")?.[1] ?? ""].join(
          "/",
        ),
      ),
  );
  return findings.filter(
    (finding) =>
      finding.pointAt === "key" ||
      !(finding.message.endsWith("missing") && meant.has(finding.path.join("/"))),
  );
}

const typeNames: Record<string, string> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a map",
  record: "a map",
};

function expectationOf(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return typeNames[issue.expected] ?? issue.expected;
    case "invalid_value":
      return issue.values.length === 1
        ? `“${String(issue.values[0])}”`
        : `one of ${listWords(issue.values)}`;
    case "invalid_union":
      return `one of ${listWords((issue as { options?: unknown[] }).options ?? [])}`;
    case "too_small":
      return `${issue.origin === "string" || issue.origin === "array" ? "a length of " : ""}at least ${String(issue.minimum)}`;
    case "too_big":
      return `${issue.origin === "string" || issue.origin === "array" ? "a length of " : ""}at most ${String(issue.maximum)}`;
    case "invalid_format":
      return issue.format === "url" ? "an address that starts with https://" : issue.message;
    default:
      return issue.message.replace(/^expected /, "");
  }
}

function listWords(words: readonly unknown[]): string {
  const shown = words.slice(0, 12).map(String).join(", ");
  return words.length > 12 ? `${shown} … (${words.length} in all)` : shown;
}

function suggestionFor(issue: Issue, found: unknown): string | undefined {
  const words = knownWords(issue);
  const near =
    typeof found === "string" && words.length > 0 ? suggestWord(found, words) : undefined;
  if (near !== undefined) return `did you mean “${near}”?`;
  if (issue.code !== "invalid_type") return undefined;
  if (issue.expected === "string" && typeof found !== "object")
    return `write it in quotes: '${String(found)}'`;
  if (typeof found !== "string") return undefined;
  if (issue.expected === "boolean" && /^(yes|no|on|off|y|n|true|false)$/i.test(found))
    return "YAML 1.2 reads it as text; write true or false";
  const plain = issue.expected === "number" ? plainNumber(found) : undefined;
  return plain === undefined ? undefined : `write the number plainly, without quotes: ${plain}`;
}

/** `1 295,50`, `1.295,50`, `1,295.50` and `1_295` as YAML has numbers; `1,295` is taken for thousands. */
function plainNumber(written: string): string | undefined {
  const compact = written.replaceAll(/[_ ]/g, "");
  if (/^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/.test(compact)) return compact.replaceAll(",", "");
  if (/^[+-]?\d+(\.\d{3})*,\d+$/.test(compact))
    return compact.replaceAll(".", "").replace(",", ".");
  return /^[+-]?\d+(\.\d+)?$/.test(compact) ? compact : undefined;
}

function knownWords(issue: Issue): string[] {
  if (issue.code === "invalid_value") return issue.values.map(String);
  if (issue.code === "invalid_union")
    return ((issue as { options?: unknown[] }).options ?? []).map(String);
  return [];
}

function valueAt(root: unknown, path: ValuePath): unknown {
  return path.reduce<unknown>(
    (value, part) => (value as Record<string | number, unknown> | undefined | null)?.[part],
    root,
  );
}
