import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../terminal/run-command.ts";
import { judgeMigrations, judgeNames, judgeSizes, type Verdict } from "./judge-files.ts";

const MIGRATIONS = "apps/control/migrations";

function listSources(): string[] {
  return globSync("{packages,apps,test,tools,bench}/**/*.{ts,tsx}", {
    cwd: root,
    exclude: ["**/node_modules/**", "**/dist/**"],
  }).sort();
}

const countLines = (path: string) => readFileSync(join(root, path), "utf8").split("\n").length - 1;

export const checkSizes = (): Verdict =>
  judgeSizes(listSources().map((path) => ({ path, lines: countLines(path) })));

export const checkNames = (): Verdict => judgeNames(listSources());

export function checkMigrations(): Verdict {
  const folder = join(root, MIGRATIONS);
  return judgeMigrations(existsSync(folder) ? readdirSync(folder) : []);
}
