import { generateKeyPairSync, randomUUID, sign } from "node:crypto";
import {
  compareVersions,
  RELEASE_LIFE_MAX_MS,
  UPDATE_REFUSALS,
  type Release,
} from "@driftvakt/protocol/agent";
import { keyId, seal, type Envelope } from "@driftvakt/protocol/envelope";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { verifyUpdate, type UpdateFacts } from "./verify-update.ts";

const control = generateKeyPairSync("ed25519");
const offline = generateKeyPairSync("ed25519");
const stranger = generateKeyPairSync("ed25519");
const identity = { installationId: randomUUID(), serverId: randomUUID(), epoch: 3 };
const NOW = Date.UTC(2026, 5, 1, 12);
const HOUR = 3_600_000;

const release: Release = {
  format: 1,
  product: "driftvakt-agent",
  version: "1.4.0",
  signedAtMs: NOW - HOUR,
  expiresMs: NOW + HOUR,
  files: [{ platform: "linux-x64", sha256: "a".repeat(64), sizeBytes: 1000 }],
};
const facts: UpdateFacts = {
  identity,
  trusted: new Map([[keyId(control.publicKey), control.publicKey]]),
  releaseKeys: new Map([[keyId(offline.publicKey), offline.publicKey]]),
  nowMs: NOW,
  serverNowMs: undefined,
  running: "1.3.9",
  newest: "1.3.9",
  failed: [],
  onHold: false,
  platform: "linux-x64",
};

const signed = (change: object = {}, key = offline.privateKey) =>
  seal("release", { ...release, ...change }, key);
const offered = (inner: unknown = signed(), change: object = {}, key = control.privateKey) =>
  seal(
    "update",
    {
      format: 1,
      ...identity,
      offeredAtMs: NOW - 1000,
      expiresMs: NOW + HOUR,
      release: inner,
      ...change,
    },
    key,
  );
const judge = (envelope: Envelope, change: Partial<UpdateFacts> = {}) => {
  const verdict = verifyUpdate(envelope, { ...facts, ...change });
  return verdict.kind === "refused" ? verdict.refusal : verdict.kind;
};
const bent = (envelope: Envelope): Envelope => ({
  ...envelope,
  signature: sign(null, Buffer.from("something else"), offline.privateKey).toString("base64"),
});

describe("A20: what an agent takes as its next version", () => {
  it("A20: is a newer one that both keys signed, for this machine and now", () => {
    expect(judge(offered())).toBe("accepted");
    expect(judge(offered(), { running: "1.4.0" })).toBe("running-already");
  });

  const cases: [string, () => string][] = [
    ["malformed", () => judge(offered(signed(), { format: 2 }))],
    ["wrong-type", () => judge(signed())],
    ["unknown-key", () => judge(offered(signed(), {}, stranger.privateKey))],
    ["bad-signature", () => judge(bent(offered()))],
    ["other-machine", () => judge(offered(signed(), { serverId: randomUUID() }))],
    ["other-machine", () => judge(offered(signed(), { epoch: 2 }))],
    ["expired", () => judge(offered(signed(), { expiresMs: NOW }))],
    ["expired", () => judge(offered(), { serverNowMs: NOW + HOUR })],
    ["release-malformed", () => judge(offered(signed({ version: "1.4" })))],
    ["release-malformed", () => judge(offered(signed({ product: "another" })))],
    ["release-malformed", () => judge(offered(seal("charter", release, offline.privateKey)))],
    // Whoever holds the control plane's key alone gets nothing in; nor does one who was never pinned.
    ["release-unknown-key", () => judge(offered(signed({}, control.privateKey)))],
    ["release-unknown-key", () => judge(offered(), { releaseKeys: new Map() })],
    ["release-bad-signature", () => judge(offered(bent(signed())))],
    ["release-expired", () => judge(offered(signed({ expiresMs: NOW })))],
    [
      "release-expired",
      () => judge(offered(signed({ expiresMs: release.signedAtMs + RELEASE_LIFE_MAX_MS + 1 }))),
    ],
    ["older", () => judge(offered(), { running: "1.4.1", newest: "1.4.1" })],
    // Root went back by hand; what the control plane sends must still not be older than what once proved itself.
    ["older", () => judge(offered(), { running: "1.0.0", newest: "1.4.1" })],
    ["older", () => judge(offered(signed({ version: "1.3.10" })), { running: "1.10.0" })],
    ["failed-before", () => judge(offered(), { failed: ["1.4.0"] })],
    ["on-hold", () => judge(offered(), { onHold: true })],
    ["other-platform", () => judge(offered(), { platform: "linux-arm64" })],
  ];
  it.each(cases)("A20: refuses: %s (%#)", (wanted, act) => {
    expect(act()).toBe(wanted);
  });

  it("knows a case for every refusal that is decided here", () => {
    const elsewhere = ["not-updatable", "tampered-file"];
    const covered = new Set(cases.map(([wanted]) => wanted));
    expect(UPDATE_REFUSALS.filter((one) => !covered.has(one))).toEqual(elsewhere);
  });

  it("compares versions by number, part by part", () => {
    const part = fc.integer({ min: 0, max: 999_999 });
    fc.assert(
      fc.property(fc.tuple(part, part, part), fc.tuple(part, part, part), (a, b) => {
        const order = Math.sign(compareVersions(a.join("."), b.join(".")));
        const wanted = a.map((one, i) => Math.sign(one - b[i]!)).find((one) => one !== 0) ?? 0;
        expect(order).toBe(wanted);
      }),
    );
    expect(compareVersions("0.10.0", "0.9.9")).toBeGreaterThan(0);
  });
});
