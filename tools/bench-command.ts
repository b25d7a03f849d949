/** `driftvakt bench NAME`: runs one benchmark of the `bench/` folder with the arguments that follow. */
import { existsSync, globSync } from "node:fs";
import { join } from "node:path";
import { root, show } from "./terminal/run-command.ts";

const EXPLAIN_USAGE = new URL("terminal/explain-usage.ts", import.meta.url).href;

const help = `Usage: driftvakt bench NAME [OPTIONS]     driftvakt bench     lists what there is

A benchmark prints a readable table and one JSON line; what it measures and its last figures
stand in bench/README.md. OPTIONS go to the benchmark.`;

/** `bench/ingest/main.ts` and `bench/ingest.ts` are both called `ingest`. */
function listBenchmarks(): string[] {
  const paths = globSync("bench/{*,*/main}.ts", { cwd: root });
  return paths
    .filter((path) => !path.endsWith(".test.ts"))
    .map((path) => path.replace(/^bench\//, "").replace(/(?:\/main)?\.ts$/, ""))
    .sort();
}

async function main([name, ...rest]: string[]): Promise<number> {
  if (name === "--help" || name === "-h") {
    console.log(help);
    return 0;
  }
  const known = listBenchmarks();
  if (name === undefined) {
    console.log(known.join("\n"));
    return 0;
  }
  if (!known.includes(name)) {
    console.error(
      `driftvakt bench: there is no benchmark '${name}'\n  -> one of: ${known.join(", ")}`,
    );
    return 64;
  }
  const folder = join(root, "bench", name, "main.ts");
  const file = existsSync(folder) ? folder : join(root, "bench", `${name}.ts`);
  const command = [process.execPath, "--import", EXPLAIN_USAGE, file, ...rest];
  const { code } = await show(command, "stdout", { cwd: process.cwd() });
  return code;
}

process.exitCode = await main(process.argv.slice(2));
