import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../terminal/run-command.ts";
import { judgeImport, type Packages } from "./judge-import.ts";
import { listImports } from "./list-imports.ts";

function findPackages(): Packages {
  const manifests = globSync("{packages,apps}/*/package.json", { cwd: root });
  return new Map(
    manifests.map((manifest) => {
      const { name, exports = {} } = JSON.parse(readFileSync(join(root, manifest), "utf8")) as {
        name: string;
        exports?: Record<string, string>;
      };
      return [name, { folder: manifest.slice(0, -"/package.json".length), exports }];
    }),
  );
}

/** Every import in the checkout that the table does not allow, one line each: `path:line: what and why`. */
export function checkBoundaries(): string[] {
  const packages = findPackages();
  const files = globSync("{packages,apps,test,bench,tools}/**/*.{ts,tsx}", {
    cwd: root,
    exclude: ["**/node_modules/**", "**/dist/**"],
  });
  const exists = (path: string) => existsSync(join(root, path));
  return files.sort().flatMap((file) =>
    listImports(file, readFileSync(join(root, file), "utf8")).flatMap(({ specifier, line }) => {
      const wrong = judgeImport(file, specifier, packages, exists);
      return wrong === undefined ? [] : [`${file}:${line}: ${wrong}`];
    }),
  );
}
