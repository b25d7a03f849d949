import { describe, expect, it } from "vitest";
import { durationText, sentenceOf } from "./index.ts";
import type { ReasonCode } from "./index.ts";
import type { VerdictValues } from "./verdict.ts";

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const DAY = 24 * HOUR;

describe("a length of time in two units at most", () => {
  it.each([
    [0, "0 s"],
    [-5 * SECOND, "0 s"],
    [499, "0 s"],
    [500, "1 s"],
    [59 * SECOND, "59 s"],
    [60 * SECOND, "1 min"],
    [65 * SECOND, "1 min 5 s"],
    [HOUR, "1 h"],
    [HOUR + 5 * SECOND, "1 h"],
    [HOUR + 61 * SECOND, "1 h 1 min"],
    [25.5 * HOUR, "1 d 1 h"],
    [DAY + 30 * 60 * SECOND, "1 d"],
    [3 * DAY + 2 * HOUR, "3 d 2 h"],
    [400 * DAY, "400 d"],
  ])("%d ms: %s", (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });
});

describe("the sentence of a verdict", () => {
  const texts = (code: ReasonCode, values: VerdictValues, timeZone = "Europe/Berlin") =>
    sentenceOf({ code, values }, timeZone);

  it("percent with the point or comma of the language", () => {
    expect(texts("availability-kept", { percent: "99.95", target: "99.9" })).toEqual({
      en: "99.95 % available so far; promised are 99.9 %.",
      sv: "99,95 % tillgänglighet hittills; utlovat är 99,9 %.",
      da: "99,95 % tilgængelighed indtil nu; lovet er 99,9 %.",
      de: "Bisher 99,95 % verfügbar; zugesagt sind 99,9 %.",
      bs: "Dosad dostupno 99,95 %; obećano je 99,9 %.",
    });
  });

  it("moments in the contract's zone, names as they are written", () => {
    const atMs = Date.parse("2027-04-02T04:00:00Z");
    expect(texts("gap", { atMs, tookMs: 65 * SECOND }).en).toBe(
      "Nobody watched for 1 min 5 s from 2027-04-02 06:00.",
    );
    expect(texts("gap", { atMs, tookMs: 0 }, "UTC").en).toBe(
      "Nobody watched for 0 s from 2027-04-02 04:00.",
    );
    expect(texts("waived", { clause: "ba-05" }).de).toBe(
      "In diesem Fall nicht geschuldet: ba-05 nimmt es aus.",
    );
    // A report's name has a point, which is no decimal one.
    expect(texts("storage-wrong", { what: "s3.example" }).de).toContain("s3.example");
  });

  it("checks by the name that the language has for them; other things as they are called", () => {
    const problem = texts("problem-open", { what: "host", atMs: 0 }, "UTC");
    expect(problem.en).toBe("The machine has not been well since 1970-01-01 00:00.");
    expect(problem.de).toBe("Die Maschine ist seit 1970-01-01 00:00 nicht in Ordnung.");
    expect(texts("report-due", { what: "host", dueMs: 0 }).en).toContain("host");
  });

  it("an unknown word shows as a question mark", () => {
    expect(texts("graphs-live", {}).en).toBe("Live values are no older than ?.");
    expect(texts("problem-open", {}).en).toBe("? has not been well since ?.");
  });
});
