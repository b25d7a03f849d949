import { UPDATE_REFUSALS, type UpdateRefusal } from "@driftvakt/protocol/api";

export type UpdateReason = {
  readonly code: UpdateRefusal | "ended" | "often" | "slow" | "again" | "lost";
  readonly number: number;
};

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
  const refusal = UPDATE_REFUSALS.find((one) => one === detail);
  if (refusal) return { code: refusal, number: 0 };
  for (const [pattern, code] of FAILURES) {
    const found = pattern.exec(detail);
    if (found) return { code, number: Number(found[1] ?? 0) };
  }
  return undefined;
}
