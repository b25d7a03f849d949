import { chmodSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { open, seal } from "@driftvakt/protocol/envelope";
import { afterAll, describe, expect, it } from "vitest";
import { openKeys, SecretFileError, secretBox } from "./index.ts";

describe("keys", () => {
  const folder = mkdtempSync(join(tmpdir(), "driftvakt-keys-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("are made once, lie closed, and are the same at the next start", () => {
    const first = openKeys(folder);
    const again = openKeys(folder);
    expect(again.signing.rawBase64).toBe(first.signing.rawBase64);
    expect(again.secrets.open(first.secrets.seal("x", "c"), "c")).toBe("x");
    for (const name of ["signing-key.pem", "root-key"]) {
      expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    }
    const { privateKey, publicKey, keyId } = again.signing;
    expect(
      open("test", seal("test", { a: 1 }, privateKey), new Map([[keyId, publicKey]])),
    ).toMatchObject({ ok: true });
  });

  it("are refused when others can read them", () => {
    chmodSync(join(folder, "root-key"), 0o640);
    expect(() => openKeys(folder)).toThrow(SecretFileError);
    chmodSync(join(folder, "root-key"), 0o600);
  });

  const box = secretBox(Buffer.alloc(32, 7));
  it("seal a secret for one place only", () => {
    const sealed = box.seal("hunter2", "row:1");
    expect(sealed).not.toContain("hunter2");
    expect(box.seal("hunter2", "row:1")).not.toBe(sealed);
    expect(box.open(sealed, "row:1")).toBe("hunter2");
    expect(() => box.open(sealed, "row:2")).toThrow(/authenticate/);
    expect(() => secretBox(Buffer.alloc(32, 8)).open(sealed, "row:1")).toThrow(/authenticate/);
  });

  it.each([0, 3, 20, 60, 100])("notice a change at place %i", (at) => {
    const sealed = box.seal("hunter2", "c");
    const position = at % sealed.length;
    const other = sealed[position] === "A" ? "B" : "A";
    const altered = sealed.slice(0, position) + other + sealed.slice(position + 1);
    expect(() => box.open(altered, "c")).toThrow(/authenticate|not a sealed|Invalid/);
  });
});
