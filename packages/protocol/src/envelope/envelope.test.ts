import { generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { describe, expect, it } from "vitest";
import { keyId, open, publicKeyFromRaw, rawPublicKey, seal } from "./envelope.ts";

const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const trusted: ReadonlyMap<string, KeyObject> = new Map([[keyId(publicKey), publicKey]]);

describe("envelope", () => {
  it("opens what was sealed", () => {
    expect(open("mandate", seal("mandate", { a: [1, "å"] }, privateKey), trusted)).toEqual({
      ok: true,
      value: { a: [1, "å"] },
    });
  });
  it("refuses another type with the same payload", () => {
    const envelope = seal("charter", {}, privateKey);
    expect(open("mandate", envelope, trusted)).toEqual({ ok: false, refusal: "wrong-type" });
    expect(open("mandate", { ...envelope, type: "mandate" }, trusted)).toEqual({
      ok: false,
      refusal: "bad-signature",
    });
  });
  it("refuses an altered payload, a strange key and a malformed envelope", () => {
    const envelope = seal("mandate", { unit: "a" }, privateKey);
    const altered = { ...envelope, payload: Buffer.from('{"unit":"b"}').toString("base64") };
    expect(open("mandate", altered, trusted)).toEqual({ ok: false, refusal: "bad-signature" });
    const stranger = generateKeyPairSync("ed25519").privateKey;
    expect(open("mandate", seal("mandate", {}, stranger), trusted)).toEqual({
      ok: false,
      refusal: "unknown-key",
    });
    expect(open("mandate", { ...envelope, keyId: "x" }, trusted)).toEqual({
      ok: false,
      refusal: "malformed",
    });
  });
  it("refuses duplicate keys, even well signed", () => {
    const payload = Buffer.from('{"unit":"a","unit":"b"}');
    const signature = sign(
      null,
      Buffer.concat([Buffer.from(`DRIFTVAKT/1 mandate ${payload.length} `), payload]),
      privateKey,
    );
    const envelope = {
      ...seal("mandate", {}, privateKey),
      payload: payload.toString("base64"),
      signature: signature.toString("base64"),
    };
    expect(open("mandate", envelope, trusted)).toEqual({ ok: false, refusal: "not-json" });
  });
  it("carries a public key as 32 raw bytes", () => {
    const raw = rawPublicKey(publicKey).toString("base64");
    expect(keyId(publicKeyFromRaw(raw))).toBe(keyId(publicKey));
    expect(() => publicKeyFromRaw("AAAA")).toThrow("32 bytes");
  });
});
