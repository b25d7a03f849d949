/** What one stage of `driftvakt test` came to. `failed` is at least 1 when anything at all went wrong. */
export type Tally = Readonly<{ passed: number; failed: number; skipped: number }>;

/** The part of vitest's JSON report that is counted. */
export type VitestReport = Readonly<{
  success: boolean;
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: readonly Readonly<{
    name: string;
    status: string;
    assertionResults: readonly unknown[];
  }>[];
}>;

/**
 * Counts one vitest run. A file that could not even be loaded holds no test, and a run can fail without a failed test
 * (an error after the last one, a crash before the report): each of those counts as one failure, never as nothing.
 */
export function tally(report: VitestReport | undefined, exitCode: number): Tally {
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const unloadable = report.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  ).length;
  const failed = report.numFailedTests + unloadable;
  const wentWrong = exitCode !== 0 || !report.success;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && wentWrong ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

export const sum = (tallies: readonly Tally[]): Tally =>
  tallies.reduce(
    (a, b) => ({
      passed: a.passed + b.passed,
      failed: a.failed + b.failed,
      skipped: a.skipped + b.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );

/** The last line of `driftvakt test`, which machines read: `12 passed, 0 failed, 3 skipped`. */
export function closingLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
