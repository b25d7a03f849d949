import { createServer, type AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectDatabase } from "../platform/database/index.ts";
import { openTestDatabase, type TestDatabase } from "../../../../test/control/database.ts";
import { openChallengeAnswers } from "./acme-answers.ts";
import { openChallengeServer } from "./acme-challenges.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe("an authority's check", () => {
  it("is answered by whichever process it reaches, until the answer is removed", async () => {
    const other = connectDatabase(database.appUrl, { maxConnections: 2 });
    const port = await freePort();
    const asking = openChallengeAnswers(database.db);
    const server = await openChallengeServer(port, "https://x", openChallengeAnswers(other));
    const ask = async (token: string) => {
      const answer = await fetch(`http://127.0.0.1:${port}/.well-known/acme-challenge/${token}`);
      return [answer.status, await answer.text()];
    };
    const token = "LoqXcYV8q5ONbJQxbmR7SCTNo3tiAXDfowyjxAjEuX0";
    expect(await ask(token)).toEqual([404, ""]);
    await asking.put(token, `${token}.thumb`);
    expect(await ask(token)).toEqual([200, `${token}.thumb`]);
    expect(await ask("x.y")).toEqual([404, ""]);
    await asking.remove(token);
    expect(await ask(token)).toEqual([404, ""]);
    await server.close();
    await other.destroy();
  });
});
