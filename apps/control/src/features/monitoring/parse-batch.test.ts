import { batchSchema, layoutId } from "@driftvakt/protocol/agent";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseBatch, type ParsedBatch } from "./parse-batch.ts";

const KEYS = ["cpu.busy", "filesystem.used:/srv/daten ä"];
const report = { seq: 1, atMs: 1_700_000_000_000, layout: layoutId(KEYS), values: [1.5, null] };
const event = {
  type: "check",
  seq: 2,
  atMs: 1_700_000_000_000,
  check: "cpu",
  change: "hard",
  from: "ok",
  to: "critical",
  attempt: 1,
  output: "97 %",
  value: 97,
  clauses: ["msp-07"],
};
const batch = {
  sentAtMs: 1_700_000_000_000,
  layouts: { [layoutId(KEYS)]: KEYS },
  reports: [report],
  events: [event],
};

const isTaken = (body: unknown): boolean => {
  const parsed = parseBatch(JSON.parse(JSON.stringify(body)));
  return !("problem" in parsed) && parsed.rejected.length === 0;
};
const fitsSchema = (body: unknown): boolean =>
  batchSchema.safeParse(JSON.parse(JSON.stringify(body))).success;

/** The batch with one thing in it replaced. */
function changed(path: readonly (string | number)[], value: unknown): unknown {
  const copy = structuredClone(batch) as unknown as Record<string | number, unknown>;
  let at = copy;
  for (const step of path.slice(0, -1)) at = at[step] as typeof at;
  const last = path.at(-1)!;
  if (value === undefined) delete at[last];
  else at[last] = value;
  return copy;
}

describe("parseBatch", () => {
  it("takes what an agent sends", () => {
    const parsed = parseBatch(batch) as ParsedBatch;
    expect(parsed).toMatchObject({
      sentAtMs: batch.sentAtMs,
      reports: [report],
      events: [event],
      rejected: [],
    });
    expect([...parsed.layouts]).toEqual([[layoutId(KEYS), KEYS]]);
    expect(isTaken({ sentAtMs: 0, reports: [] })).toBe(true);
  });
  it.each([
    ["a\u0000b", "a\uFFFDb"],
    ["half \uD83D", "half \uFFFD"],
    [String.raw`C:\u0000`, String.raw`C:\u0000`],
    ["whole \u{1F600}", "whole \u{1F600}"],
  ])(
    "takes an event whose text is %j as %j: an alarm is not lost for what a program printed",
    (output, kept) => {
      const clauses = [output];
      const parsed = parseBatch({
        ...batch,
        events: [{ ...event, output, clauses }],
      }) as ParsedBatch;
      expect(parsed.events).toEqual([{ ...event, output: kept, clauses: [kept] }]);
      expect(parsed.rejected).toEqual([]);
    },
  );
  it("takes and refuses the same as the protocol's schema, whatever stands in any place", () => {
    const paths: (string | number)[][] = [
      ["sentAtMs"],
      ["reports"],
      ["events"],
      ["layouts"],
      ["extra"],
      ["reports", 0],
      ["reports", 0, "seq"],
      ["reports", 0, "atMs"],
      ["reports", 0, "layout"],
      ["reports", 0, "values"],
      ["reports", 0, "values", 0],
      ["reports", 0, "extra"],
      ["events", 0],
      ["events", 0, "seq"],
      ["events", 0, "to"],
      ["events", 0, "attempt"],
      ["events", 0, "type"],
    ];
    const values = fc.oneof(
      fc.constantFrom(
        undefined,
        null,
        true,
        "",
        "x",
        -1,
        0,
        1,
        1.5,
        2 ** 53,
        -(2 ** 53),
        1e300,
        [],
        {},
        [[]],
        "0123456789abcdef",
        layoutId(KEYS),
      ),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(fc.constantFrom(...paths), values, (path, value) => {
        const body = changed(path, value);
        // A value beyond a `real` is refused here, where it would have to be stored.
        fc.pre(!JSON.stringify(value ?? null).includes("e+"));
        expect(isTaken(body)).toBe(fitsSchema(body));
      }),
      { numRuns: 3000 },
    );
  });
  it("refuses a report alone and says why; the others are taken", () => {
    const body = { ...batch, reports: [{ ...report, seq: 7, values: ["a"] }, report] };
    expect(parseBatch(body)).toMatchObject({
      reports: [report],
      rejected: [{ seq: 7, reason: "value 0 is not a number" }],
    });
  });
  it("refuses a layout that lies about its keys, names one twice or holds what is no key", () => {
    for (const keys of [
      ["cpu.busy", "cpu.busy"],
      ["CPU"],
      ["a b"],
      ["cpu.busy:\u0007"],
      ["x".repeat(201)],
      [7],
    ]) {
      const body = { ...batch, layouts: { [layoutId(keys as string[])]: keys } };
      expect(parseBatch(body)).toHaveProperty("problem");
    }
    expect(parseBatch({ ...batch, layouts: { "0123456789abcdef": KEYS } })).toMatchObject({
      problem: expect.stringContaining("not the hash"),
    });
  });
  it("A02: refuses what nobody asked for, also under the names that break objects", () => {
    for (const key of ["role", "customerId", "__proto__", "constructor"]) {
      const body = JSON.parse(`{"sentAtMs":1,"reports":[],${JSON.stringify(key)}:{}}`);
      expect(parseBatch(body)).toMatchObject({ problem: expect.stringContaining("unknown part") });
    }
  });
});
