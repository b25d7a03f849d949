import { describe, expect, it } from "vitest";
import { failureWords } from "./failure-words.ts";

describe("what is said of a failure", () => {
  const conflict = { code: "conflict", problem: { detail: "this contract has ended already" } };
  it("is the control plane's own sentence for those who read English", () => {
    expect(failureWords(conflict, "en")).toEqual({
      kind: "said",
      text: "this contract has ended already",
    });
    const invalid = {
      code: "invalid",
      problem: { problems: [{ path: "name", message: "short" }] },
    };
    expect(failureWords(invalid, "en")).toEqual({ kind: "said", text: "name: short" });
  });
  it.each(["sv", "da", "de", "bs"])("is said by its code in %s, never in English", (language) => {
    expect(failureWords(conflict, language)).toEqual({ kind: "code", fields: [] });
  });
  it("names the fields that are wrong, each once", () => {
    const problems = [
      { path: "email", message: "no address" },
      { path: "email", message: "too long" },
      { path: "", message: "odd" },
    ];
    expect(failureWords({ code: "invalid", problem: { problems } }, "de")).toEqual({
      kind: "code",
      fields: ["email"],
    });
  });
  it("is said by its reason where there are words for that", () => {
    const refused = { code: "refused", problem: { detail: "x", reason: "customers-word" } };
    expect(failureWords(refused, "bs")).toEqual({ kind: "reason", reason: "customers-word" });
    expect(failureWords(refused, "en")).toEqual({ kind: "said", text: "x" });
    const other = { code: "refused", problem: { detail: "x", reason: "expired" } };
    expect(failureWords(other, "bs")).toEqual({ kind: "code", fields: [] });
  });
  it("is said by its code in English, too, where nothing else is known", () => {
    expect(failureWords({ code: "offline", problem: {} }, "en")).toEqual({
      kind: "code",
      fields: [],
    });
  });
});
