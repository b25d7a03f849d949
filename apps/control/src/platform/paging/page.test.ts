import { describe, expect, it } from "vitest";
import { pageOf, readCursor } from "./page.ts";

describe("paging", () => {
  it("hands out a cursor only where more follows, and reads it back", () => {
    const rows = [1, 2, 3].map((n) => ({ n, id: `id${n}` }));
    const page = pageOf(
      rows,
      { limit: 2 },
      (row) => [row.n, row.id],
      (row) => row.n,
    );
    expect(page.items).toEqual([1, 2]);
    expect(readCursor(page.nextCursor ?? undefined, "number", "string")).toEqual([2, "id2"]);
    expect(
      pageOf(
        rows,
        { limit: 3 },
        (row) => [row.n],
        (row) => row.n,
      ).nextCursor,
    ).toBeNull();
  });
  it("A11: refuses a cursor that is none, or another list's", () => {
    for (const cursor of [
      "x",
      "",
      Buffer.from('["a"]').toString("base64url"),
      Buffer.from("[1,2,3]").toString("base64url"),
    ]) {
      expect(() => readCursor(cursor, "number", "string")).toThrow("does not belong");
    }
    expect(readCursor(undefined, "number")).toBeUndefined();
  });
});
