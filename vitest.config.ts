import { configDefaults, defineConfig } from "vitest/config";

/** What a test needs decides its kind; the file's name says it (`.pg.test.ts`: a real PostgreSQL). */
const special = ["pg", "host", "e2e", "browser"] as const;
const roots = "{packages,apps,test,tools,bench}";

/** Generous where real machines boot; a pure test that needs more than 20 s is wrong. */
const timeoutSeconds = { pg: 60, host: 180, e2e: 300, browser: 180 };

export default defineConfig({
  test: {
    hookTimeout: 120_000,
    // What is awaited comes at once on an idle machine; on a busy one it may take many times a second.
    expect: { poll: { timeout: 15_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: "pure",
          include: [`${roots}/**/*.test.{ts,tsx}`],
          exclude: [
            ...configDefaults.exclude,
            ...special.map((kind) => `${roots}/**/*.${kind}.test.{ts,tsx}`),
          ],
          testTimeout: 20_000,
        },
      },
      ...special.map((kind) => ({
        extends: true as const,
        test: {
          name: kind,
          include: [`${roots}/**/*.${kind}.test.{ts,tsx}`],
          testTimeout: timeoutSeconds[kind] * 1000,
          hookTimeout: timeoutSeconds[kind] * 1000,
          // A busy machine may miss a deadline once; a defect misses it each time.
          retry: kind === "pg" ? 1 : 2,
        },
      })),
    ],
  },
});
