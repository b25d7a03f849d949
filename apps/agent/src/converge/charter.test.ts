import { generateKeyPairSync, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { keyId, seal } from "@driftvakt/protocol/envelope";
import type { Charter, CharterGrant } from "@driftvakt/protocol/mandate";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { stateFolder, type Identity, type StateFolder } from "../state/index.ts";
import { raisedGrants, readCharter, readPendingCharter, takeCharter } from "./charter.ts";

const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const ids = { installationId: randomUUID(), serverId: randomUUID(), epoch: 1 };
const identity = {
  ...ids,
  trusted: new Map([[keyId(publicKey), publicKey]]),
} as unknown as Identity;
const grant: CharterGrant = {
  operation: "service.restart",
  clause: "se-08",
  askers: ["technician"],
  units: ["nginx.service", "php*"],
  maxPerHour: 5,
};
const charter = (version: number, grants: CharterGrant[], change: Partial<Charter> = {}) =>
  seal(
    "charter",
    {
      format: 1,
      ...ids,
      version,
      contractId: null,
      catalogue: { id: "t", version: "1" },
      grants,
      ...change,
    },
    privateKey,
  );

let path: string;
let folder: StateFolder;
beforeEach(() => {
  path = mkdtempSync(`${tmpdir()}/driftvakt-charter-`);
  folder = stateFolder(path);
  takeCharter(folder, identity, charter(1, []));
});
afterEach(() => rmSync(path, { recursive: true }));

describe("what counts as more than before", () => {
  it.each<[string, CharterGrant, boolean]>([
    ["the same", grant, false],
    ["fewer runs", { ...grant, maxPerHour: 1 }, false],
    ["fewer units", { ...grant, units: ["php8-fpm.service"] }, false],
    ["a narrower pattern", { ...grant, units: ["php8*"] }, false],
    ["more runs", { ...grant, maxPerHour: 6 }, true],
    ["another asker", { ...grant, askers: ["technician", "customer"] }, true],
    ["another unit", { ...grant, units: ["sshd.service"] }, true],
    ["a wider pattern", { ...grant, units: ["p*"] }, true],
    ["a pattern that only looks narrower", { ...grant, units: ["nginx.service*"] }, true],
    ["any unit", (({ units: _units, ...rest }) => rest)(grant), true],
    ["another clause", { ...grant, clause: "se-09" }, true],
    ["another operation", { ...grant, operation: "machine.restart" }, true],
  ])("%s", (_name, next, raised) => {
    expect(raisedGrants([grant], [next]).length > 0).toBe(raised);
  });
});

describe("a charter from the control plane", () => {
  it("A15: waits for root where it grants more, and nothing of it holds until then", () => {
    expect(takeCharter(folder, identity, charter(2, [grant]))).toMatchObject({
      kind: "pending",
      raised: [grant],
    });
    expect(readCharter(folder, identity)).toMatchObject({ version: 1, grants: [] });
    expect(readPendingCharter(folder, identity)).toMatchObject({ version: 2 });
  });
  it("holds at once where it grants less, and takes back what waited", () => {
    takeCharter(folder, identity, charter(2, [grant]));
    expect(takeCharter(folder, identity, charter(3, []))).toMatchObject({ kind: "lowered" });
    expect(readCharter(folder, identity)?.version).toBe(3);
    expect(readPendingCharter(folder, identity)).toBeUndefined();
  });
  it("is refused where it is older, for another machine, or not signed by a known key", () => {
    takeCharter(folder, identity, charter(5, []));
    const stranger = generateKeyPairSync("ed25519").privateKey;
    expect(takeCharter(folder, identity, charter(4, []))).toEqual({
      kind: "refused",
      reason: "older",
    });
    expect(takeCharter(folder, identity, charter(6, [], { serverId: randomUUID() }))).toEqual({
      kind: "refused",
      reason: "other-machine",
    });
    expect(takeCharter(folder, identity, charter(6, [], { epoch: 2 }))).toEqual({
      kind: "refused",
      reason: "other-machine",
    });
    expect(takeCharter(folder, identity, seal("charter", {}, stranger))).toEqual({
      kind: "refused",
      reason: "unknown-key",
    });
    expect(takeCharter(folder, identity, seal("charter", {}, privateKey))).toEqual({
      kind: "refused",
      reason: "malformed",
    });
    expect(takeCharter(folder, identity, seal("target", {}, privateKey))).toEqual({
      kind: "refused",
      reason: "wrong-type",
    });
  });
  it("is taken once when it comes again", () => {
    const envelope = charter(2, []);
    takeCharter(folder, identity, envelope);
    expect(takeCharter(folder, identity, envelope).kind).toBe("same");
  });
});
