import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { once } from "node:events";
import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Check } from "@driftvakt/domain/monitoring";
import type { CharterGrant } from "@driftvakt/protocol/mandate";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AgentProcess } from "./agent-process.ts";
import { ControlPeer } from "./control-peer.ts";
import { selfSigned } from "./install-files.ts";

const full: Check = {
  type: "filesystems",
  id: "filesystem",
  clauses: ["msp-07"],
  warningPercent: 1,
  criticalPercent: 1,
  maxAttempts: 1,
};

let peer: ControlPeer;
let agent: AgentProcess;
beforeEach(async () => {
  peer = new ControlPeer();
  await peer.listen();
  agent = new AgentProcess();
});
afterEach(async () => {
  await agent[Symbol.asyncDispose]();
  await peer.close();
});

const started = () =>
  peer.events.filter((event) => event.type === "agent" && event.what === "started");
const refusal = () =>
  peer.events.find((event) => event.type === "mandate" && event.stage === "refused");
const restart: CharterGrant = {
  operation: "service.restart",
  clause: "se-08",
  askers: ["technician"],
  maxPerHour: 9,
};

describe("enrolment", () => {
  it("believes only the key that was pinned", async () => {
    const { code, stderr } = await agent.command(
      "enrol",
      "--server",
      peer.url,
      "--token",
      peer.token,
      "--server-key",
      "0".repeat(64),
    );
    expect({ code, stderr }).toMatchObject({
      code: 5,
      stderr: expect.stringContaining("does not hold the key"),
    });
    expect((await agent.command("run")).code).toBe(4);
  });
  it("keeps its key to root alone, and does not enrol twice by mistake", async () => {
    expect(await agent.enrol(peer)).toMatchObject({
      code: 0,
      stdout: `enrolled as server ${peer.serverId}\n`,
    });
    expect(statSync(agent.state).mode & 0o777).toBe(0o700);
    expect(statSync(join(agent.state, "key.pem")).mode & 0o777).toBe(0o600);
    expect((await agent.enrol(peer)).code).toBe(3);
    expect((await agent.enrol(peer, "--again")).code).toBe(0);
  });
  it("sends nothing in the clear to anywhere but this machine", async () => {
    const { code, stderr } = await agent.command(
      "enrol",
      "--server",
      "http://192.0.2.1",
      "--token",
      peer.token,
      "--server-key",
      peer.fingerprint,
    );
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("only https://"),
    });
  });
  it("takes the token from the environment, where no other user sees it", async () => {
    agent.environment["DRIFTVAKT_JOIN_TOKEN"] = peer.token;
    expect(
      (await agent.command("enrol", "--server", peer.url, "--server-key", peer.fingerprint)).code,
    ).toBe(0);
  });
});

describe("TLS", () => {
  const secured = async () => {
    const tls = selfSigned("localhost");
    await peer.close();
    peer = new ControlPeer(tls);
    await peer.listen();
    return tls.pin;
  };
  it("refuses a certificate that nobody issued, and one with another key than pinned", async () => {
    const pin = await secured();
    expect(await agent.enrol(peer)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/self.signed/),
    });
    expect(await agent.enrol(peer, "--tls-pin", "1".repeat(64))).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("not the pinned one"),
    });
    expect((await agent.enrol(peer, "--tls-pin", pin)).code).toBe(0);
    agent.start();
    await peer.until("a report", () => peer.reports[0]);
  });
  it("goes through a proxy that the environment names, with the TLS checked to the end", async () => {
    const pin = await secured();
    const asked: string[] = [];
    const proxy = createServer().on("connect", (request, client) => {
      asked.push(`${request.url} ${request.headers["proxy-authorization"] ?? ""}`);
      const upstream = connect(peer.port, "127.0.0.1", () => {
        client.write("HTTP/1.1 200 OK\r\n\r\n");
        upstream.pipe(client).pipe(upstream);
      });
      upstream.on("error", () => client.destroy());
      client.on("error", () => upstream.destroy());
    });
    proxy.listen(0, "127.0.0.1");
    await once(proxy, "listening");
    agent.environment["HTTPS_PROXY"] =
      `http://kim:s%C3%A4kert@127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    agent.environment["NO_PROXY"] = "other.example";
    const address = `https://control.test:${peer.port}`;
    const enrolled = await agent.command(
      "enrol",
      "--server",
      address,
      "--token",
      peer.token,
      "--server-key",
      peer.fingerprint,
      "--tls-pin",
      pin,
    );
    expect(enrolled).toMatchObject({ code: 0 });
    expect(asked).toEqual([
      `control.test:${peer.port} Basic ${Buffer.from("kim:säkert").toString("base64")}`,
    ]);
    proxy.close();
    proxy.closeAllConnections();
  });
});

