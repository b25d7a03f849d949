/** Where in a value something is: keys and positions from the top. */
export type ValuePath = readonly (string | number)[];

/** Something about one place, before line and column are known. */
export type Finding = {
  path: ValuePath;
  /** What is wrong, as a sentence that ends the line: `expected …, found …`. */
  message: string;
  expected?: string;
  found?: string;
  suggestion?: string;
  /** Where to point when it is not the value: at its key, or at an offset in the text. */
  pointAt?: "key" | { offset: number };
};

/** A problem or a warning in a file, ready for people and for editors. Lines and columns count from 1. */
export type CatalogueProblem = {
  file: string;
  line: number;
  column: number;
  path: string;
  message: string;
  expected?: string;
  found?: string;
  suggestion?: string;
};

/** `clauses[3].terms[0].percent`; list entries with an id are easier to find by line. */
export function formatPath(path: ValuePath): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    return text === "" ? part : `${text}.${part}`;
  }, "");
}

/** One line as compilers print it: `msp.yaml:12:5: plans[0].baseFee: …`. */
export function formatProblem(problem: CatalogueProblem): string {
  const where = `${problem.file}:${problem.line}:${problem.column}`;
  const path = problem.path === "" ? "" : `${problem.path}: `;
  const hint = problem.suggestion === undefined ? "" : ` (${problem.suggestion})`;
  return `${where}: ${path}${problem.message}${hint}`;
}

/** A found value as it is shown in a message: short, and never more than one line. */
export function showValue(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (value === null) return "nothing";
  if (typeof value === "object") return "a map";
  if (typeof value === "string") {
    const line = value.replaceAll(/\s+/g, " ");
    return `the text “${line.length > 40 ? `${line.slice(0, 39)}…` : line}”`;
  }
  return String(value);
}
