import { generateKeyPairSync, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { actions } from "@driftvakt/drivers/all";
import { recordedHost, type RecordedHost } from "@driftvakt/drivers/host";
import { keyId, seal } from "@driftvakt/protocol/envelope";
import type { Charter, Mandate } from "@driftvakt/protocol/mandate";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Journal, verifyChain } from "../journal/index.ts";
import { Executor, type Word } from "./carry-out.ts";

const keys = generateKeyPairSync("ed25519");
const identity = { installationId: randomUUID(), serverId: randomUUID(), epoch: 1 };
const catalogue = { id: "test", version: "1" };
const charter: Charter = {
  format: 1,
  ...identity,
  version: 1,
  contractId: null,
  catalogue,
  grants: [
    { operation: "service.restart", clause: "se-08", askers: ["technician"], maxPerHour: 3 },
    { operation: "machine.restart", clause: "se-08", askers: ["technician"], maxPerHour: 3 },
  ],
};
const RESTART = "systemctl --no-ask-password restart -- demo.service";
const show = (properties: string) => `systemctl show --property=${properties} -- demo.service`;
const LOAD = show("LoadState");
const MARK = show("InvocationID");
const END = show("ActiveState,SubState,InvocationID,Result");
const running = (id: string) =>
  `ActiveState=active\nSubState=running\nInvocationID=${id}\nResult=success\n`;
const healthy = {
  [LOAD]: { stdout: "LoadState=loaded\n" },
  [MARK]: { stdout: "InvocationID=before\n" },
  [RESTART]: {},
  [END]: { stdout: running("after") },
};

let folder: string;
let journal: Journal;
let words: Word[];
let host: RecordedHost;
let onHold = false;
let stop: AbortController;
let sequence = 0;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "driftvakt-journal-"));
  journal = new Journal(join(folder, "journal.db"));
  words = [];
  host = recordedHost({ commands: healthy, files: {} });
  onHold = false;
  stop = new AbortController();
  sequence = 0;
});
afterEach(() => {
  journal.close();
  rmSync(folder, { recursive: true });
});

const executor = () =>
  new Executor({
    journal,
    host,
    actions,
    nowMs: Date.now,
    signal: stop.signal,
    againMs: 5,
    tell: (word) => words.push(word),
    circumstances: () => ({
      identity,
      trusted: new Map([[keyId(keys.publicKey), keys.publicKey]]),
      charter,
      onHold,
      nowMs: Date.now(),
      serverNowMs: undefined,
      highestSequence: journal.highestSequence(),
      countAccepted: (...args) => journal.countAccepted(...args),
    }),
  });
const sealed = (change: Partial<Mandate> = {}) => {
  sequence += 1;
  const mandate: Mandate = {
    format: 1,
    id: randomUUID(),
    audience: identity,
    sequence,
    operation: { name: "service.restart", version: 1, parameters: { unit: "demo.service" } },
    clause: "se-08",
    catalogue,
    askedBy: { kind: "technician", id: "t1", name: "Tova" },
    approvedBy: [],
    reason: "",
    notBeforeMs: Date.now() - 1000,
    expiresMs: Date.now() + 60_000,
    ...change,
  };
  return seal("mandate", mandate, keys.privateKey);
};
const stages = () => words.map(({ stage, refusal }) => refusal ?? stage);
const restarts = () => host.ran.filter((line) => line === RESTART).length;
const kinds = () =>
  [...journal.entries()].map(({ body }) => (JSON.parse(body) as { kind: string }).kind);

describe("a mandate that is carried out", () => {
  it("se-08: is on record before it runs, runs, and its outcome is what the machine shows", async () => {
    await executor().take(sealed());
    expect(stages()).toEqual(["accepted", "started", "succeeded"]);
    expect(words.at(-1)?.output).toBe("demo.service is active (running)");
    expect(restarts()).toBe(1);
    expect(kinds()).toEqual(["accepted", "started", "succeeded"]);
    expect(verifyChain(journal.entries())).toMatchObject({ ok: true, entries: 3 });
  });

  it("A18: the same one five times is one run and five equal answers", async () => {
    const envelope = sealed();
    const one = executor();
    for (let i = 0; i < 5; i++) await one.take(envelope);
    expect(restarts()).toBe(1);
    const answers = words.filter(({ stage }) => stage === "succeeded");
    expect(answers).toHaveLength(5);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(kinds()).toEqual(["accepted", "started", "succeeded"]);
  });

  it("A18: the same one after a restart of the agent is still one run", async () => {
    const envelope = sealed();
    await executor().take(envelope);
    await executor().take(envelope);
    expect(restarts()).toBe(1);
  });

  it("R4: waits while the disk takes no record of it, and then runs once", async () => {
    const full = () => {
      throw Object.assign(new Error("database or disk is full"), { errcode: 13 });
    };
    vi.spyOn(journal, "record").mockImplementationOnce(full).mockImplementationOnce(full);
    await executor().take(sealed());
    expect(restarts()).toBe(0);
    await expect.poll(stages).toEqual(["accepted", "started", "succeeded"]);
    expect(restarts()).toBe(1);
  });

  it("R4: that was accepted when the disk filled up has failed, and does not run later", async () => {
    const { record } = journal;
    vi.spyOn(journal, "record")
      .mockImplementationOnce((...entry) => record.apply(journal, entry))
      .mockImplementationOnce(() => {
        throw Object.assign(new Error("database or disk is full"), { errcode: 13 });
      });
    host = recordedHost({
      commands: { ...healthy, [END]: { stdout: running("before") } },
      files: {},
    });
    await executor().take(sealed());
    await expect.poll(() => stages().at(-1)).toBe("failed");
    expect(restarts()).toBe(0);
  });

  it("has failed when the unit did not come up", async () => {
    const commands = {
      ...healthy,
      [END]: {
        stdout: "ActiveState=failed\nSubState=failed\nInvocationID=after\nResult=exit-code\n",
      },
    };
    host = recordedHost({ commands, files: {} });
    await executor().take(sealed());
    expect(words.at(-1)).toMatchObject({
      stage: "failed",
      output: "demo.service is failed (failed), result: exit-code",
    });
  });

  it("does not trust an exit code: a unit that kept its invocation was not restarted", async () => {
    host = recordedHost({
      commands: { ...healthy, [END]: { stdout: running("before") } },
      files: {},
    });
    await executor().take(sealed());
    expect(words.at(-1)).toMatchObject({ stage: "failed" });
  });
});

