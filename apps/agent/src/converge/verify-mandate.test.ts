import { generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { compileGrants } from "@driftvakt/domain/contract";
import { keyId, seal, type Envelope } from "@driftvakt/protocol/envelope";
import {
  charterSchema,
  MANDATE_REFUSALS,
  operationNames,
  type Charter,
  type Mandate,
} from "@driftvakt/protocol/mandate";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCatalogue } from "../../../../test/catalogues/read-catalogue.ts";
import { verifyMandate, type Circumstances } from "./verify-mandate.ts";

const keys = generateKeyPairSync("ed25519");
const identity = { installationId: randomUUID(), serverId: randomUUID(), epoch: 3 };
const NOW = Date.UTC(2026, 5, 1, 12);
const catalogue = { id: "test", version: "1" };
const charter: Charter = {
  format: 1,
  ...identity,
  version: 1,
  contractId: null,
  catalogue,
  grants: [
    {
      operation: "service.restart",
      clause: "se-08",
      askers: ["customer", "technician"],
      units: ["nginx.service", "php*"],
      maxPerHour: 2,
    },
    { operation: "machine.restart", clause: "se-09", askers: ["technician"], maxPerHour: 1 },
  ],
};
const mandate: Mandate = {
  format: 1,
  id: randomUUID(),
  audience: identity,
  sequence: 11,
  operation: { name: "service.restart", version: 1, parameters: { unit: "nginx.service" } },
  clause: "se-08",
  catalogue,
  askedBy: { kind: "customer", id: "c1", name: "Kim" },
  approvedBy: [],
  reason: "it hangs",
  notBeforeMs: NOW - 1000,
  expiresMs: NOW + 60_000,
};
const facts: Circumstances = {
  identity,
  trusted: new Map([[keyId(keys.publicKey), keys.publicKey]]),
  charter,
  onHold: false,
  nowMs: NOW,
  serverNowMs: undefined,
  highestSequence: 10,
  countAccepted: () => 0,
};
const sealed = (change: object = {}) => seal("mandate", { ...mandate, ...change }, keys.privateKey);
const judge = (envelope: Envelope, change: Partial<Circumstances> = {}) =>
  verifyMandate(envelope, { ...facts, ...change });
const refusalOf = (envelope: Envelope, change: Partial<Circumstances> = {}) => {
  const verdict = judge(envelope, change);
  return verdict.ok ? "accepted" : verdict.refusal;
};
const restart = (unit: string) => ({
  operation: { name: "service.restart", version: 1, parameters: { unit } },
});
const stranger = generateKeyPairSync("ed25519").privateKey;

