import { describe, expect, it } from "vitest";
import { closingLine, sum, tally, type VitestReport } from "./sum-reports.ts";

const report = (changes: Partial<VitestReport> = {}): VitestReport => ({
  success: true,
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 1,
  testResults: [],
  ...changes,
});

describe("the sum of a test run", () => {
  it("counts passed, failed and skipped", () => {
    expect(tally(report(), 0)).toEqual({ passed: 3, failed: 0, skipped: 2 });
    expect(tally(report({ numFailedTests: 2, success: false }), 1).failed).toBe(2);
  });
  it("a file that cannot be loaded is a failure", () => {
    const testResults = [{ name: "a.test.ts", status: "failed", assertionResults: [] }];
    expect(tally(report({ testResults, success: false }), 1).failed).toBe(1);
  });
  it("a run that fails without a failed test is a failure", () => {
    expect(tally(report({ success: false }), 0).failed).toBe(1);
    expect(tally(report(), 1).failed).toBe(1);
  });
  it("a run without a report is a failure", () => {
    expect(tally(undefined, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
  it("adds up and says so in one line", () => {
    const total = sum([tally(report(), 0), tally(report({ numPassedTests: 4 }), 0)]);
    expect(closingLine(total)).toBe("7 passed, 0 failed, 4 skipped");
    expect(closingLine({ passed: 1, failed: 2, skipped: 0 })).toBe("1 passed, 2 failed");
    expect(closingLine(sum([]))).toBe("0 passed, 0 failed");
  });
});
