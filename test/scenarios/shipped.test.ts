import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  checkExpectation,
  loadScenario,
  simulate,
} from "../../packages/domain/src/simulation/index.ts";
import { readCatalogue } from "../catalogues/read-catalogue.ts";

const folder = join(import.meta.dirname, "../../catalogues/scenarios");
const files = globSync("*.yaml", { cwd: folder }).sort();

describe("scenarios that ship with the product", () => {
  it.each(files)("%s shows what it says, for readers of every language", (file) => {
    const loaded = loadScenario(readFileSync(join(folder, file), "utf8"), { fileName: file });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems, undefined, 1));
    const { scenario } = loaded;
    expect(basename(file).split("-")[0]).toBe(scenario.catalogue);
    expect(Object.keys(scenario.title ?? {}).sort()).toEqual(["bs", "da", "de", "en", "sv"]);
    expect(scenario.title?.en).toBe(scenario.name);
    expect(scenario.expect).toBeDefined();
    const simulation = simulate(readCatalogue(scenario.catalogue), scenario);
    expect(checkExpectation(scenario.expect, simulation)).toEqual([]);
  });
});