describe("a mandate that is refused", () => {
  it.each([
    ["A16: nginx; rm -rf /", "nginx; rm -rf /"],
    ["A16: $(id)", "$(id)"],
    ["A16: a leading dash", "-H.service"],
  ])("%s starts no process", async (_name, unit) => {
    await executor().take(
      sealed({ operation: { name: "service.restart", version: 1, parameters: { unit } } }),
    );
    expect(stages()).toEqual(["malformed"]);
    expect(host.ran).toEqual([]);
    expect(kinds()).toEqual(["refused"]);
  });

  it("says when there is no such unit", async () => {
    host = recordedHost({
      commands: { ...healthy, [LOAD]: { stdout: "LoadState=not-found\n" } },
      files: {},
    });
    await executor().take(sealed());
    expect(stages()).toEqual(["no-such-unit"]);
    expect(restarts()).toBe(0);
  });

  it("says the same again when it comes again, and does not run it once the reason is gone", async () => {
    const envelope = sealed();
    onHold = true;
    await executor().take(envelope);
    onHold = false;
    await executor().take(envelope);
    expect(stages()).toEqual(["on-hold", "on-hold"]);
    expect(restarts()).toBe(0);
  });

  it("does not let another mandate pass under an id that was decided on", async () => {
    const id = randomUUID();
    await executor().take(sealed({ id }));
    await executor().take(
      sealed({
        id,
        sequence: 1,
        operation: { name: "machine.restart", version: 1, parameters: { delaySeconds: 0 } },
      }),
    );
    expect(stages()).toEqual(["accepted", "started", "succeeded", "replayed"]);
  });

  it("stops after the number of runs that the charter allows an hour, counted over restarts of the agent", async () => {
    for (let i = 0; i < 4; i++) await executor().take(sealed());
    expect(stages().slice(-1)).toEqual(["too-often"]);
    expect(restarts()).toBe(3);
  });
});

describe("an agent that died half way", () => {
  const dies = async () => {
    // The process ends while systemctl runs: nothing after "started" gets written.
    const real = host;
    host = {
      ...real,
      run: (argv, options) =>
        argv[2] === "restart" ? new Promise(() => undefined) : real.run(argv, options),
    };
    void executor().take(sealed());
    await expect.poll(() => stages()).toEqual(["accepted", "started"]);
    host = real;
  };

  it("finds the outcome by looking and does not run it again", async () => {
    await dies();
    await executor().concludeUnfinished();
    expect(stages()).toEqual(["accepted", "started", "succeeded"]);
    expect(restarts()).toBe(0);
  });

  it("R1: says failed where the machine shows that it never happened", async () => {
    await dies();
    host = recordedHost({
      commands: { ...healthy, [END]: { stdout: running("before") } },
      files: {},
    });
    await executor().concludeUnfinished();
    expect(words.at(-1)).toMatchObject({
      stage: "failed",
      output: "demo.service is active (running); it was not restarted",
    });
  });

  it("tells a restart of the machine by its boot id", async () => {
    const files = {
      "/run/systemd/system": "",
      "/proc/sys/kernel/random/boot_id": "one\n",
      "/proc/1/stat": "",
    };
    host = recordedHost({ commands: { "systemctl --no-ask-password reboot": {} }, files });
    const operation = {
      name: "machine.restart",
      version: 1,
      parameters: { delaySeconds: 0 },
    } as const;
    void executor().take(sealed({ operation }));
    await expect.poll(() => host.ran.length).toBe(1);
    stop.abort();
    expect(stages()).toEqual(["accepted", "started"]);
    stop = new AbortController();
    host = recordedHost({
      commands: {},
      files: { ...files, "/proc/sys/kernel/random/boot_id": "two\n" },
    });
    await executor().concludeUnfinished();
    expect(words.at(-1)).toMatchObject({ stage: "succeeded", output: "the machine has restarted" });
  });
});
