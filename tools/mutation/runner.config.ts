import { defineConfig } from "vitest/config";
import { lastingWorker } from "./lasting-worker.ts";

/** Plays the one file that `bundle-tests.ts` makes, in one thread that lasts. */
export default defineConfig({
  plugins: [
    {
      name: "lasting-worker",
      // Stryker sets the pool by its name and knows Vitest's own ones alone.
      configureVitest: ({ project }) => {
        project.config.pool = lastingWorker.name;
        project.config.poolRunner = lastingWorker;
      },
    },
  ],
  test: {
    include: ["every.test.js"],
    isolate: false,
    // A mutant that loops is stopped by the runner; the machine may be busy.
    testTimeout: 60_000,
  },
});
