import { parseSync, Visitor, type Expression, type Program } from "oxc-parser";

export type NamedTest = Readonly<{
  /** Clause id (`se-02`) or abuse case (`A31`). */
  id: string;
  /** The name of the test or of the group around it, as written; `%s` and `${…}` stay. */
  name: string;
}>;

const TEST_FUNCTIONS = new Set(["it", "test", "describe"]);
const ID = /(?<![\w-])(?:[a-z]{2,12}-\d{2,3}|A\d{2})(?![\w-])/g;

type Range = Readonly<{ start: number; end: number }>;
type Text = Range & Readonly<{ text: string }>;
/** A call whose first argument is a text, with the tables that may fill it. */
type Call = Readonly<{ name: string; tables: readonly Expression[] }>;

/**
 * The clause and abuse ids that a test file carries in the names of its tests. Names that are filled from a table
 * (`it.each(rows)("%s: …")`, or a loop over a list in the same file) carry the ids that begin a text in that table.
 */
export function findNamedTests(path: string, source: string): NamedTest[] {
  if (!new RegExp(ID).test(source)) return [];
  const { program } = parseSync(path, source);
  const { calls, constants, texts } = survey(program);
  const idsInTable = (table: Expression) => {
    const at = table.type === "Identifier" ? constants.get(table.name) : table;
    if (at === undefined) return [];
    return texts.filter((text) => text.start >= at.start && text.end <= at.end).flatMap(leadingIds);
  };
  return calls.flatMap(({ name, tables }) => {
    const ids = new Set([...idsOf(name), ...(isFilled(name) ? tables.flatMap(idsInTable) : [])]);
    return [...ids].map((id) => ({ id, name }));
  });
}

const idsOf = (text: string): string[] => [...text.matchAll(ID)].map(([id]) => id);
const isFilled = (name: string) => /%[sjo#$]|\$\w|\$\{/.test(name);

/** Ids of a text that begins with one; rows of data may mention others in passing. */
function leadingIds({ text }: Text): string[] {
  const ids = idsOf(text);
  return ids[0] !== undefined && text.trimStart().startsWith(ids[0]) ? ids : [];
}

/** One walk over the file: test calls, what its constants are set to, and where every text stands. */
function survey(program: Program) {
  const calls: Call[] = [];
  const constants = new Map<string, Range>();
  const texts: Text[] = [];
  const loops: Expression[] = [];
  new Visitor({
    ForOfStatement: (node) => void loops.push(node.right),
    "ForOfStatement:exit": () => void loops.pop(),
    VariableDeclarator: ({ id, init }) => {
      if (id.type === "Identifier" && init !== null) constants.set(id.name, init);
    },
    Literal: ({ value, start, end }) => {
      if (typeof value === "string") texts.push({ text: value, start, end });
    },
    TemplateElement: ({ value, start, end }) => void texts.push({ text: value.raw, start, end }),
    CallExpression: ({ callee, arguments: [title] }) => {
      if (title === undefined || title.type === "SpreadElement") return;
      const name = TEST_FUNCTIONS.has(calledName(callee)) ? textOf(title) : undefined;
      if (name !== undefined) calls.push({ name, tables: [...tablesOf(callee), ...loops] });
    },
  }).visit(program);
  return { calls, constants, texts };
}

/** `it` for `it(…)`, `it.skipIf(x)(…)` and `it.each(rows)(…)`. */
function calledName(callee: Expression): string {
  if (callee.type === "Identifier") return callee.name;
  if (callee.type === "MemberExpression") return calledName(callee.object);
  if (callee.type === "CallExpression") return calledName(callee.callee);
  return callee.type === "TaggedTemplateExpression" ? calledName(callee.tag) : "";
}

function textOf(node: Expression): string | undefined {
  if (node.type === "Literal" && typeof node.value === "string") return node.value;
  if (node.type !== "TemplateLiteral") return undefined;
  return node.quasis.map(({ value }) => value.raw).join("${…}");
}

/** The rows of `it.each(rows)`. */
function tablesOf(callee: Expression): Expression[] {
  if (callee.type === "TaggedTemplateExpression") return [callee.quasi];
  if (callee.type !== "CallExpression") return [];
  return callee.arguments.filter((argument) => argument.type !== "SpreadElement");
}
