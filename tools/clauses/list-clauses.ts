import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../terminal/run-command.ts";
import { kindOf, listTestFiles } from "../testing/kinds.ts";
import { findNamedTests } from "./find-named-tests.ts";
import { judgeStage, type ClauseTest, type Stage } from "./judge-stage.ts";
import { readCatalogues, type ListedClause } from "./read-catalogues.ts";

export type ClauseStanding = ListedClause &
  Readonly<{ stage: Stage; tests: readonly ClauseTest[] }>;

/** Tests by the id they carry, clause ids and abuse cases alike, as the test files of this checkout stand now. */
export function collectTests(): ReadonlyMap<string, ClauseTest[]> {
  const byId = new Map<string, ClauseTest[]>();
  for (const path of listTestFiles()) {
    const kind = kindOf(path);
    if (kind === undefined || path.startsWith("tools/")) continue;
    for (const { id, name } of findNamedTests(path, readFileSync(join(root, path), "utf8"))) {
      const tests = byId.get(id);
      if (tests === undefined) byId.set(id, [{ path, name, kind }]);
      else tests.push({ path, name, kind });
    }
  }
  return byId;
}

/** Every clause of every catalogue with how far it is built and the tests that show it. */
export function listClauses(): ClauseStanding[] {
  const tests = collectTests();
  return readCatalogues().map((clause) => {
    const own = tests.get(clause.id) ?? [];
    return { ...clause, stage: judgeStage(own), tests: own };
  });
}

/** Ids in test names that look like a clause of a catalogue that exists, but are not in it: a slip of the pen. */
export function findUnknownIds(): string[] {
  const known = new Set(readCatalogues().map(({ id }) => id));
  const prefixes = new Set([...known].map((id) => id.replace(/-\d+$/, "")));
  return [...collectTests()].flatMap(([id, tests]) => {
    if (known.has(id) || !prefixes.has(id.replace(/-\d+$/, ""))) return [];
    return tests.map(
      ({ path, name }) => `${path}: "${name}" names ${id}, which is in no catalogue`,
    );
  });
}
