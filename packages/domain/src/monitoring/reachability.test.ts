import { describe, expect, it } from "vitest";
import { judgeReachability, type Probe, type Reachability } from "./reachability.ts";

const check = { silentSeconds: 40, confirmSeconds: 20 };

describe("judgeReachability", () => {
  const cases: [string, Reachability, number, Probe, number, Reachability][] = [
    ["an agent that speaks is up", "up", 39_999, "no-answer", 60_000, "up"],
    [
      "msp-07: silence and no answer for long enough is down",
      "up",
      60_000,
      "no-answer",
      20_000,
      "down",
    ],
    [
      "no answer, but not yet for long enough, changes nothing",
      "up",
      60_000,
      "no-answer",
      19_999,
      "up",
    ],
    [
      "R12: a silent agent on a machine that answers is not an outage",
      "up",
      600_000,
      "answers",
      0,
      "unreachable",
    ],
    [
      "a machine that nobody can ask is not called down",
      "up",
      600_000,
      "not-askable",
      600_000,
      "unreachable",
    ],
    ["a down machine stays down while nothing answers", "down", 600_000, "no-answer", 0, "down"],
    [
      "a down machine whose system answers again waits for its agent",
      "down",
      600_000,
      "answers",
      0,
      "unreachable",
    ],
    ["the agent's word ends it", "down", 0, "no-answer", 0, "up"],
  ];
  it.each(cases)("%s", (_name, before, silentMs, probe, unansweredMs, after) => {
    expect(judgeReachability({ before, silentMs, probe, unansweredMs }, check)).toBe(after);
  });
});
