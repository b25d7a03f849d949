import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { prepareRuntime, RUNTIMES } from "./runtimes.ts";

const agent = dirname(dirname(fileURLToPath(import.meta.url)));
const root = dirname(dirname(agent));
const dist = join(agent, "dist");
const entry = join(agent, "src", "main.ts");
const cache = join(root, ".cache", "bun");

/** No configuration file of the folder where the agent is started may change what it does. */
const SEALED = ["--no-compile-autoload-dotenv", "--no-compile-autoload-bunfig"];
/** A few milliseconds of work a beat are not worth compiling: the just-in-time compiler waits a hundred times longer. */
const FLAGS = ["--compile-jit-policy=100"];

mkdirSync(dist, { recursive: true });
const native = process.arch === "arm64" ? "arm64" : "x64";
const runtimes = RUNTIMES.flatMap((runtime) => {
  try {
    return [{ ...runtime, executable: prepareRuntime(runtime, cache) }];
  } catch (error) {
    // Without it this machine still gets its own agent; the control plane then says what it does not serve.
    if (runtime.architecture === native) throw error;
    process.stderr.write(`agent for ${runtime.architecture} left out: ${String(error)}\n`);
    return [];
  }
});
const bun = runtimes.find(({ architecture }) => architecture === native)?.executable;
if (!bun) throw new Error(`no Bun for ${native}`);

const bundle = join(dist, "driftvakt-agent.js");
run(bun, [
  "build",
  entry,
  "--target=node",
  "--format=esm",
  "--external=bun:ffi",
  "--outfile",
  bundle,
]);
const executables = runtimes.map(({ architecture, executable }) => {
  const path = join(dist, `driftvakt-agent-linux-${architecture}`);
  // A running agent keeps its file: the new one takes the name, not the place.
  const fresh = `${path}.new`;
  const how = ["--compile", "--minify", "--bytecode", ...SEALED, ...FLAGS];
  run(bun, ["build", entry, ...how, "--compile-executable-path", executable, "--outfile", fresh]);
  renameSync(fresh, path);
  return path;
});
const sums = [bundle, ...executables].map(
  (path) => `${sum(path)}  ${path.slice(dist.length + 1)}\n`,
);
writeFileSync(join(dist, "SHA256SUMS"), sums.join(""));
rmSync(join(dist, ".tmp"), { recursive: true, force: true });

function run(program: string, argv: readonly string[]): void {
  execFileSync(program, argv, { cwd: agent, stdio: ["ignore", "ignore", "inherit"] });
}

function sum(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}
