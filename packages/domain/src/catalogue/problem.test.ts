import { describe, expect, it } from "vitest";
import { formatPath, formatProblem, showValue } from "./problem.ts";

describe("a problem in one line", () => {
  const problem = { file: "x.yaml", line: 3, column: 5, path: "plans[0].rank", message: "wrong" };
  it("has place, path, message and remedy, as far as there are any", () => {
    expect(formatProblem({ ...problem, suggestion: "do this" })).toBe(
      "x.yaml:3:5: plans[0].rank: wrong (do this)",
    );
    expect(formatProblem(problem)).toBe("x.yaml:3:5: plans[0].rank: wrong");
    expect(formatProblem({ ...problem, path: "" })).toBe("x.yaml:3:5: wrong");
  });

  it.each<[(string | number)[], string]>([
    [[], ""],
    [["a"], "a"],
    [["a", 0, "b", 1, 2, "c"], "a[0].b[1][2].c"],
    [[0, "a"], "[0].a"],
  ])("writes the path %j as %j", (path, expected) => {
    expect(formatPath(path)).toBe(expected);
  });
});

describe("a value as it is shown", () => {
  it.each<[unknown, string]>([
    [[1], "a list"],
    [null, "nothing"],
    [{ a: 1 }, "a map"],
    [1.5, "1.5"],
    [true, "true"],
    ["a \n\t b", "the text “a b”"],
    ["x".repeat(40), `the text “${"x".repeat(40)}”`],
    ["x".repeat(41), `the text “${"x".repeat(39)}…”`],
  ])("%j is %s", (value, shown) => {
    expect(showValue(value)).toBe(shown);
  });
});
