import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { prepareRuntime, RUNTIMES } from "../../apps/agent/build/runtimes.ts";

const root = join(import.meta.dirname, "..", "..");

/** The agent of this checkout, built as another version: what a later release would be. @returns the executable. */
export function buildVariant(version: string): Buffer {
  const architecture = process.arch === "arm64" ? "arm64" : "x64";
  const cache = join(root, ".cache", "bun");
  const runtime = RUNTIMES.find((one) => one.architecture === architecture)!;
  const bun = prepareRuntime(runtime, cache);
  // Inside the checkout, so that its packages are found.
  const folder = mkdtempSync(join(root, ".cache", "agent-variant-"));
  try {
    cpSync(join(root, "apps", "agent", "src"), join(folder, "src"), { recursive: true });
    const file = join(folder, "src", "version.ts");
    const text = readFileSync(file, "utf8").replace(/"\d+\.\d+\.\d+"/, JSON.stringify(version));
    writeFileSync(file, text);
    const out = join(folder, "driftvakt-agent");
    const how = ["--compile", "--minify", "--compile-executable-path", bun, "--outfile", out];
    execFileSync(bun, ["build", join(folder, "src", "main.ts"), ...how], {
      cwd: folder,
      stdio: ["ignore", "ignore", "inherit"],
    });
    return readFileSync(out);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
