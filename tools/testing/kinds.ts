import { globSync } from "node:fs";
import { root } from "../terminal/run-command.ts";

/** What a test file needs to run, told by its name; in the order in which they are run: cheapest first. */
export const kinds = ["pure", "pg", "host", "e2e", "browser"] as const;
export type Kind = (typeof kinds)[number];

/** Kinds that boot machines or drive real tools: only root can. */
export const needsRoot: ReadonlySet<Kind> = new Set(["host", "e2e", "browser"]);

/** The kind of a test file: `check.pg.test.ts` is `pg`, `check.test.ts` is `pure`; undefined for any other file. */
export function kindOf(path: string): Kind | undefined {
  const match = /(?:\.(pg|host|e2e|browser))?\.test\.tsx?$/.exec(path);
  return match === null ? undefined : ((match[1] as Kind | undefined) ?? "pure");
}

/** Every test file of the checkout, relative to its root, sorted. */
export function listTestFiles(): string[] {
  return globSync("{packages,apps,test,tools,bench}/**/*.test.{ts,tsx}", {
    cwd: root,
    exclude: ["**/node_modules/**", "**/dist/**"],
  }).sort();
}