describe("A15: a mandate is judged on the machine, even when the server's own key signed it", () => {
  it("se-08: is accepted inside the charter", () => {
    expect(judge(sealed())).toEqual({ ok: true, mandate });
  });

  const cases: [string, string, Envelope, Partial<Circumstances>?][] = [
    ["malformed", "not an envelope", { ...sealed(), signature: "x" }],
    ["malformed", "a body with a field too many", sealed({ command: "rm -rf /" })],
    [
      "wrong-type",
      "a charter that wants to be a mandate",
      seal("charter", mandate, keys.privateKey),
    ],
    ["unknown-key", "another key", seal("mandate", mandate, stranger)],
    [
      "bad-signature",
      "an altered payload",
      { ...sealed(), payload: sealed({ sequence: 99 }).payload },
    ],
    [
      "other-installation",
      "another installation",
      sealed({ audience: { ...identity, installationId: randomUUID() } }),
    ],
    [
      "other-machine",
      "another machine",
      sealed({ audience: { ...identity, serverId: randomUUID() } }),
    ],
    ["other-epoch", "an earlier enrolment", sealed({ audience: { ...identity, epoch: 2 } })],
    [
      "unknown-operation",
      "an operation of nobody",
      sealed({ operation: { name: "shell.run", version: 1, parameters: { line: "id" } } }),
    ],
    [
      "unknown-operation",
      "a version to come",
      sealed({ operation: { ...mandate.operation, version: 2 } }),
    ],
    [
      "unknown-operation",
      "a name from the prototype",
      sealed({ operation: { name: "constructor", version: 1, parameters: {} } }),
    ],
    [
      "not-yet",
      "one for tomorrow",
      sealed({ notBeforeMs: NOW + 3_600_000, expiresMs: NOW + 7_200_000 }),
    ],
    ["expired", "A17: one past its time", sealed({ expiresMs: NOW })],
    ["lives-too-long", "one that lives for days", sealed({ expiresMs: NOW + 48 * 3_600_000 })],
    ["replayed", "a number that was passed", sealed({ sequence: 10 })],
    [
      "not-in-charter",
      "what the contract does not have",
      sealed(),
      { charter: { ...charter, grants: charter.grants.slice(1) } },
    ],
    ["not-in-charter", "a machine without a charter", sealed(), { charter: undefined }],
    ["other-clause", "another clause", sealed({ clause: "se-09" })],
    [
      "asker-not-allowed",
      "somebody who may not ask",
      sealed({ askedBy: { kind: "system", id: "s", name: "" } }),
    ],
    [
      "asker-not-allowed",
      "root, as which no server can ask",
      sealed({ askedBy: { kind: "root", id: "0", name: "root" } }),
    ],
    ["unit-not-allowed", "another unit", sealed(restart("sshd.service"))],
    ["too-often", "the third in an hour", sealed(), { countAccepted: () => 2 }],
    ["on-hold", "the kill switch", sealed(), { onHold: true }],
  ];
  it.each(cases)("refuses with %s: %s", (refusal, _what, envelope, change) => {
    expect(refusalOf(envelope, change)).toBe(refusal);
  });

  it("has a case for every refusal that does not need the machine", () => {
    const seen = new Set(cases.map(([refusal]) => refusal));
    expect(MANDATE_REFUSALS.filter((refusal) => !seen.has(refusal))).toEqual(["no-such-unit"]);
  });

  it("allows a unit by its beginning", () => {
    expect(refusalOf(sealed(restart("php8.2-fpm.service")))).toBe("accepted");
  });

  it.each([
    "nginx; rm -rf /",
    "$(id).service",
    "a\nb.service",
    `${"a".repeat(10_000)}.service`,
    "--help.service",
    "../x.service",
    "nginx.service ",
  ])("A16: refuses the unit name %j by its schema", (unit) => {
    expect(refusalOf(sealed(restart(unit)))).toBe("malformed");
  });

  it("refuses duplicate keys, well signed", () => {
    const payload = Buffer.from(
      JSON.stringify(mandate).replace('"sequence":11', '"sequence":11,"sequence":12'),
    );
    const head = Buffer.from(`DRIFTVAKT/1 mandate ${payload.length} `);
    const signature = sign(null, Buffer.concat([head, payload]), keys.privateKey).toString(
      "base64",
    );
    expect(refusalOf({ ...sealed(), payload: payload.toString("base64"), signature })).toBe(
      "malformed",
    );
  });

  it("never accepts an envelope in which any byte of the payload was changed", () => {
    const envelope = sealed();
    const bytes = Buffer.from(envelope.payload, "base64");
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const altered = Buffer.from(bytes);
        altered[at] = (altered[at] ?? 0) ^ flip;
        return refusalOf({ ...envelope, payload: altered.toString("base64") }) === "bad-signature";
      }),
    );
  });
});

describe("A21: clocks that disagree", () => {
  const DAY = 86_400_000;
  it("refuses when either clock says it is over, and says by how much they differ", () => {
    const verdict = judge(sealed(), { nowMs: NOW + DAY, serverNowMs: NOW });
    expect(verdict).toMatchObject({ ok: false, refusal: "expired" });
    expect(verdict.ok ? "" : verdict.detail).toBe(
      "this machine's clock is 86400 s ahead of the control plane's",
    );
    expect(refusalOf(sealed(), { serverNowMs: NOW + DAY })).toBe("expired");
    expect(refusalOf(sealed(), { nowMs: NOW - DAY, serverNowMs: NOW })).toBe("not-yet");
  });
  it("bears with a minute", () => {
    expect(refusalOf(sealed({ notBeforeMs: NOW }), { nowMs: NOW - 59_000, serverNowMs: NOW })).toBe(
      "accepted",
    );
  });
});

it("counts runs of the last hour, by this machine's clock", () => {
  const asked: unknown[] = [];
  judge(sealed(), { countAccepted: (...args) => asked.push(args) - 1 });
  expect(asked).toEqual([["service.restart", "se-08", NOW - 3_600_000]]);
});

describe("msp-11: what the provider may do by himself as a precaution", () => {
  const grants = compileGrants(readCatalogue("msp"), { plan: "managed" }, operationNames).map(
    ({ operation, clause, askers, maxPerHour }) => ({ operation, clause, askers, maxPerHour }),
  );
  const msp = { ...charter, grants: charterSchema.shape.grants.parse(grants) };
  const asked = (kind: Mandate["askedBy"]["kind"], clause: string) =>
    refusalOf(sealed({ clause, askedBy: { kind, id: "p1", name: "Kim" } }), { charter: msp });

  it("msp-11, msp-24: the charter carries it, so that the agent does it for technician and product, and for nobody else", () => {
    expect(asked("technician", "msp-24")).toBe("accepted");
    expect(asked("system", "msp-24")).toBe("accepted");
    expect(asked("system", "msp-11")).toBe("accepted");
    expect(asked("customer", "msp-24")).toBe("asker-not-allowed");
    expect(asked("system", "msp-25")).toBe("other-clause");
  });
});
