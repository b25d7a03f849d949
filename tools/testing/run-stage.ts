import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root, show } from "../terminal/run-command.ts";
import { type Kind } from "./kinds.ts";
import { tally, type Tally, type VitestReport } from "./sum-reports.ts";

export type StageResult = Tally & Readonly<{ stage: string; seconds: number }>;

/** Machines, mail servers and browsers are shared and heavy: those kinds run one file after the other. */
const oneAtATime: ReadonlySet<Kind> = new Set(["host", "e2e", "browser"]);

/** Runs all tests of one kind, or those whose path contains one of `patterns`; counts from vitest's own report. */
export async function runTests(
  kind: Kind,
  patterns: readonly string[],
  output: "stdout" | "stderr",
): Promise<StageResult> {
  const folder = mkdtempSync(join(tmpdir(), "driftvakt-test-"));
  const reportFile = join(folder, "report.json");
  const argv = [
    process.execPath,
    join(root, "node_modules/vitest/vitest.mjs"),
    "run",
    "--project",
    kind,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${reportFile}`,
    ...(oneAtATime.has(kind) ? ["--no-file-parallelism"] : []),
    ...patterns,
  ];
  try {
    const { code, seconds } = await show(argv, output);
    return { stage: kind, seconds, ...tally(readReport(reportFile), code) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readReport(path: string): VitestReport | undefined {
  if (!existsSync(path)) return undefined;
  return JSON.parse(readFileSync(path, "utf8")) as VitestReport;
}

/** Runs a command as a stage; it counts as one failure when it fails and as nothing when it passes: it is no test. */
export async function runCheckStage(
  stage: string,
  argv: readonly string[],
  output: "stdout" | "stderr",
): Promise<StageResult> {
  const { code, seconds } = await show(argv, output);
  return { stage, seconds, passed: 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}
