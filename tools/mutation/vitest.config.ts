import { defineConfig } from "vitest/config";

/** What the mutated rules are held against: the pure tests of the domain, and nothing that needs a machine. */
export default defineConfig({
  test: {
    include: ["packages/domain/src/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/*.{pg,host,e2e,browser}.test.ts"],
  },
});
