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
  it("says what was changed: machines, recipients, and what was booked before and after", () => {
    const detail = "serverIds, recipients, level=sla-basic>sla-plus, vpn-users=>3, mssql=true>";
    expect(readStep({ what: "changed", detail })).toEqual({
      kind: "changes",
      changes: [
        { part: "serverIds" },
        { part: "recipients" },
        { part: "choice", id: "level", from: "sla-basic", to: "sla-plus" },
        { part: "choice", id: "vpn-users", from: "", to: "3" },
        { part: "choice", id: "mssql", from: "true", to: "" },
      ],
    });
    expect(readStep({ what: "changed", detail: "choices" })).toEqual({
      kind: "changes",
      changes: [{ part: "choices" }],
    });
  });
  it.each([
    ["active", ""],
    ["changed", "by hand"],
    ["active", "signed-contracts"],
    ["ended", "moved away"],
    ["accepted", "only-one-word"],
    ["something new", "detail"],
  ])("%s with %j stays as it was written", (what, detail) => {
    expect(readStep({ what, detail })).toEqual({ kind: "text", text: detail });
  });
});
