import { generateKeyPairSync, randomUUID } from "node:crypto";
import { seal } from "@driftvakt/protocol/envelope";
import type { Mandate, MandateRefusal } from "@driftvakt/protocol/mandate";
import type { StolenServer } from "./stolen-server.ts";

/** Who attacks with what, and which machines there are. */
export type Scene = {
  readonly thief: StolenServer;
  /** Id of the machine that is attacked. */
  readonly target: string;
  /** Id of another machine of the same control plane. */
  readonly other: string;
};
/** What is wrong with the mandate, what its agent says to that, and how it is sent. @returns the mandate's id. */
export type Attack = readonly [
  name: string,
  refusal: MandateRefusal,
  attack: (scene: Scene) => Promise<string>,
];

const HOUR_MS = 3_600_000;

/** A mandate that differs from a good one in just this. */
const changed =
  (change: (scene: Scene) => Partial<Mandate>): Attack[2] =>
  async (scene) => {
    const { thief, target } = scene;
    const mandate = await thief.draft(target, change(scene));
    return thief.order(target, thief.seal("mandate", mandate), mandate.id);
  };
/** The text of a good one, edited before it is signed. */
const edited =
  (edit: (text: string) => string): Attack[2] =>
  async ({ thief, target }) => {
    const mandate = await thief.draft(target);
    const envelope = thief.sealText("mandate", edit(JSON.stringify(mandate)));
    return thief.order(target, envelope, mandate.id);
  };
const forUnit = (unit: string) => edited((text) => text.replace("vsftpd.service", unit));
const forAudience =
  (change: (scene: Scene) => Partial<Mandate["audience"]>): Attack[2] =>
  async (scene) => {
    const { thief, target } = scene;
    const { audience } = await thief.draft(target);
    return changed(() => ({ audience: { ...audience, ...change(scene) } }))(scene);
  };

/** Every way that we could think of to make an agent do what it must not, by somebody who has the server's keys. */
export const ATTACKS: readonly Attack[] = [
  ["made for another machine", "other-machine", forAudience(({ other }) => ({ serverId: other }))],
  [
    "made for another installation",
    "other-installation",
    forAudience(() => ({ installationId: randomUUID() })),
  ],
  ["made for an earlier enrolment", "other-epoch", forAudience(() => ({ epoch: 7 }))],
  ["citing a clause that does not allow it", "other-clause", changed(() => ({ clause: "se-02" }))],
  ["citing a clause of nobody's", "other-clause", changed(() => ({ clause: "xx-99" }))],
  [
    "asked for by nobody",
    "asker-not-allowed",
    changed(() => ({ askedBy: { kind: "system", id: "s", name: "s" } })),
  ],
  [
    "A17: expired",
    "expired",
    changed(() => ({ notBeforeMs: Date.now() - HOUR_MS, expiresMs: Date.now() - 1 })),
  ],
  [
    "not yet in force",
    "not-yet",
    changed(() => ({ notBeforeMs: Date.now() + HOUR_MS, expiresMs: Date.now() + 2 * HOUR_MS })),
  ],
  [
    "that lives too long",
    "lives-too-long",
    changed(() => ({ expiresMs: Date.now() + 25 * HOUR_MS })),
  ],
  ["with a number that was used", "replayed", changed(() => ({ sequence: 1 }))],
  [
    "for an operation that no release knows",
    "unknown-operation",
    edited((text) => text.replace("service.restart", "shell.run")),
  ],
  [
    "for another version of an operation",
    "unknown-operation",
    edited((text) => text.replace('"version":1', '"version":2')),
  ],
  ["A16: for a unit with a command", "malformed", forUnit("vsftpd; rm -rf /")],
  ["A16: for a unit with a substitution", "malformed", forUnit("$(id).service")],
  ["A16: for a unit with a line break", "malformed", forUnit("a\\nb.service")],
  ["A16: for a unit of 10 kB", "malformed", forUnit(`${"a".repeat(10_000)}.service`)],
  ["A16: for a unit that is an option", "malformed", forUnit("--now.service")],
  [
    "with a property too many",
    "malformed",
    edited((text) => text.replace('"format":1', '"format":1,"force":true')),
  ],
  [
    "with a key twice",
    "malformed",
    edited((text) => text.replace('"clause":', '"clause":"se-02","clause":')),
  ],
  ["for a unit that is not on the machine", "no-such-unit", forUnit("nothing.service")],
  [
    "A15: altered after it was signed",
    "bad-signature",
    async ({ thief, target }) => {
      const envelope = thief.seal("mandate", await thief.draft(target));
      const text = Buffer.from(envelope.payload, "base64").toString().replace("vsftpd", "nginx");
      return thief.order(target, {
        ...envelope,
        payload: Buffer.from(text).toString("base64"),
      });
    },
  ],
  [
    "signed by a stranger",
    "unknown-key",
    async ({ thief, target }) => {
      const { privateKey } = generateKeyPairSync("ed25519");
      return thief.order(target, seal("mandate", await thief.draft(target), privateKey));
    },
  ],
  [
    "of another kind",
    "wrong-type",
    async ({ thief, target }) =>
      thief.order(target, thief.seal("target", await thief.draft(target))),
  ],
];
