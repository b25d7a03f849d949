import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { root } from "../terminal/run-command.ts";

/**
 * The little of a catalogue that the list of clauses shows. Whether the rest of the file is right is the loader's
 * business (`driftvakt catalogue check`).
 */
const Listed = z.object({
  clauses: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      capability: z.array(z.string()),
      title: z.object({ en: z.string() }),
    }),
  ),
});
export type ListedClause = z.infer<typeof Listed>["clauses"][number] & { catalogue: string };

/** The clauses of every catalogue that ships, in the order in which they stand there. */
export function readCatalogues(): ListedClause[] {
  return globSync("catalogues/*.yaml", { cwd: root })
    .sort()
    .flatMap((path) => {
      const file = parse(readFileSync(join(root, path), "utf8")) as unknown;
      const { clauses } = Listed.parse(file, { error: () => `in ${path}` });
      return clauses.map((clause) => ({ ...clause, catalogue: basename(path, ".yaml") }));
    });
}
