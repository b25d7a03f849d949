import { createHash, type KeyObject } from "node:crypto";
import { open, type Envelope } from "@driftvakt/protocol/envelope";
import {
  MANDATE_LIFE_MAX_MS,
  mandateSchema,
  OPERATIONS,
  type Charter,
  type CharterGrant,
  type Mandate,
  type MandateRefusal,
} from "@driftvakt/protocol/mandate";

/** How far a machine's clock may be behind the control plane's before a fresh mandate looks like one from the future. */
const NOT_BEFORE_SLACK_MS = 60_000;
const HOUR_MS = 3_600_000;

/** All that a decision rests on; nothing else is looked at. */
export type Circumstances = Readonly<{
  identity: Readonly<{ installationId: string; serverId: string; epoch: number }>;
  trusted: ReadonlyMap<string, KeyObject>;
  charter: Charter | undefined;
  onHold: boolean;
  /** The machine's own clock and, where known, the control plane's: both must agree that the mandate is in force. */
  nowMs: number;
  serverNowMs: number | undefined;
  highestSequence: number;
  /** Runs since a moment for an operation under a clause. */
  countAccepted: (operation: string, clause: string, sinceMs: number) => number;
}>;

export type MandateVerdict =
  | Readonly<{ ok: true; mandate: Mandate }>
  | Readonly<{
      ok: false;
      refusal: MandateRefusal;
      /** What is known of the mandate: only where its signature was believed. */
      mandateId: string | null;
      /** Was addressed to this machine and well formed, so that its sequence number is used up. */
      mandate?: Mandate;
      detail: string;
    }>;

/** SHA-256 of the signed bytes: tells the same mandate sent again from another one under the same id. */
export function payloadHash(envelope: Envelope): string {
  return createHash("sha256").update(envelope.payload).digest("hex");
}

/** Opens and judges a mandate. What it names on the machine is checked afterwards, by the action. */
export function verifyMandate(envelope: Envelope, facts: Circumstances): MandateVerdict {
  const opened = open("mandate", envelope, facts.trusted);
  if (!opened.ok) {
    const refusal = opened.refusal === "not-json" ? "malformed" : opened.refusal;
    return { ok: false, refusal, mandateId: null, detail: opened.refusal };
  }
  if (!isKnownOperation(opened.value)) return unread(opened.value, "unknown-operation", "");
  const parsed = mandateSchema.safeParse(opened.value);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0] ?? { path: [], message: "" };
    return unread(opened.value, "malformed", `${path.join(".")}: ${message}`.slice(0, 500));
  }
  return judge(parsed.data, facts);
}

function unread(value: unknown, refusal: MandateRefusal, detail: string): MandateVerdict {
  const id = mandateSchema.shape.id.safeParse((value as { id?: unknown } | null)?.id);
  return { ok: false, refusal, mandateId: id.success ? id.data : null, detail };
}

function isKnownOperation(value: unknown): boolean {
  const operation = (value as { operation?: { name?: unknown; version?: unknown } } | null)
    ?.operation;
  const name = operation?.name;
  if (typeof name !== "string" || !Object.hasOwn(OPERATIONS, name)) return false;
  return OPERATIONS[name as keyof typeof OPERATIONS].version === operation?.version;
}

function judge(mandate: Mandate, facts: Circumstances): MandateVerdict {
  const stranger = judgeAudience(mandate, facts);
  if (stranger) return { ok: false, refusal: stranger, mandateId: mandate.id, detail: "" };
  const refusal =
    judgeTime(mandate, facts) ??
    (mandate.sequence <= facts.highestSequence ? "replayed" : undefined) ??
    (facts.onHold ? "on-hold" : undefined) ??
    judgeCharter(mandate, facts);
  if (refusal === undefined) return { ok: true, mandate };
  return {
    ok: false,
    refusal,
    mandateId: mandate.id,
    mandate,
    detail: clockDetail(refusal, facts),
  };
}

function judgeAudience(
  { audience }: Mandate,
  { identity }: Circumstances,
): MandateRefusal | undefined {
  if (audience.installationId !== identity.installationId) return "other-installation";
  if (audience.serverId !== identity.serverId) return "other-machine";
  return audience.epoch === identity.epoch ? undefined : "other-epoch";
}

function judgeTime(mandate: Mandate, facts: Circumstances): MandateRefusal | undefined {
  const { notBeforeMs, expiresMs } = mandate;
  if (expiresMs - notBeforeMs > MANDATE_LIFE_MAX_MS) return "lives-too-long";
  const clocks = [facts.nowMs, facts.serverNowMs ?? facts.nowMs];
  if (clocks.some((now) => now >= expiresMs)) return "expired";
  if (clocks.some((now) => now + NOT_BEFORE_SLACK_MS < notBeforeMs)) return "not-yet";
  return undefined;
}

function clockDetail(refusal: MandateRefusal, { nowMs, serverNowMs }: Circumstances): string {
  if ((refusal !== "expired" && refusal !== "not-yet") || serverNowMs === undefined) return "";
  const seconds = Math.round((nowMs - serverNowMs) / 1000);
  if (Math.abs(seconds) < 5) return "";
  const side = seconds > 0 ? "ahead of" : "behind";
  return `this machine's clock is ${Math.abs(seconds)} s ${side} the control plane's`;
}

function judgeCharter(mandate: Mandate, facts: Circumstances): MandateRefusal | undefined {
  const { operation, clause, askedBy } = mandate;
  const grants = facts.charter?.grants ?? [];
  const forOperation = grants.filter((grant) => grant.operation === operation.name);
  if (forOperation.length === 0) return "not-in-charter";
  const forClause = forOperation.filter((grant) => grant.clause === clause);
  if (forClause.length === 0) return "other-clause";
  const forAsker = forClause.filter((grant) =>
    grant.askers.some((asker) => asker === askedBy.kind),
  );
  if (forAsker.length === 0) return "asker-not-allowed";
  const forUnit = forAsker.filter((grant) => allowsUnit(grant, mandate));
  if (forUnit.length === 0) return "unit-not-allowed";
  const runs = facts.countAccepted(operation.name, clause, facts.nowMs - HOUR_MS);
  return forUnit.some((grant) => runs < grant.maxPerHour) ? undefined : "too-often";
}

function allowsUnit(grant: CharterGrant, { operation }: Mandate): boolean {
  if (operation.name !== "service.restart" || grant.units === undefined) return true;
  const { unit } = operation.parameters;
  return grant.units.some((pattern) =>
    pattern.endsWith("*") ? unit.startsWith(pattern.slice(0, -1)) : unit === pattern,
  );
}
