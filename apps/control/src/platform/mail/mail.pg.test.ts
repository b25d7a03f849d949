import { fork, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { addCustomer } from "../../../../../test/control/contract-fixture.ts";
import { openTestPlatform, type TestPlatform } from "../../../../../test/control/platform.ts";
import { openSmtpSink, type SmtpSink } from "../../../../../test/control/smtp-sink.ts";
import { inScope } from "../database/index.ts";
import { openMailDesk, writeMails, type MailDesk } from "./index.ts";

const DESK = fileURLToPath(
  new URL("../../../../../test/control/run-mail-desk.ts", import.meta.url),
);

let platform: TestPlatform;
let customerId: string;
let sink: SmtpSink;
const children: ChildProcess[] = [];
beforeAll(async () => {
  platform = await openTestPlatform();
  customerId = await addCustomer(platform);
});
afterAll(() => platform.close());
beforeEach(async () => {
  sink = await openSmtpSink();
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await sink.close();
});

const provider = <T>(work: Parameters<typeof inScope<T>>[2]) =>
  inScope(platform.db, "provider", work);

function write(count: number, name: string): Promise<string[]> {
  const drafts = Array.from({ length: count }, (_, i) => ({
    customerId,
    recipient: `${name}${i}@example.org`,
    subject: `${name} ${i}`,
    text: "text",
    locale: "en",
  }));
  return provider((tx) => writeMails(tx, platform.bus, drafts, platform.clock.nowMs()));
}

const rowsOf = (ids: readonly string[]) =>
  provider((tx) => tx.selectFrom("mail").selectAll().where("id", "in", ids).execute());

function openDesk(): MailDesk {
  const server = { url: sink.url, from: "Driftvakt <alarm@example.org>" };
  const desk = openMailDesk({ ...platform, clock: { nowMs: () => Date.now() }, server });
  desk.start();
  return desk;
}

async function startProcess(): Promise<ChildProcess> {
  const child = fork(DESK, [platform.database.appUrl, sink.url], { stdio: "inherit" });
  children.push(child);
  await new Promise((done) => child.once("message", done));
  return child;
}

const ended = (child: ChildProcess) =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise<void>((done) => child.once("exit", () => done()));

/** As if the claims of dead processes had run out already. */
const letClaimsRunOut = () =>
  provider((tx) =>
    tx
      .updateTable("mail")
      .set({ due_at: new Date(0) })
      .where("state", "=", "sending")
      .execute(),
  );

async function until(what: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await what())) {
    if (Date.now() > deadline) throw new Error("it did not come to be");
    await new Promise((done) => setTimeout(done, 20));
  }
}
const allSent = (ids: readonly string[]) =>
  until(async () => (await rowsOf(ids)).every(({ state }) => state === "sent"));

const timesTaken = (ids: readonly string[]) =>
  ids.map(
    (id) => sink.taken.filter(({ headers }) => headers.get("message-id")?.includes(id)).length,
  );

describe("mails", () => {
  it("S7: two processes at once send each mail once, whole", async () => {
    await Promise.all([startProcess(), startProcess()]);
    const ids = await write(40, "two");
    await sink.waitFor(40);
    await allSent(ids);
    expect(timesTaken(ids)).toEqual(ids.map(() => 1));
    expect(sink.taken[0]!.headers.get("auto-submitted")).toBe("auto-generated");
  });
  it("R14: killed while the server answers, a mail goes out again under the same Message-ID, marked", async () => {
    const child = await startProcess();
    sink.beforeAnswer = () => {
      child.kill("SIGKILL");
      sink.beforeAnswer = () => {};
    };
    const ids = await write(1, "mid");
    await ended(child);
    await letClaimsRunOut();
    await startProcess();
    await sink.waitFor(2);
    await allSent(ids);
    expect(timesTaken(ids)).toEqual([2]);
    const [first, second] = sink.taken;
    expect(second!.headers.get("message-id")).toBe(first!.headers.get("message-id"));
    expect(first!.headers.has("x-driftvakt-may-repeat")).toBe(false);
    expect(second!.headers.get("x-driftvakt-may-repeat")).toBe("yes");
    expect((await rowsOf(ids))[0]!.error).toContain("may have been sent twice");
  });
  it("R14: killed at any moment, nothing is lost and nothing goes out a third time", async () => {
    const ids: string[] = [];
    for (let round = 1; round <= 4; round++) {
      const child = await startProcess();
      const before = sink.taken.length;
      sink.afterAnswer = () => {
        if (sink.taken.length - before >= round) child.kill("SIGKILL");
      };
      ids.push(...(await write(4, `any${round}-`)));
      await ended(child);
    }
    sink.afterAnswer = () => {};
    await letClaimsRunOut();
    await startProcess();
    await allSent(ids);
    const times = timesTaken(ids);
    expect(Math.min(...times)).toBe(1);
    expect(Math.max(...times)).toBeLessThanOrEqual(2);
  });
  it("R10: recipients whose mails stall, are put off or refused hold up nobody else", async () => {
    sink.manner = (recipient) =>
      recipient.startsWith("stall") ? "stall" : recipient.startsWith("defer") ? "defer" : "take";
    const stalled = await write(5, "stall");
    const deferred = await write(5, "defer");
    const desk = openDesk();
    const begun = Date.now();
    const good = await write(30, "good");
    await allSent(good);
    expect(Date.now() - begun).toBeLessThan(5_000);
    const states = async (ids: readonly string[]) =>
      new Set((await rowsOf(ids)).map(({ state }) => state));
    expect(await states(stalled)).toEqual(new Set(["sending"]));
    expect(await states(deferred)).toEqual(new Set(["waiting"]));
    expect((await rowsOf(deferred))[0]!.error).toContain("450");
    await sink.close();
    await desk.stop();
  });
  it("a server that hangs up after the data gets the mail again under the same Message-ID", async () => {
    let dropped = false;
    sink.manner = () => (dropped ? "take" : "drop");
    const desk = openDesk();
    const ids = await write(1, "drop");
    await sink.waitFor(1);
    dropped = true;
    await until(async () => (await rowsOf(ids))[0]!.state === "waiting");
    await provider((tx) =>
      tx
        .updateTable("mail")
        .set({ due_at: new Date(0) })
        .where("id", "in", ids)
        .execute(),
    );
    await write(1, "nudge");
    await allSent(ids);
    const messageIds = sink.taken
      .filter(({ recipients }) => recipients[0]!.startsWith("drop"))
      .map(({ headers }) => headers.get("message-id"));
    expect(new Set(messageIds).size).toBe(1);
    expect(messageIds).toHaveLength(2);
    await desk.stop();
  });
});
