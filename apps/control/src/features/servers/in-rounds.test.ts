import { describe, expect, it } from "vitest";
import { takeTurns } from "./agent-routes.ts";
import { inRounds, limitConcurrency } from "./in-rounds.ts";

describe("R8: work that comes all at once", () => {
  it("R8: a thousand questions cost a handful of rounds, and each gets its own answer", async () => {
    const rounds: number[] = [];
    const ask = inRounds(async (keys) => {
      rounds.push(keys.length);
      await Promise.resolve();
      return new Map(keys.filter((key) => key !== "7").map((key) => [key, Number(key)]));
    });
    const answers = await Promise.all(Array.from({ length: 1000 }, (_, i) => ask(String(i))));
    expect(answers.map((answer, i) => answer === i || i === 7).every(Boolean)).toBe(true);
    expect(answers[7]).toBeUndefined();
    expect(rounds).toEqual([1, 500, 499]);
  });
  it("a round that fails fails its own questions and none after", async () => {
    let round = 0;
    const ask = inRounds(async (keys) => {
      round += 1;
      await Promise.resolve();
      if (round === 1) throw new Error("no database");
      return new Map(keys.map((key) => [key, key]));
    });
    const [first, second] = await Promise.allSettled([ask("a"), ask("b")]);
    expect([first.status, second.status]).toEqual(["rejected", "fulfilled"]);
  });
  it("never runs more at a time than it may, in the order they came, failures included", async () => {
    const limited = limitConcurrency(3);
    const order: number[] = [];
    let [running, most] = [0, 0];
    const work = (i: number) => async () => {
      running += 1;
      most = Math.max(most, running);
      order.push(i);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      if (i % 5 === 0) throw new Error("bad");
    };
    const all = Array.from({ length: 50 }, (_, i) => limited(work(i)));
    const settled = await Promise.allSettled(all);
    expect(most).toBe(3);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(settled.filter(({ status }) => status === "rejected")).toHaveLength(10);
  });
  it("R8: whoever waited too long is sent away for a while at no cost, and the queue goes on", async () => {
    const inTurn = takeTurns(limitConcurrency(1), 20);
    let done = 0;
    const work = async () => {
      done += 1;
      await new Promise((resolve) => setTimeout(resolve, 15));
    };
    const settled = await Promise.allSettled(Array.from({ length: 50 }, () => inTurn(work)));
    const refused = settled.filter(({ status }) => status === "rejected");
    expect(done).toBeLessThan(10);
    expect(refused).toHaveLength(50 - done);
    const { reason } = (refused[0] as PromiseRejectedResult).reason as { reason: string };
    expect(Number(reason)).toBeGreaterThanOrEqual(5);
    await expect(inTurn(work)).resolves.toBeUndefined();
  });
});
