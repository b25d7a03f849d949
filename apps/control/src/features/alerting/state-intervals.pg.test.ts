import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addCustomer, addServer } from "../../../../../test/control/contract-fixture.ts";
import { openTestPlatform, type TestPlatform } from "../../../../../test/control/platform.ts";
import { inScope } from "../../platform/database/index.ts";
import { turnInterval, type IntervalState } from "./state-intervals.ts";

type Fact = { readonly state: IntervalState; readonly atMs: number; readonly seq: number };
type Row = { state: string; from_ms: number; to_ms: number | null };

let platform: TestPlatform;
let customerId: string;
beforeAll(async () => {
  platform = await openTestPlatform();
  customerId = await addCustomer(platform);
});
afterAll(() => platform.close());

/** Every fact holds from its time on, unless one counted later says otherwise from then or before. */
function naive(facts: readonly Fact[]): Row[] {
  const seen = facts
    .filter((one) => !facts.some((other) => other.seq > one.seq && other.atMs <= one.atMs))
    .toSorted((a, b) => a.atMs - b.atMs);
  const distinct = seen.filter((one, i) => seen.findIndex(({ seq }) => seq === one.seq) === i);
  return distinct.map(({ state, atMs }, i) => ({
    state,
    from_ms: atMs,
    to_ms: distinct[i + 1]?.atMs ?? null,
  }));
}

async function rowsAfter(facts: readonly Fact[], name: string): Promise<Row[]> {
  const serverId = await addServer(platform, customerId, name);
  return inScope(platform.db, "provider", async (tx) => {
    for (const { state, atMs, seq } of facts) {
      const count = { epoch: 1, seq };
      await turnInterval(tx, { customerId, serverId, checkId: "cpu", state, atMs, count });
    }
    return tx
      .selectFrom("state_interval")
      .select(["state", "from_ms", "to_ms"])
      .where("server_id", "=", serverId)
      .orderBy("from_ms")
      .execute();
  });
}

let runs = 0;
const states = ["ok", "warning", "critical", "unknown", "gone"] as const;

describe("state intervals", () => {
  it("R7: facts in any order, late or doubled, leave the same intervals as computed by hand", async () => {
    const facts = fc
      .array(
        fc.record({ state: fc.constantFrom(...states), atMs: fc.integer({ min: 0, max: 12 }) }),
        {
          maxLength: 10,
        },
      )
      .map((list) => list.map((fact, i) => ({ ...fact, seq: i + 1 })));
    const shuffled = facts.chain((list) =>
      fc.tuple(
        fc.constant(list),
        fc.shuffledSubarray([...list, ...list], {
          minLength: list.length * 2,
          maxLength: list.length * 2,
        }),
      ),
    );
    await fc.assert(
      fc.asyncProperty(shuffled, async ([list, told]) => {
        expect(await rowsAfter(told, `any-${(runs += 1)}`)).toEqual(naive(list));
      }),
      { numRuns: 60 },
    );
  });
  it("R7: a turn inserted in the past splits what is there", async () => {
    const rows = await rowsAfter(
      [
        { state: "ok", atMs: 0, seq: 1 },
        { state: "critical", atMs: 100, seq: 4 },
        { state: "warning", atMs: 40, seq: 2 },
        { state: "ok", atMs: 60, seq: 3 },
      ],
      "split",
    );
    expect(rows.map((row) => [row.state, row.from_ms, row.to_ms])).toEqual([
      ["ok", 0, 40],
      ["warning", 40, 60],
      ["ok", 60, 100],
      ["critical", 100, null],
    ]);
  });
  it("R5: a clock set back does not leave a problem on for ever", async () => {
    const rows = await rowsAfter(
      [
        { state: "critical", atMs: 5000, seq: 1 },
        { state: "ok", atMs: 1000, seq: 2 },
      ],
      "set-back",
    );
    expect(rows.map((row) => [row.state, row.from_ms, row.to_ms])).toEqual([["ok", 1000, null]]);
  });
});
