import {
  generateKeyPairSync,
  randomBytes,
  sign,
  timingSafeEqual,
  type KeyObject,
} from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import {
  enrolProofText,
  enrolResponseSchema,
  welcomeSchema,
  type EnrolRequest,
  type Welcome,
} from "@driftvakt/protocol/agent";
import {
  keyId,
  open,
  privateKeyFromPem,
  publicKeyFromRaw,
  rawPublicKey,
  type Envelope,
} from "@driftvakt/protocol/envelope";
import { charterSchema } from "@driftvakt/protocol/mandate";
import { targetStateSchema } from "@driftvakt/protocol/target";
import type { z } from "zod";
import { readMachineId, readOperatingSystem } from "../collect/operating-system.ts";
import {
  makeStateFolder,
  saveIdentity,
  trustedKeys,
  writeDurably,
  type StateFolder,
} from "../state/index.ts";
import { AGENT_VERSION } from "../version.ts";
import { httpClient } from "./http-client.ts";
import { readServerAddress } from "./server-address.ts";

export type EnrolOptions = Readonly<{
  server: string;
  token: string;
  /** Fingerprint of the control plane's Ed25519 key, 64 hex digits. */
  serverKey: string;
  tlsPin?: string | undefined;
}>;

/** The other side did not prove to be the control plane that the operator pinned. */
export class NotTheServer extends Error {
  override readonly name = "NotTheServer";
}

/**
 * Brings the machine under a control plane's watch: makes the key here, proves it, and believes the answer only if the
 * pinned key signed it over our own nonce.
 */
export async function enrol(folder: StateFolder, options: EnrolOptions): Promise<Welcome> {
  const url = readServerAddress(options.server);
  makeStateFolder(folder);
  const key = takeKey(folder);
  const request = enrolRequest(options.token, key);
  const client = httpClient({ url, tlsPin: options.tlsPin });
  try {
    const answer = enrolResponseSchema.parse(
      await client.post("/agent/v1/enrol", JSON.stringify(request)),
    );
    const welcome = believe(answer.welcome, request.nonce, options.serverKey);
    const trusted = trustedKeys(welcome.controlKeys);
    checkSigned("charter", charterSchema, answer.charter, trusted, welcome);
    checkSigned("target", targetStateSchema, answer.target, trusted, welcome);
    writeDurably(folder.charter, JSON.stringify(answer.charter));
    writeDurably(folder.target, JSON.stringify(answer.target));
    const { installationId, serverId, epoch, controlKeys } = welcome;
    saveIdentity(folder, {
      serverUrl: url.href,
      ...(options.tlsPin === undefined ? {} : { tlsPin: options.tlsPin }),
      installationId,
      serverId,
      epoch,
      controlKeys,
      enrolledAtMs: Date.now(),
    });
    return welcome;
  } finally {
    client.close();
  }
}

/** The key of an enrolment that did not finish is used again, so that trying once more is the same enrolment. */
function takeKey(folder: StateFolder): KeyObject {
  if (existsSync(folder.key)) return privateKeyFromPem(readFileSync(folder.key, "utf8"));
  const { privateKey } = generateKeyPairSync("ed25519");
  writeDurably(folder.key, privateKey.export({ type: "pkcs8", format: "pem" }).toString());
  return privateKey;
}

function enrolRequest(token: string, key: KeyObject): EnrolRequest {
  const publicKey = rawPublicKey(publicOf(key)).toString("base64");
  const nonce = randomBytes(32).toString("base64");
  const machineId = readMachineId();
  const text = enrolProofText({ token, publicKey, nonce, machineId });
  return {
    token,
    publicKey,
    nonce,
    machineId,
    hostname: hostname().slice(0, 253) || "localhost",
    agentVersion: AGENT_VERSION,
    architecture: process.arch === "arm64" ? "arm64" : "x64",
    operatingSystem: readOperatingSystem(),
    proof: sign(null, Buffer.from(text), key).toString("base64"),
  };
}

function publicOf(key: KeyObject): KeyObject {
  const { x } = key.export({ format: "jwk" });
  return publicKeyFromRaw(Buffer.from(x ?? "", "base64url").toString("base64"));
}

/** The welcome names the keys to believe, so it must be signed by the very key that the operator pinned. */
function believe(envelope: Envelope, nonce: string, serverKey: string): Welcome {
  const signer = unverifiedKeys(envelope).find((key) => keyId(key) === serverKey);
  if (!signer) throw new NotTheServer("the server does not hold the key that --server-key names");
  const opened = open("welcome", envelope, new Map([[serverKey, signer]]));
  if (!opened.ok) throw new NotTheServer(`the server's welcome is not believed: ${opened.refusal}`);
  const welcome = welcomeSchema.parse(opened.value);
  if (!timingSafeEqual(Buffer.from(welcome.nonce), Buffer.from(nonce)))
    throw new NotTheServer("the server's welcome answers another enrolment");
  return welcome;
}

/** Keys that the welcome carries. Nothing is believed of them but what the pinned fingerprint then proves. */
function unverifiedKeys(envelope: Envelope): KeyObject[] {
  const payload: unknown = JSON.parse(Buffer.from(envelope.payload, "base64").toString("utf8"));
  return welcomeSchema.parse(payload).controlKeys.map(publicKeyFromRaw);
}

type Addressed = Readonly<{ serverId: string; epoch: number }>;

function checkSigned(
  type: "charter" | "target",
  schema: z.ZodType<Addressed>,
  envelope: Envelope,
  trusted: ReadonlyMap<string, KeyObject>,
  welcome: Welcome,
): void {
  const opened = open(type, envelope, trusted);
  if (!opened.ok) throw new NotTheServer(`the ${type} is not believed: ${opened.refusal}`);
  const { serverId, epoch } = schema.parse(opened.value);
  if (serverId !== welcome.serverId || epoch !== welcome.epoch)
    throw new NotTheServer(`the ${type} is for another machine`);
}
