import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { formatProblem, loadCatalogue } from "@driftvakt/domain/catalogue";
import { loadScenario } from "@driftvakt/domain/simulation";
import type { SimulatorCatalogue, SimulatorScenario } from "@driftvakt/protocol/api";
import { textsOf } from "../contracts/index.ts";

const FOLDER = fileURLToPath(new URL("../../../../../catalogues/", import.meta.url));

/** What comes with Driftvakt: service descriptions, and scenarios that show what they say. */
export type Shipped = {
  readonly catalogues: readonly SimulatorCatalogue[];
  readonly scenarios: readonly SimulatorScenario[];
};

/** Reads the files of this release. @throws Error for one that cannot be read: a mistake in the release, not in use. */
export async function readShipped(): Promise<Shipped> {
  return {
    catalogues: (await readFolder(FOLDER)).map(({ name, source }) => catalogueOf(name, source)),
    scenarios: (await readFolder(join(FOLDER, "scenarios"))).map(({ name, source }) =>
      scenarioOf(name, source),
    ),
  };
}

async function readFolder(folder: string) {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".yaml")).toSorted();
  return Promise.all(
    files.map(async (file) => ({
      name: file.replace(/\.yaml$/, ""),
      source: await readFile(join(folder, file), "utf8"),
    })),
  );
}

function catalogueOf(name: string, source: string): SimulatorCatalogue {
  const loaded = loadCatalogue(source, { fileName: `${name}.yaml` });
  if (!loaded.ok) throw new Error(loaded.problems.map(formatProblem).join("\n"));
  const { id, name: title, version } = loaded.catalogue;
  return { name, id, title: textsOf(title), version, active: false, source };
}

function scenarioOf(name: string, source: string): SimulatorScenario {
  const loaded = loadScenario(source, { fileName: `${name}.yaml` });
  if (!loaded.ok) throw new Error(loaded.problems.map(formatProblem).join("\n"));
  const { scenario } = loaded;
  return {
    name,
    title: textsOf(scenario.title ?? { en: scenario.name }),
    catalogue: scenario.catalogue,
    random: scenario.random !== undefined,
    source,
  };
}
