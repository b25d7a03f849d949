import { describe, expect, it } from "vitest";
import { kindOf, listTestFiles } from "./kinds.ts";

describe("the kind of a test", () => {
  it.each([
    ["packages/domain/src/money/amount.test.ts", "pure"],
    ["apps/portal/src/ui/button.test.tsx", "pure"],
    ["apps/control/src/features/servers/repository.pg.test.ts", "pg"],
    ["test/command/command.host.test.ts", "host"],
    ["test/e2e/path.e2e.test.ts", "e2e"],
    ["test/browser/sign-in.browser.test.ts", "browser"],
    ["packages/domain/src/money/amount.ts", undefined],
    ["tools/testing/latest.ts", undefined],
  ])("%s is %s", (path, kind) => {
    expect(kindOf(path)).toBe(kind);
  });
  it("finds this very file", () => {
    expect(listTestFiles()).toContain("tools/testing/kinds.test.ts");
  });
});
