import { createHash, generateKeyPairSync, type KeyObject } from "node:crypto";
import type { Release, Update } from "@driftvakt/protocol/agent";
import { rawPublicKey, seal, type Envelope } from "@driftvakt/protocol/envelope";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openFleet, type Fleet, type Machine } from "../fleet/index.ts";
import { buildVariant } from "./build-variant.ts";
import { ControlPeer } from "./control-peer.ts";
import { selfSigned, serveInstaller } from "./install-files.ts";

const releaseKeys = generateKeyPairSync("ed25519");
const TRIAL_SECONDS = 12;

let fleet: Fleet;
let machine: Machine;
let peer: ControlPeer;
beforeAll(async () => {
  fleet = await openFleet({ name: "update" });
  const tls = selfSigned(fleet.hostAddress);
  peer = new ControlPeer(tls);
  await peer.listen(0, fleet.hostAddress);
  serveInstaller(peer);
  machine = await fleet.boot({
    hostname: "web1",
    packages: ["curl"],
    files: {
      "/etc/driftvakt-agent/environment": `DRIFTVAKT_TRIAL_SECONDS=${TRIAL_SECONDS}\n`,
    },
  });
  const key = rawPublicKey(releaseKeys.publicKey).toString("hex");
  const options = `--token ${peer.token} --server-key ${peer.fingerprint} --tls-pin ${tls.pin} --release-key ${key}`;
  await machine.output(["sh", "-c", `curl -fsSLk ${peer.url}/install.sh | sh -s -- ${options}`], {
    timeoutSeconds: 60,
  });
  await peer.until("a report", () => peer.reports[0], 30);
});
afterAll(async () => {
  await peer?.close();
  await fleet?.close();
});

/** A release that lies ready for this machine. */
function publish(version: string, content: Buffer | string, signer = releaseKeys.privateKey) {
  const sha256 = createHash("sha256").update(content).digest("hex");
  peer.files.set(`/agent/v1/releases/${sha256}`, content);
  const platform = `linux-${process.arch === "arm64" ? "arm64" : "x64"}` as const;
  return sign(
    {
      format: 1,
      product: "driftvakt-agent",
      version,
      signedAtMs: Date.now(),
      expiresMs: Date.now() + 3_600_000,
      files: [{ platform, sha256, sizeBytes: Buffer.byteLength(content) }],
    },
    signer,
  );
}

const sign = (release: Release, signer: KeyObject) => seal("release", release, signer);

/** Offers a release as the control plane does, and waits for what becomes of it. */
async function offer(release: Envelope, wanted: RegExp, seconds = 60): Promise<string> {
  await peer.until("a stream", () => peer.streams > 0, 90);
  const from = peer.events.length;
  const { installationId, serverId, epoch } = peer;
  const update: Update = {
    format: 1,
    installationId,
    serverId,
    epoch,
    offeredAtMs: Date.now(),
    expiresMs: Date.now() + 600_000,
    release,
  };
  peer.order({ type: "update", envelope: peer.seal("update", update) });
  const words = () =>
    peer.events
      .slice(from)
      .flatMap((event) => (event.type === "agent" ? [`${event.what} ${event.detail}`] : []));
  return peer.until(String(wanted), () => words().find((word) => wanted.test(word)), seconds);
}

const version = async () => (await machine.output(["driftvakt-agent", "version"])).trim();
const journaled = () =>
  peer.events.flatMap((event) =>
    event.type === "journal" ? [JSON.parse(event.body) as Record<string, unknown>] : [],
  );

