import { globSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { rolldown } from "rolldown";

/**
 * Run by Stryker in its copy of the checkout: the tests that were asked for, and all code that they load, as one file. A fresh
 * run of the tests then loads one file and not three hundred.
 */
const asked = process.env["DRIFTVAKT_MUTATION_TESTS"];
const patterns = asked?.split(",") ?? [
  "packages/domain/src/**/*.test.ts",
  "test/scenarios/*.test.ts",
];
// Texts of all decisions take seconds: too long to be asked again for each mutant.
const left = /decide-wording\.test\.ts$|\.(pg|host|e2e|browser)\.test\.ts$/u;
const tests = patterns.flatMap((pattern) => globSync(pattern)).filter((file) => !left.test(file));
if (tests.length === 0) throw new Error(`no tests at ${patterns.join(", ")}`);

const entry = "every test";
const bundle = await rolldown({
  input: entry,
  external: (id) => id !== entry && !/^[./]/u.test(id),
  plugins: [
    {
      name: "every-test",
      resolveId: (id) => (id === entry ? id : null),
      load: (id) =>
        id === entry
          ? tests.map((file) => `import ${JSON.stringify(resolve(file))};`).join("\n")
          : null,
      // A test that reads files beside itself still finds them.
      transform: (code, id) =>
        code.includes("import.meta.dirname")
          ? code.replaceAll("import.meta.dirname", JSON.stringify(dirname(id)))
          : null,
    },
  ],
});
await bundle.write({
  file: "every.test.js",
  codeSplitting: false,
  // What runs while the file is loaded runs without the mutant that the run before was about.
  banner: "if (globalThis.__stryker__) globalThis.__stryker__.activeMutant = undefined;",
});
