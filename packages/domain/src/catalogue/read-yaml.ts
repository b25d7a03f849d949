import { isMap, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import type { Pair, ParsedNode, Scalar, YAMLMap } from "yaml";
import { guardYaml, yamlLimits } from "./guard-yaml.ts";
import { showValue } from "./problem.ts";
import type { Finding, ValuePath } from "./problem.ts";

export type Place = { line: number; column: number };

/** A file read into plain values, with the place of every one of them. */
export type ReadYaml = {
  value: unknown;
  findings: Finding[];
  /** Line and column of a finding; of the nearest value on its path that exists where it is about a missing one. */
  placeOf: (finding: Pick<Finding, "path" | "pointAt">) => Place;
};

/** What the file says is not readable at all. */
export type UnreadableYaml = {
  value?: undefined;
  unreadable: (Place & { message: string; suggestion?: string })[];
};

/**
 * Reads YAML 1.2 without anything that surprises: no anchors, aliases, merge keys, tags or directives; no duplicate keys;
 * no number that is written otherwise than it is read; no missing value. Never throws, whatever the text is.
 */
export function readYaml(text: string): ReadYaml | UnreadableYaml {
  const lines = new LineCounter();
  const guarded = guardYaml(text);
  if (guarded !== undefined) {
    const { offset, ...said } = guarded;
    return { unreadable: [{ ...said, ...placeInText(text, offset) }] };
  }
  const document = parseDocument(text, {
    version: "1.2",
    schema: "core",
    merge: false,
    resolveKnownTags: false,
    uniqueKeys: false,
    stringKeys: true,
    prettyErrors: false,
    logLevel: "silent",
    lineCounter: lines,
  });
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0)
    return {
      unreadable: faults
        .slice(0, 50)
        .map((fault) => ({ ...at(fault.pos[0]), message: fault.message })),
    };
  if (document.contents === null)
    return { unreadable: [{ line: 1, column: 1, message: "the file is empty" }] };
  const root = document.contents;
  const findings: Finding[] = [];
  const value = plainValue(root, [], findings);
  return {
    value,
    findings,
    placeOf: ({ path, pointAt }) =>
      at(typeof pointAt === "object" ? pointAt.offset : offsetOf(root, path, pointAt === "key")),
  };
}

function placeInText(text: string, offset: number): Place {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: offset - lineStart + 1 };
}

function plainValue(node: ParsedNode | null, path: ValuePath, findings: Finding[]): unknown {
  if (path.length > yamlLimits.depth) {
    findings.push({ path, message: `values may be nested at most ${yamlLimits.depth} deep` });
    return undefined;
  }
  if (isMap(node)) return plainMap(node, path, findings);
  if (isSeq(node)) return node.items.map((item, i) => plainValue(item, [...path, i], findings));
  return isScalar(node) ? plainScalar(node, path, findings) : missing(path, findings);
}

const forbiddenKeys = new Set(["__proto__", "constructor", "prototype"]);

function plainMap(
  map: YAMLMap.Parsed,
  path: ValuePath,
  findings: Finding[],
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const pair of map.items) {
    const key = keyOf(pair);
    const here = [...path, key];
    if (forbiddenKeys.has(key) || key === "<<") {
      findings.push({ path: here, pointAt: "key", message: `“${key}” is not allowed as a key` });
    } else if (Object.hasOwn(result, key)) {
      const pointAt = { offset: pair.key.range[0] };
      findings.push({ path: here, pointAt, message: `the key “${key}” is written twice` });
    } else {
      result[key] = plainValue(pair.value, here, findings);
    }
  }
  return result;
}

function keyOf(pair: Pair<ParsedNode, ParsedNode | null>): string {
  return isScalar(pair.key) ? String(pair.key.value) : "";
}

const plainNumber = /^-?(0|[1-9]\d*)(\.\d+)?$/;

/** A scalar's value where reading it cannot surprise; else a finding, and undefined so that nothing builds on it. */
function plainScalar(node: Scalar, path: ValuePath, findings: Finding[]): unknown {
  const { value, source = "" } = node;
  if (value === null) return missing(path, findings);
  if (
    typeof value === "number" &&
    !(
      plainNumber.test(source) &&
      Number.isFinite(value) &&
      Math.abs(value) <= Number.MAX_SAFE_INTEGER
    )
  ) {
    findings.push({
      path,
      message: `expected a number written plainly, found ${source}, which would be read as ${value}`,
      found: source,
      suggestion: `write the number without sign marks, leading zeros or exponents, or '${source}' in quotes where text is meant`,
    });
    return undefined;
  }
  if (typeof value === "boolean" && source !== String(value)) {
    findings.push({
      path,
      message: `expected ${value} in small letters, found ${source}`,
      found: source,
    });
    return undefined;
  }
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
    return value;
  findings.push({
    path,
    message: `expected text, a number, true or false, found ${showValue(value)}`,
  });
  return undefined;
}

function missing(path: ValuePath, findings: Finding[]): undefined {
  findings.push({
    path,
    message: "expected a value, found nothing",
    suggestion: "write a value or leave the key out",
  });
  return undefined;
}

/** Offset of the node at the path, or of the deepest one on the way that exists. */
function offsetOf(root: ParsedNode, path: ValuePath, atKey: boolean): number {
  let node: ParsedNode | null = root;
  let offset = root.range[0];
  for (const part of path) {
    const pair: Pair<ParsedNode, ParsedNode | null> | undefined = isMap(node)
      ? lastPair(node, String(part))
      : undefined;
    const next: ParsedNode | null | undefined =
      pair === undefined ? itemOf(node, part) : pair.value;
    if (pair === undefined && next === undefined) return offset;
    const keyOffset = pair?.key?.range[0];
    offset =
      (atKey && part === path.at(-1) ? keyOffset : undefined) ??
      next?.range[0] ??
      keyOffset ??
      offset;
    node = next ?? null;
  }
  return offset;
}

/** The last pair with the key: of a doubled key the second is the one to point at. */
function lastPair(
  map: YAMLMap.Parsed,
  key: string,
): Pair<ParsedNode, ParsedNode | null> | undefined {
  return map.items.findLast((pair) => keyOf(pair) === key);
}

function itemOf(node: ParsedNode | null, part: string | number): ParsedNode | undefined {
  return isSeq(node) && typeof part === "number" ? node.items[part] : undefined;
}
