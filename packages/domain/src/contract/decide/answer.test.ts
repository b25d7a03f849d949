import { describe, expect, it } from "vitest";
import { catalogueWith, plan } from "../../../../../test/catalogues/catalogue-with.ts";
import type { Answer } from "./answer.ts";
import { allowed, bestOf, charged, needing, refused, speak } from "./answer.ts";
import { entitlementsOf } from "./entitlements.ts";

const NEVER = Number.MAX_SAFE_INTEGER;
const half = Date.parse("2027-04-15T15:30:00Z");
const hour = {
  mode: "byTime",
  price: { id: "hour", amount: { amountMinor: 12_500, currency: "EUR" }, per: "hour" },
} as const;

/** A contract of one clause; its title is that of the first clause of the catalogue. */
const contract = () => entitlementsOf(catalogueWith([{ type: "scope", includes: [] }]), plan);
const said = (answer: Answer) => speak(contract(), answer).sentence.en;

describe("the sentence of an answer", () => {
  it("has the clause and its title; an unknown clause is its own title", () => {
    expect(said(allowed("x-01"))).toBe("Yes: Services run around the clock (x-01).");
    expect(said(allowed("x-02"))).toBe("Yes: x-02 (x-02).");
    expect(speak(contract(), allowed("x-01")).sentence.de).toBe(
      "Ja: Dienste rund um die Uhr (x-01).",
    );
  });

  it("has what it costs, with a comma where people write one", () => {
    const { sentence } = speak(contract(), charged("x-01", { ...hour, surchargePercent: 50 }));
    expect(sentence.en).toContain("(125.00 EUR per hour + 50 %)");
    expect(sentence.sv).toContain("(125,00 EUR per timme + 50 %)");
    expect(said(charged("x-01", { mode: "quote" }))).toContain("(as offered)");
  });

  it("has the moment, in the provider's own time: half past three in UTC is half past five in Berlin", () => {
    const window = needing([{ kind: "window", clause: "x-01", fromMs: half }]);
    expect(said(window)).toBe("From 2027-04-15 17:30 on: Services run around the clock (x-01).");
    expect(said(needing([{ kind: "waiting", clause: "x-01" }]))).toContain("Not before ?:");
  });

  it("says whose approval is missing; without a name the brackets go", () => {
    const approval = { kind: "approval", clause: "x-01" } as const;
    expect(said(needing([{ ...approval, of: "provider" }]))).toContain("an approval (from us): ");
    expect(said(needing([approval]))).toContain("an approval: ");
    expect(said(needing([{ ...approval, of: "stranger" }]))).toContain("an approval: ");
  });

  it("names what must be booked, each by its name", () => {
    const answer = refused("x-01", "prerequisite-missing", "premium, hardware-protection");
    expect(said(answer)).toContain("(Server management Premium, Hardware protection letter)");
    expect(said(refused("x-01", "prerequisite-missing"))).toContain("booked first: ");
  });

  it("is made anew wherever figures or names are in it", () => {
    const entitlements = contract();
    const says = (answer: Answer) => speak(entitlements, answer).sentence.en;
    expect(says(allowed("x-01"))).not.toBe(says(allowed("x-02")));
    expect(says(allowed("x-01"))).not.toBe(says(refused("x-01", "not-now")));
    const wait = (fromMs: number) => needing([{ kind: "waiting", clause: "x-01", fromMs }]);
    expect(says(wait(half))).not.toBe(says(wait(half + 60_000)));
    const cost = (mode: "quote" | "atCost") => charged("x-01", { mode });
    expect(says(cost("quote"))).not.toBe(says(cost("atCost")));
    const book = (of: string) => refused("x-01", "prerequisite-missing", of);
    expect(says(book("basis"))).not.toBe(says(book("premium")));
  });
});

describe("what is missing", () => {
  it("is spoken of by the first need, and says the price that will be due", () => {
    const order = { kind: "order", clause: "x-01" } as const;
    const quote = { kind: "quote", clause: "x-02" } as const;
    expect(needing([quote, order], hour)).toEqual({
      outcome: "needs",
      reason: "needs-quote",
      clause: "x-02",
      needs: [quote, order],
      charge: hour,
    });
    expect(needing([order])).not.toHaveProperty("charge");
  });

  it("msp-19: a calendar that never opens again leaves an agreement, and no moment to wait for", () => {
    const { needs, reason } = needing([{ kind: "window", clause: "x-01", fromMs: NEVER }]);
    expect(reason).toBe("needs-agreement");
    expect(needs).toStrictEqual([{ kind: "window", clause: "x-01" }]);
    const second = needing([
      { kind: "order", clause: "x-01" },
      { kind: "approval", clause: "x-02", of: "customer", fromMs: NEVER },
    ]);
    expect(second.needs?.[1]).toStrictEqual({ kind: "approval", clause: "x-02", of: "customer" });
  });

  it("msp-19: a window or an appointment without a moment needs an agreement, a wait does not", () => {
    const reason = (kind: "window" | "appointment" | "waiting", fromMs?: number) =>
      needing([{ kind, clause: "x-01", ...(fromMs !== undefined && { fromMs }) }]).reason;
    expect(reason("window")).toBe("needs-agreement");
    expect(reason("appointment")).toBe("needs-agreement");
    expect(reason("waiting")).toBe("needs-waiting");
    expect(reason("window", half)).toBe("needs-window");
    expect(reason("appointment", half)).toBe("needs-appointment");
  });
});

describe("the best of several answers", () => {
  const [yes, costs, no] = [allowed("x-01"), charged("x-02", hour), refused("x-03", "not-now")];
  const one = needing([{ kind: "order", clause: "x-04" }]);
  const two = needing([
    { kind: "order", clause: "x-05" },
    { kind: "quote", clause: "x-05" },
  ]);

  it("is the one that allows, then charges, then needs least, then refuses", () => {
    expect(bestOf([no, two, one, costs, yes])).toBe(yes);
    expect(bestOf([costs, no, two, one])).toBe(costs);
    expect(bestOf([no, two, one])).toBe(one);
    expect(bestOf([one, two, no])).toBe(one);
    expect(bestOf([no])).toBe(no);
    expect(bestOf([])).toBeUndefined();
  });

  it("is the first among equals", () => {
    const [again, oneMore] = [allowed("x-06"), needing([{ kind: "quote", clause: "x-07" }])];
    expect(bestOf([yes, again])).toBe(yes);
    expect(bestOf([one, oneMore])).toBe(one);
  });
});