describe("reports", () => {
  beforeEach(async () => {
    peer.target = peer.makeTarget(1, [full], 5);
    await agent.enrol(peer);
  });

  it("arrive with a known layout, the first within seconds, and in the clear while they are small", async () => {
    agent.start();
    const first = await peer.until("a report", () => peer.reports[0]);
    expect(peer.layouts.get(first.layout)).toContain("memory.used");
    expect(first.values).toHaveLength(peer.layouts.get(first.layout)?.length ?? 0);
    expect(peer.batches[0]?.gzip).toBe(false);
  });

  it("msp-07: a change of state leaves at once, not with the next beat", async () => {
    agent.start();
    const event = await peer.until("an alarm", () =>
      peer.events.find(
        (one) => one.type === "check" && one.change === "hard" && one.to === "critical",
      ),
    );
    const batch = peer.batches.find(({ at }) => at >= event.atMs);
    expect((batch?.at ?? Infinity) - event.atMs).toBeLessThan(1000);
  });

  it("R3: wait while nobody answers, and arrive whole with their own times", async () => {
    agent.start();
    await peer.until("a report", () => peer.reports[0]);
    peer.mood.refuseReports = { status: 503, headers: { "retry-after": "1" } };
    await expect.poll(() => agent.stderr, { timeout: 15_000 }).toContain("they wait in the spool");
    const gap = peer.reports.length;
    await agent.stop("SIGKILL");
    agent.start();
    await expect
      .poll(
        async () =>
          (JSON.parse((await agent.command("status", "--json")).stdout) as { waiting: number })
            .waiting,
        { timeout: 20_000 },
      )
      .toBeGreaterThan(3);
    delete peer.mood.refuseReports;
    await peer.until("the gap closed", () => peer.reports.length > gap + 1);
    const times = peer.reports.map(({ atMs }) => atMs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    const sequences = [...peer.reports, ...peer.events].map(({ seq }) => seq);
    expect(new Set(sequences).size).toBe(sequences.length);
    expect(started()).toHaveLength(2);
  });

  it("R7: come again when the answer was lost, and change nothing", async () => {
    peer.mood.loseAnswers = true;
    agent.start();
    await peer.until("a batch", () => peer.batches[1]);
    peer.mood.loseAnswers = false;
    await peer.until("another report", () => peer.reports.length >= 2);
    expect(started()).toHaveLength(1);
    expect(peer.batches.length).toBeGreaterThan(2);
  });

  it("come again with their layout when the control plane forgot it", async () => {
    agent.start();
    await peer.until("a report", () => peer.reports[0]);
    peer.mood.forgetLayouts = true;
    await peer.until("the next reports", () => peer.reports.length >= 3);
    expect(peer.layouts.size).toBe(1);
  });

  it("R9: one that can never be stored is dropped and counted; the rest goes on", async () => {
    let bad = 0;
    peer.mood.reject = (seq) => (bad ||= seq) === seq;
    agent.start();
    const word = await peer.until("the count", () =>
      peer.events.find((event) => event.type === "agent" && event.what === "spool-dropped"),
    );
    expect(word).toMatchObject({ detail: "1 records were rejected: the test says so" });
    await peer.until("a report", () => peer.reports[0]);
  });

  it("R9: a body that is refused whole is cut up until the bad record is alone", async () => {
    peer.mood.poison = "started";
    agent.start();
    await peer.until("the count", () =>
      peer.events.find((event) => event.type === "agent" && event.what === "spool-dropped"),
    );
    await peer.until("a report", () => peer.reports[0]);
    expect(started()).toHaveLength(0);
  });

  it("sign in anew when the session is over", async () => {
    agent.start();
    await peer.until("a report", () => peer.reports[0]);
    peer.endSessions();
    await peer.until("a second sign-in", () => peer.logins[1]);
    await peer.until("a second report", () => peer.reports[1]);
    expect(peer.logins[0]).toBe(peer.logins[1]);
  });

  it("A21: carry the machine's own time and the moment of sending, so that the clocks can be compared", async () => {
    peer.mood.clockAheadMs = -86_400_000;
    agent.start();
    const report = await peer.until("a report", () => peer.reports[0]);
    expect(Math.abs(report.atMs - Date.now())).toBeLessThan(10_000);
    expect(Math.abs((peer.batches[0]?.sentAtMs ?? 0) - Date.now())).toBeLessThan(10_000);
  });

  it("R12: a restart of the agent raises no second alarm", async () => {
    agent.start();
    await peer.until("an alarm", () =>
      peer.events.find((event) => event.type === "check" && event.change === "hard"),
    );
    expect(await agent.stop()).toBe(0);
    const before = peer.events.length;
    agent.start();
    await peer.until("two more reports", () => peer.reports.length >= 4, 30);
    expect(peer.events.slice(before).filter(({ type }) => type === "check")).toEqual([]);
  });
});

describe("the last word", () => {
  it("is sent before the agent ends in good order", async () => {
    await agent.enrol(peer);
    agent.start();
    await peer.until("a report", () => peer.reports[0]);
    expect(await agent.stop()).toBe(0);
    expect(peer.events.at(-1)).toMatchObject({ type: "agent", what: "stopping" });
  });
  it("is not waited for when nobody listens", async () => {
    await agent.enrol(peer);
    agent.start();
    await peer.until("a report", () => peer.reports[0]);
    await peer.close();
    const before = performance.now();
    expect(await agent.stop()).toBe(0);
    expect(performance.now() - before).toBeLessThan(8000);
  });
});

describe("orders", () => {
  beforeEach(async () => {
    peer.charter = peer.makeCharter(1, [restart]);
    await agent.enrol(peer);
    agent.start();
    await peer.until("a stream", () => peer.streams > 0);
  });
  const send = (change = {}) =>
    peer.order({ type: "mandate", envelope: peer.seal("mandate", peer.makeMandate(change)) });

  it("A14, A15: one for another machine is refused, recorded and told", async () => {
    const audience = {
      installationId: peer.installationId,
      serverId: crypto.randomUUID(),
      epoch: 1,
    };
    send({ audience });
    expect(await peer.until("a refusal", refusal)).toMatchObject({ refusal: "other-machine" });
    await peer.until("a journal entry", () =>
      peer.events.find((event) => event.type === "journal" && event.body.includes("other-machine")),
    );
    expect(await agent.command("journal", "verify")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("unbroken"),
    });
  });

  it("A15: a wider charter does not hold before root approves it, and does at once after", async () => {
    const wider = { ...restart, clause: "se-09" };
    peer.order({
      type: "charter",
      envelope: peer.seal("charter", peer.makeCharter(2, [restart, wider])),
    });
    await peer.until("the word", () =>
      peer.events.find((event) => event.type === "agent" && event.what === "charter-refused"),
    );
    send({ clause: "se-09" });
    expect(await peer.until("a refusal", refusal)).toMatchObject({ refusal: "other-clause" });
    expect((await agent.command("charter", "show")).stdout).toContain("waits for approval");
    expect(await agent.command("charter", "approve")).toMatchObject({ code: 0 });
    send({ clause: "se-09" });
    // This machine may not have the unit; what counts is that the clause is no longer in the way.
    await peer.until("another answer", () =>
      peer.events.find((event) => event.type === "mandate" && event.refusal !== "other-clause"),
    );
    await peer.until("the approval on record", () =>
      peer.events.find(
        (event) => event.type === "journal" && event.body.includes("charter-approved"),
      ),
    );
  });

  it("the kill switch works by a mere file", async () => {
    execFileSync("touch", [join(agent.state, "hold")]);
    send();
    expect(await peer.until("a refusal", refusal)).toMatchObject({ refusal: "on-hold" });
    expect((await agent.command("resume")).code).toBe(0);
    expect((await agent.command("status")).stdout).not.toContain("ON HOLD");
  });

  it("a new target state is watched at once; an older or foreign one is refused and told", async () => {
    peer.order({ type: "target", envelope: peer.seal("target", peer.makeTarget(3, [full], 5)) });
    await peer.until(
      "an alarm",
      () => peer.events.find((event) => event.type === "check" && event.to === "critical"),
      20,
    );
    peer.order({ type: "target", envelope: peer.seal("target", peer.makeTarget(2, [], 5)) });
    expect(
      await peer.until("the word", () =>
        peer.events.find((event) => event.type === "agent" && event.what === "target-refused"),
      ),
    ).toMatchObject({ detail: "older" });
  });

  it("nonsense on the stream costs the stream, not the agent", async () => {
    peer.order({ type: "mandate", envelope: "run this" } as never);
    await peer.until("a new stream", () => peer.streamsOpened >= 2, 20);
    send({ expiresMs: Date.now() - 1 });
    expect(await peer.until("A17: a refusal", refusal)).toMatchObject({ refusal: "expired" });
  });

  it("an order of a kind that it does not know is passed over", async () => {
    peer.order({ type: "format-disk" } as never);
    send({ expiresMs: Date.now() - 1 });
    expect(await peer.until("A17: a refusal", refusal)).toMatchObject({ refusal: "expired" });
    expect(peer.streamsOpened).toBe(1);
  });
});

