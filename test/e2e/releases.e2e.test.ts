import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHash, createPrivateKey } from "node:crypto";
import { releaseSchema, type Release } from "@driftvakt/protocol/agent";
import { seal } from "@driftvakt/protocol/envelope";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildVariant } from "../agent-protocol/build-variant.ts";
import { openSite, type Site, type Watched } from "./site.ts";

const folder = mkdtempSync(join(tmpdir(), "driftvakt-release-"));
const KEY = join(folder, "release-key.pem");
const architecture = process.arch === "arm64" ? "arm64" : "x64";

let site: Site;
let web: Watched;
beforeAll(async () => {
  site = await openSite({ name: "releases", catalogue: "se", locale: "sv", withMail: false });
  // Before the machine comes in: it pins the key when it is installed.
  site.control.command("release", "keygen", KEY);
  web = await site.watch({
    hostname: "web",
    packages: ["curl"],
    files: { "/etc/driftvakt-agent/environment": "DRIFTVAKT_TRIAL_SECONDS=30\n" },
  });
});
afterAll(async () => {
  await site?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A folder with an executable, as a build leaves it. */
function lay(version: string, content: Buffer | string): string {
  const dist = join(folder, version);
  mkdirSync(dist, { recursive: true });
  writeFileSync(join(dist, `driftvakt-agent-linux-${architecture}`), content, { mode: 0o755 });
  return dist;
}

/** A program that cannot say its own version gets its manifest by hand, with the real key. */
function signByHand(version: string, content: string): Release {
  const dist = lay(version, content);
  const sha256 = createHash("sha256").update(content).digest("hex");
  const release = releaseSchema.parse({
    format: 1,
    product: "driftvakt-agent",
    version,
    signedAtMs: Date.now(),
    expiresMs: Date.now() + 3_600_000,
    files: [{ platform: `linux-${architecture}`, sha256, sizeBytes: content.length }],
  });
  const manifest = seal("release", release, createPrivateKey(readFileSync(KEY)));
  writeFileSync(join(dist, "release.json"), JSON.stringify(manifest));
  return release;
}

const version = async () =>
  (await site.control.ask("servers.get", { params: { serverId: web.serverId } })).agentVersion;

describe("A20: releases of the agent, from the key to the machine", () => {
  it("a signed one reaches the machine and shows there", async () => {
    const before = await version();
    const dist = lay("0.2.0", buildVariant("0.2.0"));
    site.control.command("release", "sign", "--key", KEY, "--dist", dist);
    site.control.command("release", "publish", "--dist", dist, "--soak", "0");
    const isNew = ({ agentVersion }: { agentVersion: string | null }) => agentVersion === "0.2.0";
    const params = { serverId: web.serverId };
    await site.control.waitFor("servers.get", { params }, isNew, 90);
    expect(before).not.toBe("0.2.0");
    const { items } = await site.control.waitFor(
      "releases.list",
      {},
      (answer) => answer.items[0]?.machines.installed === 1,
      30,
    );
    expect(items).toMatchObject([{ version: "0.2.0", state: "rolling" }]);
  });

  it("A20: one that was tampered with on the control plane never runs, and an older one is not even offered", async () => {
    const content = "#!/bin/sh\nexit 3\n";
    site.control.command(
      "release",
      "sign",
      "--key",
      KEY,
      "--dist",
      lay("0.2.9", buildVariant("0.1.9")),
    );
    expect(() =>
      site.control.command("release", "publish", "--dist", join(folder, "0.2.9")),
    ).toThrow(/versions only grow/);
    const release = signByHand("0.3.0", content);
    site.control.command("release", "publish", "--dist", join(folder, "0.3.0"), "--soak", "0");
    // Changed under the control plane's hands, after it had checked it: the agent sees.
    const served = join(site.control.folder, "releases", release.files[0]!.sha256);
    writeFileSync(served, "#!/bin/sh\nexit 4\n");
    const refused = await site.control.waitFor(
      "releases.machines",
      { query: { version: "0.3.0" } },
      ({ items }) => items[0]?.state === "refused",
      60,
    );
    expect(refused.items).toMatchObject([{ hostname: "web", detail: "tampered-file" }]);
    expect(await version()).toBe("0.2.0");
  });

  it("A20: a bad one takes itself back, and the roll-out stops", async () => {
    const content = "#!/bin/sh\nexit 5\n";
    signByHand("0.4.0", content);
    site.control.command("release", "publish", "--dist", join(folder, "0.4.0"), "--soak", "0");
    const { items } = await site.control.waitFor(
      "releases.list",
      {},
      (answer) => answer.items[0]?.state === "stopped",
      90,
    );
    expect(items[0]).toMatchObject({ version: "0.4.0", note: "it failed on 1 of 1 machines" });
    const params = { serverId: web.serverId };
    await site.control.waitFor("servers.get", { params }, (one) => one.agentVersion === "0.2.0");
    expect(site.control.command("release", "machines")).toMatch(
      /web\s+rolled-back\s+it ended with code 5/,
    );
    expect(site.control.command("audit", "verify")).toMatch(/hold/i);
    const journal = await site.control.ask("servers.journal", { params });
    expect(journal.chainHolds).toBe(true);
    expect(journal.items.map(({ body }) => (body as { kind: string }).kind)).toEqual(
      expect.arrayContaining([
        "update-accepted",
        "updated",
        "update-refused",
        "update-rolled-back",
      ]),
    );
  });
});
