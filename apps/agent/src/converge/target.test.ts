import { generateKeyPairSync, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { keyId, seal } from "@driftvakt/protocol/envelope";
import type { TargetState } from "@driftvakt/protocol/target";
import { afterEach, beforeEach, expect, it } from "vitest";
import { stateFolder, type Identity, type StateFolder } from "../state/index.ts";
import { readTarget, takeTarget } from "./target.ts";

const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const serverId = randomUUID();
const identity = {
  serverId,
  epoch: 2,
  trusted: new Map([[keyId(publicKey), publicKey]]),
} as unknown as Identity;
const target = (version: number, change: Partial<TargetState> = {}) =>
  seal(
    "target",
    {
      format: 1,
      serverId,
      epoch: 2,
      version,
      contractId: null,
      compiledAtMs: 1,
      beatSeconds: 15,
      checks: [],
      ...change,
    },
    privateKey,
  );

let path: string;
let folder: StateFolder;
beforeEach(() => {
  path = mkdtempSync(`${tmpdir()}/driftvakt-target-`);
  folder = stateFolder(path);
});
afterEach(() => rmSync(path, { recursive: true }));

it("is kept over restarts and never goes back", () => {
  expect(takeTarget(folder, identity, target(4), 0).kind).toBe("adopted");
  expect(readTarget(folder, identity)?.version).toBe(4);
  expect(takeTarget(folder, identity, target(4), 4).kind).toBe("same");
  expect(takeTarget(folder, identity, target(3), 4)).toEqual({ kind: "refused", reason: "older" });
  expect(readTarget(folder, identity)?.version).toBe(4);
});

it.each([
  ["another machine", target(9, { serverId: randomUUID() }), "other-machine"],
  ["an earlier enrolment", target(9, { epoch: 1 }), "other-machine"],
  ["a beat that would be an attack", target(9, { beatSeconds: 0 }), "malformed"],
  ["another kind of message", seal("charter", {}, privateKey), "wrong-type"],
  ["a strange key", seal("target", {}, generateKeyPairSync("ed25519").privateKey), "unknown-key"],
])("is refused for %s", (_what, envelope, reason) => {
  expect(takeTarget(folder, identity, envelope, 1)).toEqual({ kind: "refused", reason });
  expect(readTarget(folder, identity)).toBeUndefined();
});