describe("A20: an update of the agent", () => {
  it("A20: is refused where the manifest or the file is not what the pinned key signed", async () => {
    const before = await machine.output([
      "sha256sum",
      "/usr/local/lib/driftvakt-agent/driftvakt-agent",
    ]);
    const good = publish("0.2.0", "anything");
    const changed = Buffer.from(
      Buffer.from(good.payload, "base64").toString().replace("0.2.0", "0.9.0"),
    );
    const cases: [Envelope, RegExp][] = [
      // The control plane's own key counts for nothing here.
      [
        publish("0.2.0", "anything", peer.keys.privateKey),
        /^update-refused \? release-unknown-key/,
      ],
      [
        { ...good, payload: changed.toString("base64") },
        /^update-refused \? release-bad-signature/,
      ],
      [publish("0.0.9", "an old one"), /^update-refused 0\.0\.9 older/],
    ];
    for (const [envelope, wanted] of cases) await offer(envelope, wanted);
    const sha256 = createHash("sha256").update("anything").digest("hex");
    peer.files.set(`/agent/v1/releases/${sha256}`, "anythinG");
    await offer(good, /^update-refused 0\.2\.0 tampered-file/);
    peer.files.set(`/agent/v1/releases/${sha256}`, "anything and more");
    await offer(good, /^update-refused 0\.2\.0 tampered-file/);
    expect(
      await machine.output(["sha256sum", "/usr/local/lib/driftvakt-agent/driftvakt-agent"]),
    ).toBe(before);
    const left = await machine.output(["ls", "/usr/local/lib/driftvakt-agent"]);
    expect(left).toBe("driftvakt-agent\nguard\n");
  });

  it("A20: is refused while root holds the machine", async () => {
    await machine.output(["driftvakt-agent", "hold"]);
    const word = await offer(publish("0.2.0", "anything"), /^update-/);
    expect(word).toBe("update-refused 0.2.0 on-hold");
    await machine.output(["driftvakt-agent", "resume"]);
  });

  it("is taken, proves itself, and is on record with its key and the charter", async () => {
    const from = await version();
    await offer(publish("0.2.0", buildVariant("0.2.0")), /^updated 0\.2\.0/, 120);
    expect(await version()).toBe("0.2.0");
    const releaseKey = createHash("sha256")
      .update(rawPublicKey(releaseKeys.publicKey))
      .digest("hex");
    expect(
      journaled()
        .filter(({ version: one }) => one === "0.2.0")
        .slice(-2),
    ).toMatchObject([
      { kind: "update-accepted", from, releaseKey, charterVersion: 1 },
      { kind: "updated" },
    ]);
    expect(await machine.output(["driftvakt-agent", "journal", "verify"])).toContain("unbroken");
  });

  it("the next one follows without a restart in between", async () => {
    await offer(publish("0.2.1", buildVariant("0.2.1")), /^updated 0\.2\.1/, 120);
    await machine.output(["systemctl", "restart", "driftvakt-agent"]);
    expect(await version()).toBe("0.2.1");
  });

  it("A20: an older version is refused afterwards, though it is validly signed", async () => {
    const word = await offer(publish("0.2.0", "an old one"), /^update-/);
    expect(word).toBe("update-refused 0.2.0 older");
  });

  it("A20: one that crashes at its start is taken back by itself, and not tried again", async () => {
    const bad = publish("0.3.0", "#!/bin/sh\nexit 3\n");
    const word = await offer(bad, /^update-rolled-back/);
    expect(word).toBe("update-rolled-back 0.3.0 it ended with code 3");
    expect(await version()).toBe("0.2.1");
    expect(journaled().at(-1)).toMatchObject({ kind: "update-rolled-back", version: "0.3.0" });
    await offer(bad, /^update-refused 0\.3\.0 failed-before/);
  });

  it("A20: one that runs and says nothing is taken back when its time is over", async () => {
    const mute = publish("0.4.0", "#!/bin/sh\nexec sleep infinity\n");
    expect(await offer(mute, /^update-rolled-back/, TRIAL_SECONDS + 40)).toBe(
      "update-rolled-back 0.4.0 it did not prove itself in time",
    );
    const after = peer.reports.length;
    await peer.until("readings", () => peer.reports.length > after, 30);
  });

  it("A20: power lost while a bad one is on trial brings the one before back, too", async () => {
    const bad = publish("0.5.0", "#!/bin/sh\nexec sleep infinity\n");
    const outcome = offer(bad, /^update-rolled-back/, 120);
    await machine.waitForLine(
      ["journalctl", "-u", "driftvakt-agent", "--follow"],
      /updated; starting anew.*0\.5\.0/,
    );
    await machine.kill();
    await machine.powerOn();
    expect(await outcome).toContain("update-rolled-back 0.5.0");
    expect(await version()).toBe("0.2.1");
  });
});
