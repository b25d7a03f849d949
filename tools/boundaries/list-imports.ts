import { parseSync, Visitor } from "oxc-parser";

export type Import = Readonly<{ specifier: string; line: number }>;

/**
 * Everything a source file loads: imports, re-exports, `import("…")`, `import type`, and types written as
 * `import("…").Thing`. A type import couples as much as any other, so all count the same.
 * A name that is put together at run time is not seen.
 * @throws when the file does not parse.
 */
export function listImports(path: string, source: string): Import[] {
  const { program, errors } = parseSync(path, source);
  const lineOf = (offset: number) => source.slice(0, offset).split("\n").length;
  const [problem] = errors;
  if (problem !== undefined) throw new Error(`${path}: ${problem.message}`);
  const found: Import[] = [];
  const add = (node: { value: string; start: number } | null) => {
    if (node !== null) found.push({ specifier: node.value, line: lineOf(node.start) });
  };
  new Visitor({
    ImportDeclaration: (node) => add(node.source),
    ExportNamedDeclaration: (node) => add(node.source),
    ExportAllDeclaration: (node) => add(node.source),
    TSImportType: (node) => add(node.source),
    ImportExpression: (node) => {
      if (node.source.type === "Literal" && typeof node.source.value === "string") {
        found.push({ specifier: node.source.value, line: lineOf(node.start) });
      }
    },
  }).visit(program);
  return found;
}
