import { posix } from "node:path";

/** What a document is held against. */
export type Facts = Readonly<{
  /** Whether a file or folder of the checkout exists; `*` stands for anything within one folder name. */
  exists: (path: string) => boolean;
  /** Subcommands of `./driftvakt`. */
  commands: ReadonlySet<string>;
  /** Names of the npm scripts in the root's package.json. */
  scripts: ReadonlySet<string>;
  /** The text of another document; undefined where there is none. */
  read: (path: string) => string | undefined;
}>;

const FOLDERS = "apps|packages|test|tools|docs|bench|catalogues|\\.ci";
const REPOSITORY_PATH = new RegExp(`(?<![\\w./@-])(?:\\./)?((?:${FOLDERS})/[\\w./*<>{}…$-]*)`, "g");
const LINK = /\]\(([^()\s]+)(?:\s+"[^"]*")?\)/g;
const COMMAND = /(?<![\w./-])\.\/driftvakt +([a-z][\w-]*)/g;
const SCRIPT = /npm run ([\w:-]+)(?![\w:-])(?! -w| --workspace)/g;
/** `verb-noun.ts`, `NNNN-title.md`, `<name>`: a shape, not a file. */
const PLACEHOLDER = /[<>{}…$]|NNNN|\bX\b|verb-noun|my-/;

/** Everything a document says about the checkout that is not so, as `path:line: what`. */
export function checkDocument(path: string, text: string, facts: Facts): string[] {
  return text.split("\n").flatMap((line, index) => {
    const wrong = [
      ...checkPaths(line, facts),
      ...checkLinks(path, line, facts),
      ...checkNames(line, COMMAND, facts.commands, "./driftvakt has no command"),
      ...checkNames(line, SCRIPT, facts.scripts, "package.json has no script"),
    ];
    return wrong.map((what) => `${path}:${index + 1}: ${what}`);
  });
}

/** Paths are looked for where they are written as code; prose may speak of "test/review cycles". */
function checkPaths(line: string, facts: Facts): string[] {
  return [...line.matchAll(REPOSITORY_PATH)]
    .map(([, found = ""]) => found.replace(/[.,:;]+$/, ""))
    .filter((found) => !PLACEHOLDER.test(found) && !facts.exists(found.replace(/\/$/, "")))
    .map((found) => `${found} does not exist`);
}

function checkLinks(path: string, line: string, facts: Facts): string[] {
  return [...line.matchAll(LINK)].flatMap(([, target = ""]) => {
    if (/^[a-z][a-z+.-]*:/.test(target)) return [];
    const [file = "", anchor] = decodeURI(target).split("#");
    const to = file === "" ? path : posix.normalize(posix.join(posix.dirname(path), file));
    if (!facts.exists(to.replace(/\/$/, ""))) return [`the link ${target} leads nowhere`];
    if (anchor === undefined || !to.endsWith(".md")) return [];
    const known = headings(facts.read(to) ?? "").includes(anchor);
    return known ? [] : [`${to} has no heading for #${anchor}`];
  });
}

function checkNames(
  line: string,
  pattern: RegExp,
  known: ReadonlySet<string>,
  complaint: string,
): string[] {
  return [...line.matchAll(pattern)]
    .map(([, name = ""]) => name)
    .filter((name) => !known.has(name))
    .map((name) => `${complaint} ${name}`);
}

/** Anchors of a document's headings, made as GitHub makes them. */
function headings(text: string): string[] {
  return [...text.matchAll(/^#{1,6} +(.+)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replace(/\s/g, "-"),
  );
}
