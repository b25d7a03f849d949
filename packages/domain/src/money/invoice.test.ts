import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { monthInterval } from "../calendar/index.ts";
import type { InvoiceLine } from "./index.ts";
import { countBeyond, invoiceLine, invoiceTotals, money, prorate, taxOn } from "./index.ts";

const STANDARD = { category: "S", basisPoints: 2_500 };
const REDUCED = { category: "S", basisPoints: 700 };
const REVERSE = { category: "AE", basisPoints: 0 };
const ZERO = { category: "Z", basisPoints: 0 };

function line(
  id: string,
  minor: number,
  more: Partial<Omit<InvoiceLine, "net">> = {},
): InvoiceLine {
  return invoiceLine(
    {
      id,
      clause: "se-01",
      text: "Managed hosting",
      quantityMilli: 1_000,
      unit: "month",
      unitPrice: money(minor, "SEK"),
      vat: STANDARD,
      ...more,
    },
    "half-up",
  );
}

describe("invoice lines", () => {
  it("se-01: a month at 1295 SEK", () => {
    expect(line("1", 129_500)).toEqual({
      id: "1",
      clause: "se-01",
      text: "Managed hosting",
      quantityMilli: 1_000,
      unit: "month",
      unitPrice: money(129_500, "SEK"),
      vat: STANDARD,
      net: money(129_500, "SEK"),
    });
  });

  it("quantities in thousandths, rounded once", () => {
    expect(line("1", 129_500, { quantityMilli: 333 }).net).toEqual(money(43_124, "SEK"));
    expect(line("1", 100, { quantityMilli: -1_500 }).net).toEqual(money(-150, "SEK"));
  });

  it("msp-12: twenty minutes at an hourly price are a third of it exactly", () => {
    const minutes = line("1", 9_000, {
      unit: "minute",
      quantityMilli: 20_000,
      priceBaseMilli: 60_000,
    });
    expect(minutes.net).toEqual(money(3_000, "SEK"));
  });

  it("nobody is charged without a clause", () => {
    expect(() => line("7", 1, { clause: "" })).toThrow("invoice line 7 names no clause");
  });
});

describe("totals", () => {
  it("tax is worked out once per rate, not per line", () => {
    // three lines of 0.33 at 25 %: per line 0.08 × 3 = 0.24, on the sum 0.2475 → 0.25
    const lines = ["1", "2", "3"].map((id) => line(id, 33));
    expect(invoiceTotals(lines, "SEK", "half-up")).toEqual({
      net: money(99, "SEK"),
      tax: money(25, "SEK"),
      gross: money(124, "SEK"),
      byRate: [{ vat: STANDARD, net: money(99, "SEK"), tax: money(25, "SEK") }],
    });
  });

  it("keeps rates and categories apart, highest rate first", () => {
    const lines = [
      line("1", 1_000, { vat: ZERO }),
      line("2", 1_000, { vat: REVERSE }),
      line("3", 1_000, { vat: REDUCED }),
      line("4", 1_000),
      line("5", -500),
    ];
    const totals = invoiceTotals(lines, "SEK", "half-up");
    expect(
      totals.byRate.map(({ vat, net, tax }) => [
        vat.category,
        vat.basisPoints,
        net.amountMinor,
        tax.amountMinor,
      ]),
    ).toEqual([
      ["S", 2_500, 500, 125],
      ["S", 700, 1_000, 70],
      ["AE", 0, 1_000, 0],
      ["Z", 0, 1_000, 0],
    ]);
    expect(totals.gross).toEqual(money(3_695, "SEK"));
  });

  it("an empty invoice is zero", () => {
    expect(invoiceTotals([], "JPY", "half-up")).toEqual({
      net: money(0, "JPY"),
      tax: money(0, "JPY"),
      gross: money(0, "JPY"),
      byRate: [],
    });
  });

  it("works tax out exactly, also of a rate with more than two decimals", () => {
    // 14.975 % of 1,665.00 are 249.33375; 14.98 % would be 249.42.
    const quebec = { category: "S", basisPoints: 1497.5 };
    expect(taxOn(money(166_500, "CAD"), quebec, "half-up")).toEqual(money(24_933, "CAD"));
  });

  it("rounds tax as asked", () => {
    expect(taxOn(money(99, "SEK"), STANDARD, "half-up")).toEqual(money(25, "SEK"));
    expect(taxOn(money(99, "SEK"), STANDARD, "down")).toEqual(money(24, "SEK"));
  });

  const lines = fc.uniqueArray(
    fc
      .record({
        id: fc.nat({ max: 99 }),
        minor: fc.integer({ min: -100_000, max: 100_000 }),
        quantity: fc.nat({ max: 50_000 }),
        vat: fc.constantFrom(STANDARD, REDUCED, REVERSE, ZERO),
      })
      .map(({ id, minor, quantity, vat }) =>
        line(`l${id}`, minor, { quantityMilli: quantity, vat }),
      ),
    { selector: (one) => one.id, maxLength: 10 },
  );

  it("money sums to the cent, in any order, with repeats", () => {
    fc.assert(
      fc.property(lines, (list) => {
        const totals = invoiceTotals(list, "SEK", "half-up");
        const minor = (pick: (one: (typeof totals.byRate)[number]) => number) =>
          totals.byRate.map(pick).reduce((x, y) => x + y, 0);
        expect(totals.net.amountMinor).toBe(list.reduce((x, one) => x + one.net.amountMinor, 0));
        expect(minor((one) => one.net.amountMinor)).toBe(totals.net.amountMinor);
        expect(minor((one) => one.tax.amountMinor)).toBe(totals.tax.amountMinor);
        expect(totals.gross.amountMinor).toBe(totals.net.amountMinor + totals.tax.amountMinor);
        expect(invoiceTotals([...list].reverse().concat(list), "SEK", "half-up")).toEqual(totals);
      }),
    );
  });
});

describe("proration", () => {
  const march = monthInterval("Europe/Stockholm", "2026-03");
  const june = monthInterval("Europe/Stockholm", "2026-06");
  const fee = money(129_500, "SEK");
  const ms = (local: string) =>
    Temporal.ZonedDateTime.from(`${local}[Europe/Stockholm]`).epochMilliseconds;

  it("se-01: from the 16th of June is half a month", () => {
    expect(
      prorate(
        fee,
        june,
        [{ fromMs: ms("2026-06-16T00:00"), toMs: ms("2026-09-01T00:00") }],
        "half-up",
      ),
    ).toEqual(money(64_750, "SEK"));
  });

  it("se-01: counts the real hours of a month with a change of clocks", () => {
    // 29 March has 23 of 743 h
    expect(
      prorate(
        fee,
        march,
        [{ fromMs: ms("2026-03-29T00:00"), toMs: ms("2026-03-30T00:00") }],
        "half-up",
      ),
    ).toEqual(money(4_009, "SEK"));
  });

  it("whole, none, twice, outside", () => {
    expect(prorate(fee, june, [june], "half-up")).toEqual(fee);
    expect(prorate(fee, june, [june, june], "half-up")).toEqual(fee);
    expect(prorate(fee, june, [], "half-up")).toEqual(money(0, "SEK"));
    expect(prorate(fee, june, [march], "half-up")).toEqual(money(0, "SEK"));
    expect(prorate(fee, { fromMs: 5, toMs: 5 }, [june], "half-up")).toEqual(money(0, "SEK"));
  });

  it("se-16: ten VPN users are included", () => {
    expect([9, 10, 11, 14].map((users) => countBeyond(users, 10))).toEqual([0, 0, 1, 4]);
  });
});
