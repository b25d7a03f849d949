import { describe, expect, it } from "vitest";
import { judgeMigrations, judgeNames, judgeSizes } from "./judge-files.ts";

describe("sizes", () => {
  it("warns over 300 lines and fails over 500", () => {
    const verdict = judgeSizes([
      { path: "apps/a/src/small.ts", lines: 300 },
      { path: "apps/a/src/long.ts", lines: 301 },
      { path: "apps/a/src/edge.ts", lines: 500 },
      { path: "apps/a/src/huge.ts", lines: 501 },
    ]);
    expect(verdict.warnings.map((line) => line.split(":")[0])).toEqual([
      "apps/a/src/long.ts",
      "apps/a/src/edge.ts",
    ]);
    expect(verdict.errors).toHaveLength(1);
    expect(verdict.errors[0]).toMatch(/huge\.ts: 501 lines/);
  });
  it("lets tests be long", () => {
    const files = [
      { path: "apps/a/src/a.pg.test.ts", lines: 900 },
      { path: "test/fleet/boot.ts", lines: 900 },
    ];
    expect(judgeSizes(files)).toEqual({ errors: [], warnings: [] });
  });
});

describe("names", () => {
  it.each([
    "apps/control/src/features/servers/list-servers.ts",
    "packages/domain/src/money/amount.pg.test.ts",
    "packages/domain/src/catalogue/database.ts",
    "apps/agent/src/checks/package-manager.ts",
    ".ci/run",
  ])("accepts %s", (path) => {
    expect(judgeNames([path]).errors).toEqual([]);
  });
  it.each([
    "apps/control/src/utils.ts",
    "apps/control/src/date-utils.ts",
    "apps/control/src/helpers/date.ts",
    "apps/control/src/common/date.ts",
    "apps/control/src/session-manager.ts",
    "apps/control/src/manager.test.ts",
    "packages/drivers/src/base-driver.ts",
    "packages/drivers/src/base.ts",
    "apps/portal/src/ui/DataTable.tsx",
    "apps/portal/src/ui/data_table.tsx",
  ])("refuses %s", (path) => {
    expect(judgeNames([path]).errors).toHaveLength(1);
  });
});

describe("migrations", () => {
  it("accepts numbers without gaps, in any order of listing", () => {
    expect(judgeMigrations(["0002_servers.sql", "0001_tenants.sql"]).errors).toEqual([]);
  });
  it.each([
    ["a gap", ["0001_a.sql", "0003_c.sql"]],
    ["a double", ["0001_a.sql", "0001_b.sql"]],
    ["another shape", ["1_a.sql"]],
    ["a way back", ["0001_a_down.sql"]],
  ])("refuses %s", (_name, names) => {
    expect(judgeMigrations(names).errors).toHaveLength(1);
  });
});
