import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../terminal/run-command.ts";
import { checkDocument } from "./check-document.ts";

/** The subcommands that the bash command offers: the lines of its `COMMANDS` list. */
function listCommands(script: string): string[] {
  const list = /^readonly COMMANDS='\n([\s\S]*?)^'$/m.exec(script)?.[1];
  if (list === undefined) throw new Error("driftvakt holds no COMMANDS list any more");
  return ["help", ...list.split("\n").flatMap((line) => line.split(/\s+/)[0] || [])];
}

const read = (path: string) => readFileSync(join(root, path), "utf8");

/** Every document of the checkout against the checkout, one line for each thing that is not so. */
export function checkDocsPaths(): string[] {
  const documents = globSync("{*.md,docs/**/*.md,{apps,packages,test,tools,bench}/**/*.md}", {
    cwd: root,
    exclude: ["**/node_modules/**", "**/dist/**"],
  });
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  const exists = (path: string) =>
    path.includes("*") ? globSync(path, { cwd: root }).length > 0 : existsSync(join(root, path));
  const facts = {
    exists,
    commands: new Set(listCommands(read("driftvakt"))),
    scripts: new Set(Object.keys(scripts)),
    read: (path: string) => (exists(path) ? read(path) : undefined),
  };
  return documents.sort().flatMap((path) => checkDocument(path, read(path), facts));
}
