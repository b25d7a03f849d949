/**
 * Builds what is out of date of the portal and the agent's executables. `--check` builds nothing and exits 1 when
 * something is out of date; the caller holds the checkout's lock while building.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { artefacts } from "./artefacts/list.ts";
import { fingerprint, type Artefact } from "./artefacts/fingerprint.ts";
import { capture, root } from "./terminal/run-command.ts";

const STAMPS = join(root, ".cache/artefacts");
const EX_SOFTWARE = 70;

const stampOf = ({ name }: Artefact) => join(STAMPS, `${name}.sha256`);

function isCurrent(artefact: Artefact): boolean {
  if (!existsSync(join(root, artefact.output)) || !existsSync(stampOf(artefact))) return false;
  return readFileSync(stampOf(artefact), "utf8") === fingerprint(root, artefact);
}

/** A half-written artefact must not pass for a whole one: its stamp comes last and holds what was read first. */
async function build(artefact: Artefact): Promise<boolean> {
  const stamp = fingerprint(root, artefact);
  console.error(`driftvakt: building the ${artefact.name} ...`);
  const { code, output, seconds } = await capture([
    "npm",
    "run",
    "build",
    "-w",
    artefact.workspace,
  ]);
  const took = `(${seconds.toFixed(0)} s)`;
  if (code !== 0) {
    console.error(output.trimEnd().split("\n").slice(-20).join("\n").replaceAll(/^/gm, "  | "));
    console.error(`driftvakt: building the ${artefact.name}: failed ${took}`);
    console.error(`driftvakt:   -> npm run build -w ${artefact.workspace} shows all of it`);
    return false;
  }
  mkdirSync(STAMPS, { recursive: true });
  writeFileSync(stampOf(artefact), stamp);
  console.error(`driftvakt: building the ${artefact.name}: done ${took}`);
  return true;
}

async function main(): Promise<number> {
  const stale = artefacts.filter((artefact) => !isCurrent(artefact));
  if (process.argv.includes("--check")) return stale.length === 0 ? 0 : 1;
  for (const artefact of stale) if (!(await build(artefact))) return EX_SOFTWARE;
  return 0;
}

process.exitCode = await main();
