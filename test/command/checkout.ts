import { spawn } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout that the tests themselves lie in. */
export const checkout = fileURLToPath(new URL("../../", import.meta.url));

export type Said = Readonly<{ code: number; stdout: string; stderr: string }>;
export type RunOptions = Readonly<{
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  uid?: number;
  gid?: number;
}>;

/** Runs a command without a terminal and without input. */
export function run(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Said> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString("utf8")));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString("utf8")));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? 128, stdout, stderr }));
  });
}

const PARTS = [
  "driftvakt",
  ".npmrc",
  "package.json",
  "package-lock.json",
  "tsconfig.base.json",
  "vitest.config.ts",
  "catalogues",
  "tools",
  "test/fleet",
];
const MANIFESTS = [
  "packages/domain",
  "packages/protocol",
  "packages/drivers",
  "apps/control",
  "apps/agent",
  "apps/portal",
];

/** The command with its tools in a folder whose name has spaces, as a fresh clone has them: without packages. */
export function makeFreshCheckout() {
  const home = mkdtempSync(join(tmpdir(), "driftvakt command "));
  chmodSync(home, 0o755);
  const root = join(home, "a fresh clone");
  for (const name of [...PARTS, ...MANIFESTS.map((folder) => `${folder}/package.json`)]) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    cpSync(join(checkout, name), join(root, name), { recursive: true });
  }
  return {
    home,
    root,
    command: join(root, "driftvakt"),
    /** Packages of the real checkout, where a test is not about installing them. */
    linkPackages: () => symlinkSync(join(checkout, "node_modules"), join(root, "node_modules")),
    write: (path: string, text: string) => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    },
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}

/** A PATH with what Debian always has, and without npm, node and curl. */
export function makeBarePath(home: string): string {
  const folder = join(home, "bin");
  mkdirSync(folder);
  const programs =
    "bash cat chmod chown cut cp dirname find flock grep head kill mkdir mktemp mv printf readlink rm sed sha256sum sleep sort stat tail tar uname";
  for (const name of programs.split(" ")) symlinkSync(join("/usr/bin", name), join(folder, name));
  symlinkSync("/usr/bin/env", join(folder, "env"));
  return folder;
}
