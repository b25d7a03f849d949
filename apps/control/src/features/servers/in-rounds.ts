/**
 * Answers questions that come one by one with one query for all that came meanwhile: a fleet that comes back at once (R8)
 * costs some dozens of queries instead of thousands, and a single machine waits for nothing.
 * @param work answers a round; keys that it leaves out have no answer.
 */
export function inRounds<V>(
  work: (keys: readonly string[]) => Promise<ReadonlyMap<string, V>>,
  mostPerRound = 500,
): (key: string) => Promise<V | undefined> {
  type Waiting = { resolve: (value: V | undefined) => void; reject: (error: unknown) => void };
  const waiting = new Map<string, Waiting[]>();
  let isRunning = false;

  const runRound = async (): Promise<void> => {
    const round = [...waiting].slice(0, mostPerRound);
    for (const [key] of round) waiting.delete(key);
    try {
      const answers = await work(round.map(([key]) => key));
      for (const [key, all] of round) for (const { resolve } of all) resolve(answers.get(key));
    } catch (error) {
      for (const [, all] of round) for (const { reject } of all) reject(error);
    }
  };

  const runAll = async (): Promise<void> => {
    isRunning = true;
    while (waiting.size > 0) await runRound();
    isRunning = false;
  };

  return (key) =>
    new Promise((resolve, reject) => {
      waiting.set(key, [...(waiting.get(key) ?? []), { resolve, reject }]);
      if (!isRunning) void runAll();
    });
}

/**
 * Lets so many pieces of work run at a time, the rest in the order they came: what a returning fleet asks for must leave
 * room for people and for readings (R8).
 */
export function limitConcurrency(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
