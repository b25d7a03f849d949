import { operationNames, topics } from "@driftvakt/domain/catalogue";
import { contractQuestionSchema } from "@driftvakt/protocol/api";
import { describe, expect, it } from "vitest";
import { ACCESS, OPERATIONS, questionOf, takesTime, WORK, type Choice } from "./questions.ts";

const choices: Choice[] = [
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
  });
});
