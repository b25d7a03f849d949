import { readFileSync } from "node:fs";

/**
 * The shipped terms "ba" with credits that are given by themselves, at most a fifth of a quarter's fees: 90.00 of 450.00 BAM.
 * @throws Error when the file does not read as it did.
 */
export function withQuarterCap(): string {
  const text = readFileSync(new URL("../../catalogues/ba.yaml", import.meta.url), "utf8");
  const changed = text
    .replace(
      "cap: {of: percent, percent: 70}\n        capPeriod: month",
      "cap: {of: percent, percent: 20}\n        capPeriod: quarter",
    )
    .replace("credit: ba-07\n        automatic: false", "credit: ba-07\n        automatic: true");
  if (!/capPeriod: quarter[\s\S]*automatic: true/u.test(changed))
    throw new Error("ba.yaml does not say its cap and claim as it did");
  return changed;
}
