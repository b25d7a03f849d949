const PARTS = /\d+|[a-z]+/gu;
/** Words for what comes before a version; any other word comes after it (`1.0a`, `1.0p1`). */
const BEFORE = ["dev", "alpha", "beta", "pre", "preview", "rc"];

/**
 * Which of two versions is newer: below 0 where `a` is older, 0 where they are the same, undefined where they cannot be
 * compared. Numbers count as numbers (`6.10` is newer than `6.9`), missing ones as zero, and a release comes after its own
 * candidates (`2.0-rc1`). What the numbers do not decide, such as a build after `+`, says nothing.
 */
export function compareVersions(a: string, b: string): number | undefined {
  const left = partsOf(a);
  const right = partsOf(b);
  if (left === undefined || right === undefined) return undefined;
  const length = Math.max(left.length, right.length);
  for (let k = 0; k < length; k += 1) {
    const difference = weigh(left[k]) - weigh(right[k]);
    if (difference !== 0) return difference;
    const [x, y] = [left[k], right[k]];
    if (typeof x === "string" && typeof y === "string" && x !== y) return x < y ? -1 : 1;
  }
  return 0;
}

/** Undefined for a text that is no version. */
function partsOf(version: string): readonly (number | string)[] | undefined {
  const text = version.trim().toLowerCase().replace(/^v/u, "").split("+")[0] ?? "";
  if (!/^\d/u.test(text) || text.length > 100) return undefined;
  return (text.match(PARTS) ?? []).map((part) => (/^\d/u.test(part) ? Number(part) : part));
}

/** Candidates come before nothing, nothing is zero, words of other kinds come after the number they stand behind. */
function weigh(part: number | string | undefined): number {
  if (part === undefined) return 0;
  if (typeof part === "number") return part;
  return BEFORE.includes(part) ? -1 : 0.5;
}
