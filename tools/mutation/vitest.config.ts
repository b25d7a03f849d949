import { defineConfig } from "vitest/config";

/**
 * What the mutated rules are held against: the pure tests of the domain, and nothing that needs a machine. With
 * `DRIFTVAKT_MUTATION_TESTS` only some of them, as globs with commas between: a folder's own tests are minutes, all are hours.
 */
const asked = process.env["DRIFTVAKT_MUTATION_TESTS"];

export default defineConfig({
  test: {
    // A mutant that loops is stopped by the runner; the machine may be busy.
    testTimeout: 60_000,
    include: asked?.split(",") ?? ["packages/domain/src/**/*.test.ts", "test/scenarios/*.test.ts"],
    // Texts of all decisions take seconds: too long to be asked again for each mutant.
    exclude: [
      "**/decide-wording.test.ts",
      "**/node_modules/**",
      "**/*.{pg,host,e2e,browser}.test.ts",
    ],
  },
});
