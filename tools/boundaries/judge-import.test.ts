import { describe, expect, it } from "vitest";
import { judgeImport } from "./judge-import.ts";

const exports = {
  "./*": "./src/*/index.ts",
  "./driver": "./src/driver.ts",
  "./odd/*.ts": "./src/money/*.ts",
};
const packages = new Map(
  [
    ["@driftvakt/domain", "packages/domain"],
    ["@driftvakt/protocol", "packages/protocol"],
    ["@driftvakt/drivers", "packages/drivers"],
    ["@driftvakt/control", "apps/control"],
  ].map(([name = "", folder = ""]) => [name, { folder, exports }]),
);
const judge = (from: string, specifier: string) =>
  judgeImport(from, specifier, packages, (path) => !/nowhere|\/odd\//.test(path));

describe("who may import whom", () => {
  it.each([
    ["packages/domain/src/money/amount.ts", "../calendar/index.ts"],
    ["packages/domain/src/money/amount.ts", "zod"],
    ["packages/domain/src/calendar/holidays.ts", "date-holidays"],
    ["packages/protocol/src/target/target.ts", "@driftvakt/domain/monitoring"],
    ["packages/protocol/src/envelope/sign.ts", "node:crypto"],
    ["packages/drivers/src/systemd/systemd.ts", "../host/index.ts"],
    ["packages/drivers/src/systemd/systemd.ts", "../driver.ts"],
    ["packages/drivers/src/all.ts", "./systemd/index.ts"],
    ["apps/control/src/features/servers/list-servers.ts", "../contracts/index.ts"],
    ["apps/control/src/features/servers/list-servers.ts", "./repository.ts"],
    ["apps/control/src/features/servers/list-servers.ts", "../../platform/db/connect.ts"],
    ["apps/control/src/features/servers/list-servers.ts", "@driftvakt/drivers/systemd"],
    ["apps/control/src/app.ts", "./features/servers/index.ts"],
    ["apps/control/src/platform/db/connect.ts", "pg"],
    ["apps/agent/src/main.ts", "@driftvakt/drivers/systemd"],
    ["apps/agent/src/main.ts", "@driftvakt/drivers/driver"],
    ["packages/domain/src/money/amount.ts", "@driftvakt/domain/odd/round.ts"],
    ["bench/ingest/main.ts", "pg"],
    ["apps/agent/src/main.ts", "node:sqlite"],
    ["apps/portal/src/app/router.tsx", "../features/servers/server-page.tsx"],
    ["apps/portal/src/ui/chart.tsx", "../i18n/use-format.tsx"],
    ["apps/portal/src/features/servers/page.tsx", "../../ui/graph.tsx"],
    ["apps/portal/src/features/servers/page.tsx", "@driftvakt/protocol/api"],
    ["test/e2e/path.e2e.test.ts", "../../apps/control/src/features/servers/repository.ts"],
    [
      "apps/control/src/features/servers/list-servers.pg.test.ts",
      "../../../../../test/fleet/index.ts",
    ],
  ])("%s may import %s", (from, specifier) => {
    expect(judge(from, specifier)).toBeUndefined();
  });

  it.each([
    ["packages/domain/src/money/amount.ts", "node:fs", /no Node/],
    ["packages/domain/src/money/amount.ts", "fs", /no Node/],
    ["packages/domain/src/money/amount.ts", "pg", /may import only/],
    [
      "packages/domain/src/money/amount.ts",
      "@driftvakt/protocol/target",
      /must not import protocol/,
    ],
    ["packages/protocol/src/envelope/sign.ts", "node:fs", /must not import/],
    ["packages/protocol/src/target/target.ts", "@driftvakt/drivers/systemd", /must not import/],
    ["packages/drivers/src/systemd/systemd.ts", "../apt/index.ts", /never another driver/],
    ["packages/drivers/src/host/run.ts", "../systemd/index.ts", /knows no driver/],
    ["packages/drivers/src/all.ts", "./systemd/observe.ts", /only by its face/],
    [
      "packages/drivers/src/systemd/systemd.ts",
      "@driftvakt/domain/money",
      /must not import domain/,
    ],
    [
      "apps/control/src/features/servers/list-servers.ts",
      "../contracts/repository.ts",
      /index\.ts/,
    ],
    ["apps/control/src/features/servers/a.ts", "../contracts/deep/index.ts", /only by its face/],
    ["apps/control/src/platform/db/connect.ts", "../../features/servers/index.ts", /knows none/],
    ["apps/control/src/app.ts", "./features/servers/repository.ts", /only by its face/],
    ["apps/agent/src/main.ts", "@driftvakt/control/platform", /apps never import apps/],
    ["apps/agent/src/main.ts", "../../control/src/app.ts", /by its name/],
    ["apps/control/src/app.ts", "../../../packages/domain/src/money/index.ts", /by its name/],
    ["apps/control/src/app.test.ts", "../../../packages/domain/src/money/index.ts", /by its name/],
    ["apps/control/src/app.ts", "../../../tools/check-command.ts", /no zone/],
    ["apps/control/src/app.ts", "@driftvakt/domain/nowhere", /which is not there/],
    [
      "apps/control/src/app.ts",
      "@driftvakt/domain/odd/.ts",
      /which is not there|not in the exports/,
    ],
    ["apps/control/src/app.ts", "@driftvakt/domain", /not in the exports of/],
    ["apps/portal/src/app/router.tsx", "../features/servers/server-table.tsx", /only by its face/],
    ["apps/portal/src/i18n/index.ts", "../app/router.tsx", /know no page/],
    ["apps/portal/src/ui/graph.tsx", "@driftvakt/protocol/api", /without knowledge/],
    ["apps/portal/src/main.tsx", "node:fs", /browser has no Node/],
    ["packages/domain/src/money/amount.ts", "../../../../../x.ts", /leaves the checkout/],
  ])("%s must not import %s", (from, specifier, why) => {
    expect(judge(from, specifier)).toMatch(why);
  });
});
