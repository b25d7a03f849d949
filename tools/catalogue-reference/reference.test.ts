import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { termSchemas } from "@driftvakt/domain/catalogue";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { generateReference } from "../generate-catalogue-reference.ts";
import { root } from "../terminal/run-command.ts";

const generated = generateReference();
const schemaText = generated["catalogue.schema.json"] ?? "";
const published = z.fromJSONSchema(
  JSON.parse(schemaText) as Parameters<typeof z.fromJSONSchema>[0],
);
const files = globSync(["catalogues/*.yaml", "test/catalogues/*.yaml"], { cwd: root });

describe("the published schema of catalogues", () => {
  it.each(["catalogue.schema.json", "catalogue.md"])(
    "docs/reference/%s is what the schema says",
    (name) => {
      expect(readFileSync(join(root, "docs/reference", name), "utf8")).toBe(generated[name]);
    },
  );

  it.each(files)("takes %s, which names it for editors", (path) => {
    const text = readFileSync(join(root, path), "utf8");
    const [, schema = ""] =
      /^# yaml-language-server: \$schema=(.+)$/m.exec(text.split("\n", 1)[0] ?? "") ?? [];
    expect(join(path, "..", schema)).toBe("docs/reference/catalogue.schema.json");
    expect(published.safeParse(parse(text)).error?.issues).toBeUndefined();
  });

  it.each([
    ["an unknown key", { format: 1, extra: true }],
    [
      "a price with a sign",
      { prices: [{ id: "p", name: { en: "a" }, amount: "-1.00 SEK", per: "hour" }] },
    ],
    ["an unknown term", { clauses: [{ terms: [{ type: "wach" }] }] }],
  ])("refuses %s", (_name, change) => {
    const se = parse(readFileSync(join(root, "catalogues/se.yaml"), "utf8")) as object;
    expect(published.safeParse({ ...se, ...change }).success).toBe(false);
  });

  it("describes every type of term in the reference, and every link leads to a heading", () => {
    const text = generated["catalogue.md"] ?? "";
    const headings = new Set(
      [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) => title.toLowerCase()),
    );
    for (const schema of termSchemas)
      expect(headings).toContain(schema.shape.type.value.toLowerCase());
    for (const [, target = ""] of text.matchAll(/\]\(#([^)]+)\)/g))
      expect(headings).toContain(target);
  });
});
