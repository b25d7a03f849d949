import { describe, expect, it } from "vitest";
import { checkDocument } from "./check-document.ts";

const files = new Set([
  "apps/portal",
  "apps/control",
  "apps/control/src/app.ts",
  "docs/operations.md",
  "README.md",
]);
const check = (text: string, path = "README.md") =>
  checkDocument(path, text, {
    exists: (wanted) => files.has(wanted),
    commands: new Set(["up", "test"]),
    scripts: new Set(["check"]),
    read: () => "# Operations\n\n## Exit codes & signals\n",
  });

describe("what documents say about the checkout", () => {
  it.each([
    "see `apps/control/src/app.ts`.",
    "all of apps/control/ is",
    "run `./driftvakt up` or ./driftvakt test",
    "`npm run check`",
    "`npm run build -w apps/portal`",
    "[operations](docs/operations.md)",
    "[codes](docs/operations.md#exit-codes--signals)",
    "[site](https://example.org/apps/none.ts)",
    "a new `apps/control/migrations/NNNN_name.sql`",
    "a new `packages/drivers/src/<name>/`",
    "`@driftvakt/apps/none`",
  ])("accepts: %s", (text) => {
    expect(check(text)).toEqual([]);
  });
  it.each([
    ["see `apps/control/src/gone.ts`.", "README.md:1: apps/control/src/gone.ts does not exist"],
    ["./apps/gone/x", "README.md:1: apps/gone/x does not exist"],
    ["`./driftvakt fly`", "README.md:1: ./driftvakt has no command fly"],
    ["`npm run fly`", "README.md:1: package.json has no script fly"],
    ["[x](docs/gone.md)", "README.md:1: docs/gone.md does not exist"],
    ["[x](gone.md)", "README.md:1: the link gone.md leads nowhere"],
    ["[x](#gone)", "README.md:1: README.md has no heading for #gone"],
    ["[x](docs/operations.md#gone)", "README.md:1: docs/operations.md has no heading for #gone"],
  ])("refuses: %s", (text, complaint) => {
    expect(check(text)).toContain(complaint);
  });
  it("follows links from where the document lies", () => {
    expect(check("[back](../README.md)", "docs/operations.md")).toEqual([]);
    expect(check("[back](README.md)", "docs/operations.md")).toHaveLength(1);
  });
  it("says the line", () => {
    expect(check("\n\n`npm run fly`")[0]).toMatch(/^README\.md:3:/);
  });
});
