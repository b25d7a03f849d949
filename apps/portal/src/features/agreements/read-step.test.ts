import { describe, expect, it } from "vitest";
import { readStep } from "./read-step.ts";

describe("a step of a contract's history", () => {
  it.each([
    ["accepted-offer: A-17", "accepted-offer", "A-17"],
    ["signed-contract", "signed-contract", ""],
    ["order-by-mail: Re: order: 7", "order-by-mail", "Re: order: 7"],
  ])("ba-01: %s names form and reference", (detail, form, reference) => {
    expect(readStep({ what: "active", detail })).toEqual({ kind: "form", form, reference });
  });
  it("srv-39: an acceptance names document and version", () => {
    expect(readStep({ what: "accepted", detail: "special-terms 2026-11" })).toEqual({
      kind: "document",
      documentId: "special-terms",
      version: "2026-11",
    });
  });
  it("srv-21: a consent is told by its id, given or withdrawn", () => {
    for (const what of ["consented", "withdrawn"])
      expect(readStep({ what, detail: "remote-control" })).toEqual({
        kind: "consent",
        consentId: "remote-control",
      });
  });
  it.each([
    ["active", ""],
    ["active", "signed-contracts"],
    ["ended", "moved away"],
    ["accepted", "only-one-word"],
    ["something new", "detail"],
  ])("%s with %j stays as it was written", (what, detail) => {
    expect(readStep({ what, detail })).toEqual({ kind: "text", text: detail });
  });
});