describe("R4: a full disk", () => {
  const fill = () => join(agent.state, "fill");
  beforeEach(
    () =>
      void execFileSync("mount", ["-t", "tmpfs", "-o", "size=12m,mode=700", "tmpfs", agent.state]),
  );
  afterEach(async () => {
    await agent.stop("SIGKILL");
    execFileSync("umount", [agent.state]);
  });
  const fillUp = () => {
    try {
      writeFileSync(fill(), Buffer.alloc(16 * 1024 * 1024));
    } catch (error) {
      expect((error as NodeJS.ErrnoException).code).toBe("ENOSPC");
    }
  };

  it("does not silence the agent: samples and alarms go on, and all is well when there is room again", async () => {
    peer.target = peer.makeTarget(1, [], 5);
    await agent.enrol(peer);
    agent.start();
    await peer.until("a report", () => peer.reports[0]);
    const pid = agent.pid;
    fillUp();
    peer.mood.refuseReports = { status: 503 };
    // Enough to outgrow what the spool's own files still hold.
    await expect.poll(() => agent.stderr, { timeout: 30_000 }).toContain("they wait in the spool");
    delete peer.mood.refuseReports;
    const before = peer.reports.length;
    await peer.until("reports all the same", () => peer.reports.length >= before + 3, 60);
    rmSync(fill());
    await peer.until("reports afterwards", () => peer.reports.length >= before + 5, 60);
    expect(agent.pid).toBe(pid);
    expect(await agent.stop()).toBe(0);
    const sequences = [...peer.reports, ...peer.events].map(({ seq }) => seq);
    expect(new Set(sequences).size).toBe(sequences.length);
  });

  it("fails closed: what cannot be put on record is not carried out", async () => {
    peer.charter = peer.makeCharter(1, [restart]);
    await agent.enrol(peer);
    agent.start();
    await peer.until("a stream", () => peer.streams > 0);
    await peer.until("a report", () => peer.reports[0]);
    fillUp();
    // A reason as long as it may be does not fit into what the journal's file has left.
    const order = () =>
      peer.order({
        type: "mandate",
        envelope: peer.seal("mandate", peer.makeMandate({ reason: "x".repeat(2000) })),
      });
    for (let i = 0; i < 60; i++) order();
    await expect
      .poll(() => agent.stderr, { timeout: 30_000 })
      .toContain("a mandate could not be dealt with");
    expect(
      peer.events.filter((event) => event.type === "mandate" && event.stage === "accepted"),
    ).toEqual([]);
  });
});

it("one agent at a time uses a state folder", async () => {
  await agent.enrol(peer);
  agent.start();
  await peer.until("a report", () => peer.reports[0]);
  expect(await agent.command("run")).toMatchObject({
    code: 8,
    stderr: expect.stringContaining("running already"),
  });
  await agent.stop("SIGKILL");
  expect(readFileSync(join(agent.state, "agent.pid"), "utf8")).not.toBe("");
  agent.start();
  await peer.until("a second start", () => started().length >= 2);
});

it("srv-11: the agent listens on nothing", async () => {
  await agent.enrol(peer);
  agent.start();
  await peer.until("a report", () => peer.reports[0]);
  const listening = execFileSync("ss", ["-Htulnp"], { encoding: "utf8" });
  expect(listening).not.toContain(`pid=${agent.pid},`);
});
