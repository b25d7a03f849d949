import { operationNames, topics } from "@driftvakt/domain/catalogue";
import { softwareKinds } from "@driftvakt/domain/software";
import { contractQuestionSchema } from "@driftvakt/protocol/api";
import { describe, expect, it } from "vitest";
import {
  ACCESS,
  EMPTY_SOFTWARE,
  OPERATIONS,
  questionOf,
  SOFTWARE,
  softwareKindOf,
  softwareQuestion,
  takesTime,
  WORK,
} from "./questions.ts";

const choices = [
  ...OPERATIONS.map((word) => `operation:${word}` as const),
  ...WORK.map((word) => `work:${word}` as const),
  ...ACCESS.map((word) => `access:${word}` as const),
];

describe("questions to a contract", () => {
  it.each(choices)("%s is one that the control plane understands", (choice) => {
    expect(contractQuestionSchema.safeParse(questionOf(choice, 60)).success).toBe(true);
  });
  it("uses words of the catalogue only", () => {
    expect(OPERATIONS.filter((word) => !operationNames.includes(word))).toEqual([]);
    expect(WORK.filter((word) => !topics.includes(word))).toEqual([]);
  });
  it("passes minutes on for work, never for access, and only whole ones within bounds", () => {
    expect(questionOf("work:training", 90)).toMatchObject({ minutes: 90 });
    expect(questionOf("operation:backup.restoreFiles", 30)).toMatchObject({ minutes: 30 });
    for (const wrong of [0, -1, 1.5, 10_001, Number.NaN, null])
      expect(questionOf("work:training", wrong)).not.toHaveProperty("minutes");
    expect(questionOf("access:ssh", 60)).toEqual({ kind: "access", way: "ssh" });
    expect(takesTime("access:ssh")).toBe(false);
    expect(takesTime("work:training")).toBe(true);
  });
  it("ba-10: asks about every kind of software, once it has a name and a version", () => {
    expect(SOFTWARE).toEqual(softwareKinds);
    expect(SOFTWARE.map((kind) => softwareKindOf(`software:${kind}`))).toEqual(softwareKinds);
    expect(softwareKindOf("work:training")).toBeUndefined();
    expect(takesTime("software:package")).toBe(false);
    const form = { ...EMPTY_SOFTWARE, name: " gallery ", version: "6.9" };
    expect(softwareQuestion("cmsPlugin", { ...form, name: " " })).toBeUndefined();
    expect(softwareQuestion("cmsPlugin", { ...form, version: "" })).toBeUndefined();
    const bare = { kind: "cmsPlugin", name: "gallery", version: "6.9" };
    expect(softwareQuestion("cmsPlugin", form)).toEqual({ kind: "software", found: bare });
    const full = softwareQuestion("cmsPlugin", {
      ...form,
      newestVersion: "6.10",
      licence: "no",
      installedBy: "customer",
    });
    expect(full).toEqual({
      kind: "software",
      found: { ...bare, newestVersion: "6.10", licensed: false, installedBy: "customer" },
    });
    expect(contractQuestionSchema.safeParse(full).success).toBe(true);
  });
});
