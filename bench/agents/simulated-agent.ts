import { generateKeyPairSync, randomBytes, randomUUID, sign, type KeyObject } from "node:crypto";
import {
  enrolProofText,
  enrolResponseSchema,
  sessionProofText,
  sessionResponseSchema,
  welcomeSchema,
  type EnrolResponse,
} from "@driftvakt/protocol/agent";
import { open, publicKeyFromRaw, rawPublicKey } from "@driftvakt/protocol/envelope";

/** Sends one request of the agent's protocol. */
export type Send = (
  method: "GET" | "POST",
  path: string,
  body: unknown,
  token?: string,
) => Promise<{ status: number; body: unknown }>;

/** A machine as the control plane knows it, without a machine. Speaks the real protocol with real keys. */
export type SimulatedAgent = {
  readonly hostname: string;
  readonly machineId: string;
  readonly privateKey: KeyObject;
  readonly publicKey: string;
  bootId: string;
  serverId: string;
  epoch: number;
  token: string;
  seq: number;
};

export function makeAgent(hostname: string): SimulatedAgent {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  return {
    hostname,
    machineId: randomBytes(16).toString("hex"),
    privateKey,
    publicKey: rawPublicKey(publicKey).toString("base64"),
    bootId: randomUUID(),
    serverId: "",
    epoch: 0,
    token: "",
    seq: 0,
  };
}

/** The answer was not a success; `status` and `body` say what it was. */
export class RequestRefused extends Error {
  override readonly name = "RequestRefused";
  readonly status: number;
  readonly body: unknown;
  constructor(status: number, body: unknown) {
    super(`${status} ${JSON.stringify(body)}`);
    this.status = status;
    this.body = body;
  }
}

/** A `Send` over fetch. */
export function sendTo(baseUrl: string): Send {
  return async (method, path, body, token) => {
    const response = await fetch(baseUrl + path, {
      method,
      headers: {
        "content-type": "application/json",
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      ...(method === "POST" && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
  };
}

async function demand(send: Send, path: string, body: unknown): Promise<unknown> {
  const answer = await send("POST", path, body);
  if (answer.status !== 200) throw new RequestRefused(answer.status, answer.body);
  return answer.body;
}

/** An enrolment request with its proof. */
export function enrolRequest(agent: SimulatedAgent, token: string) {
  const nonce = randomBytes(32).toString("base64");
  const named = { token, publicKey: agent.publicKey, nonce, machineId: agent.machineId };
  return {
    ...named,
    hostname: agent.hostname,
    agentVersion: "0.1.0",
    architecture: "x64" as const,
    operatingSystem: { id: "debian", version: "12", name: "Debian GNU/Linux 12 (bookworm)" },
    proof: sign(null, Buffer.from(enrolProofText(named)), agent.privateKey).toString("base64"),
  };
}

/** Enrols and believes the welcome only from the pinned key. @throws RequestRefused */
export async function enrol(
  send: Send,
  agent: SimulatedAgent,
  token: string,
  serverKey: string,
): Promise<EnrolResponse> {
  const request = enrolRequest(agent, token);
  const answer = enrolResponseSchema.parse(await demand(send, "/agent/v1/enrol", request));
  const unverified = JSON.parse(Buffer.from(answer.welcome.payload, "base64").toString("utf8"));
  const key = publicKeyFromRaw(unverified.controlKeys[0]);
  const opened = open("welcome", answer.welcome, new Map([[serverKey, key]]));
  if (!opened.ok) throw new Error(`the welcome is not believed: ${opened.refusal}`);
  const welcome = welcomeSchema.parse(opened.value);
  if (welcome.nonce !== request.nonce) throw new Error("the welcome answers another enrolment");
  agent.serverId = welcome.serverId;
  agent.epoch = welcome.epoch;
  agent.seq = 0;
  return answer;
}

/** Asks for a nonce. */
export async function challenge(send: Send, agent: SimulatedAgent): Promise<string> {
  const ask = { serverId: agent.serverId, epoch: agent.epoch };
  const answer = (await demand(send, "/agent/v1/challenge", ask)) as { nonce: string };
  return answer.nonce;
}

/** A session request that proves the key over a nonce. */
export function sessionRequest(agent: SimulatedAgent, nonce: string) {
  const named = { serverId: agent.serverId, epoch: agent.epoch, nonce, bootId: agent.bootId };
  const signature = sign(null, Buffer.from(sessionProofText(named)), agent.privateKey);
  return { ...named, agentVersion: "0.1.0", signature: signature.toString("base64") };
}

/** Signs in. @throws RequestRefused */
export async function signIn(send: Send, agent: SimulatedAgent): Promise<void> {
  const request = sessionRequest(agent, await challenge(send, agent));
  const answer = sessionResponseSchema.parse(await demand(send, "/agent/v1/session", request));
  agent.token = answer.token;
}
