import type { Rule, RuleOutcome } from "./rules.ts";

export type RuleResult = RuleOutcome & Readonly<{ name: string; seconds: number }>;

async function runRule(rule: Rule): Promise<RuleResult> {
  const begunMs = performance.now();
  const outcome = await rule.run().catch((error: unknown) => ({
    // A rule that cannot run has not passed: its own fault is shown like a finding.
    passed: false,
    said: error instanceof Error ? (error.stack ?? error.message) : String(error),
    warnings: [],
  }));
  return { ...outcome, name: rule.name, seconds: (performance.now() - begunMs) / 1000 };
}

/** Runs the rules, `width` at a time, and tells each result as soon as it is there. */
export async function runRules(
  rules: readonly Rule[],
  width: number,
  tell: (result: RuleResult) => void,
): Promise<RuleResult[]> {
  const waiting = [...rules];
  const results: RuleResult[] = [];
  async function work() {
    for (let rule = waiting.shift(); rule !== undefined; rule = waiting.shift()) {
      const result = await runRule(rule);
      results.push(result);
      tell(result);
    }
  }
  await Promise.all(Array.from({ length: Math.max(1, width) }, work));
  return results;
}
