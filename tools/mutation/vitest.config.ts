import { defineConfig } from "vitest/config";

/** What the mutated rules are held against: the pure tests of the domain, and nothing that needs a machine. */
export default defineConfig({
  test: {
    // A mutant that loops is stopped by the runner; the machine may be busy.
    testTimeout: 60_000,
    include: ["packages/domain/src/**/*.test.ts"],
    // Texts of all decisions take seconds: too long to be asked again for each mutant.
    exclude: [
      "**/decide-wording.test.ts",
      "**/node_modules/**",
      "**/*.{pg,host,e2e,browser}.test.ts",
    ],
  },
});
