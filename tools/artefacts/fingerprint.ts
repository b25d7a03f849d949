import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Something that is built from sources of the checkout. */
export type Artefact = Readonly<{
  name: string;
  /** npm workspace whose `build` script makes it. */
  workspace: string;
  /** Files and folders it is made from, relative to the checkout. */
  sources: readonly string[];
  /** The folder it is made into; without it the artefact is missing, whatever the stamp says. */
  output: string;
}>;

const SOURCE = /\.(?:tsx?|jsx?|mjs|json|css|html|svg|png|ico|webmanifest|woff2|sh|service)$/;
const LEFT_OUT = /(?:^|\/)(?:node_modules|dist)\/|\.test\.tsx?$/;

/** One hash over the names and contents of all that an artefact is made from; tests do not count. */
export function fingerprint(root: string, { sources }: Artefact): string {
  const files = sources
    .flatMap((source) => [
      ...globSync(source, { cwd: root }),
      ...globSync(`${source}/**/*`, { cwd: root, exclude: ["**/node_modules", "**/dist"] }),
    ])
    .filter((path) => SOURCE.test(path) && !LEFT_OUT.test(path));
  const hash = createHash("sha256");
  for (const path of [...new Set(files)].toSorted()) {
    const content = readFileSync(join(root, path));
    // The length keeps two files from passing for one of another name.
    hash.update(`${path} ${content.length}\n`).update(content);
  }
  return hash.digest("hex");
}
