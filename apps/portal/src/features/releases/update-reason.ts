import type { UpdateRefusal } from "@driftvakt/protocol/api";

export type UpdateReason = {
  readonly code: UpdateRefusal | "ended" | "often" | "slow" | "again" | "lost";
  readonly number: number;
};

/** The agent's words, held complete by their type: the list itself stands among schemas, which pages do without. */
const REFUSALS: Readonly<Record<UpdateRefusal, true>> = {
  malformed: true,
  "wrong-type": true,
  "unknown-key": true,
  "bad-signature": true,
  "other-machine": true,
  expired: true,
  "release-malformed": true,
  "release-unknown-key": true,
  "release-bad-signature": true,
  "release-expired": true,
  older: true,
  "failed-before": true,
  "on-hold": true,
  "other-platform": true,
  "not-updatable": true,
  "tampered-file": true,
};

const isRefusal = (detail: string): detail is UpdateRefusal => Object.hasOwn(REFUSALS, detail);

/** What the guard on the machine, and the roll-out itself, write down when an update fails. */
const FAILURES: readonly (readonly [RegExp, UpdateReason["code"]])[] = [
  [/^it ended with code (\d+)$/, "ended"],
  [/^it was started (\d+) times and never proved itself$/, "often"],
  [/^it did not prove itself in time$/, "slow"],
  [/^again$/, "again"],
  [/^not heard of since it began$/, "lost"],
];

/** Why an update was refused or taken back, as one that there are words for; undefined for what is shown as it is. */
export function readReason(detail: string): UpdateReason | undefined {
  if (isRefusal(detail)) return { code: detail, number: 0 };
  for (const [pattern, code] of FAILURES) {
    const found = pattern.exec(detail);
    if (found) return { code, number: Number(found[1] ?? 0) };
  }
  return undefined;
}
