import { globSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { rolldown } from "rolldown";
import type { Plugin } from "rolldown";

/**
 * Run by Stryker in its copy of the checkout: the tests that were asked for, and all code that they load, as one file. A fresh
 * run of the tests then loads one file and not three hundred.
 */
const ENTRY = "every test";

/** What runs while the file is loaded runs without the mutant that the run before was about. */
const BANNER = "if (globalThis.__stryker__) globalThis.__stryker__.activeMutant = undefined;";

/** Catalogues outlive a run. Nobody may change one: what a mutant changed would be blamed on the mutants after it. */
const KEPT = `(globalThis.keptCatalogues ??= new (class extends Map {
  freeze(value) {
    if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
    Object.values(Object.freeze(value)).forEach((part) => this.freeze(part));
    return value;
  }
  set(id, catalogue) { return super.set(id, this.freeze(catalogue)); }
})())`;

function listTests(): readonly string[] {
  const asked = process.env["DRIFTVAKT_MUTATION_TESTS"];
  const patterns = asked?.split(",") ?? [
    "packages/domain/src/**/*.test.ts",
    "test/scenarios/*.test.ts",
  ];
  // Texts of all decisions take seconds: too long to be asked again for each mutant.
  const left = /decide-wording\.test\.ts$|\.(pg|host|e2e|browser)\.test\.ts$/u;
  const tests = patterns.flatMap((pattern) => globSync(pattern)).filter((file) => !left.test(file));
  if (tests.length === 0) throw new Error(`no tests at ${patterns.join(", ")}`);
  return tests;
}

function everyTest(tests: readonly string[]): Plugin {
  return {
    name: "every-test",
    resolveId: (id) => (id === ENTRY ? id : null),
    load: (id) =>
      id === ENTRY
        ? tests.map((file) => `import ${JSON.stringify(resolve(file))};`).join("\n")
        : null,
    // A test that reads files beside itself still finds them.
    transform: (code, id) =>
      code.includes("import.meta.dirname")
        ? code.replaceAll("import.meta.dirname", JSON.stringify(dirname(id)))
        : null,
  };
}

/** Reading a catalogue takes longer than most tests; it is read once, unless the reading itself is what is mutated. */
function keptCatalogues(): Plugin {
  const isMutated = globSync("packages/domain/src/catalogue/**/*.ts").some((file) =>
    readFileSync(file, "utf8").includes("stryMutAct"),
  );
  return {
    name: "kept-catalogues",
    transform(code, id) {
      if (isMutated || !id.endsWith("test/catalogues/read-catalogue.ts")) return null;
      const changed = code.replace(/new Map<string, Catalogue>\(\)/u, KEPT);
      if (changed === code) throw new Error(`${id} keeps no map of catalogues any more`);
      return changed;
    },
  };
}

const bundle = await rolldown({
  input: ENTRY,
  external: (id) => id !== ENTRY && !/^[./]/u.test(id),
  plugins: [everyTest(listTests()), keptCatalogues()],
});
await bundle.write({ file: "every.test.js", codeSplitting: false, banner: BANNER });
