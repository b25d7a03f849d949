import { describe, expect, it } from "vitest";
import { judgeStage, type ClauseTest } from "./judge-stage.ts";

const rule: ClauseTest = { path: "packages/domain/src/money/a.test.ts", name: "", kind: "pure" };
const unit: ClauseTest = { path: "apps/agent/src/collect/a.test.ts", name: "", kind: "pure" };
const real: ClauseTest = { path: "test/e2e/a.e2e.test.ts", name: "", kind: "e2e" };

describe("how far a clause is built", () => {
  it("is typed without a test", () => expect(judgeStage([])).toBe("typed"));
  it("is decided by a test of the rules", () => expect(judgeStage([rule])).toBe("decided"));
  it("is not decided by a unit test elsewhere", () => expect(judgeStage([unit])).toBe("typed"));
  it("is kept by a test of the real thing alone", () => {
    expect(judgeStage([rule, unit, real])).toBe("kept");
    expect(judgeStage([{ ...real, path: "apps/control/src/a.pg.test.ts", kind: "pg" }])).toBe(
      "kept",
    );
  });
});
