import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { generateScenarioReference } from "../generate-scenario-reference.ts";
import { root } from "../terminal/run-command.ts";

const generated = generateScenarioReference();
const published = z.fromJSONSchema(
  JSON.parse(generated["scenario.schema.json"] ?? "") as Parameters<typeof z.fromJSONSchema>[0],
);

describe("the published schema of scenarios", () => {
  it.each(["scenario.schema.json", "scenario.md"])(
    "docs/reference/%s is what the schema says",
    (name) => {
      expect(readFileSync(join(root, "docs/reference", name), "utf8")).toBe(generated[name]);
    },
  );

  it.each(globSync("test/scenarios/*.yaml", { cwd: root }))("takes %s", (path) => {
    const text = readFileSync(join(root, path), "utf8");
    expect(text.split("\n", 1)[0]).toBe(
      "# yaml-language-server: $schema=../../docs/reference/scenario.schema.json",
    );
    expect(published.safeParse(parse(text)).error?.issues).toBeUndefined();
  });

  it("refuses what is no scenario", () => {
    expect(published.safeParse({ format: 1 }).success).toBe(false);
  });
});
