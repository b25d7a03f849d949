import { recordAudit, recordSecurityEvent, type AuditActor } from "../../platform/audit/index.ts";
import type { Bus } from "../../platform/bus/index.ts";
import type { Tx } from "../../platform/database/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { endSessions } from "./end-sessions.ts";
import type { ServerParts, SpeakingServer } from "./server-parts.ts";
import type { SessionEnd } from "./tables.ts";

type Parts = { readonly bus: Pick<Bus, "publish"> };

/** Shuts out every agent of a machine of which two are alive: nobody can tell the real one. */
export async function quarantineServer(
  tx: Tx,
  parts: Parts & Pick<ServerParts, "onClone">,
  server: SpeakingServer,
  seen: { bootId: string; address: string },
  nowMs: number,
): Promise<void> {
  await shutOut(tx, parts, server.id, "quarantined", nowMs);
  await recordSecurityEvent(tx, {
    kind: "agent-cloned",
    customerId: server.customerId,
    serverId: server.id,
    detail: { hostname: server.hostname, bootId: seen.bootId, address: seen.address },
  });
  await parts.onClone(tx, server, nowMs);
}

/** Stops watching a server for good; its agent is banned. @throws AppError `not-found`. */
export async function retireServer(
  tx: Tx,
  parts: Parts,
  serverId: string,
  actor: AuditActor,
  nowMs: number,
): Promise<void> {
  await lockState(tx, serverId);
  const customerId = await shutOut(tx, parts, serverId, "retired", nowMs);
  await recordAudit(
    tx,
    { actor, customerId, action: "server.retire", object: `server:${serverId}`, detail: {} },
    new Date(nowMs),
  );
}

/**
 * Ends a quarantine. The old key stays void: the machine waits for a new enrolment.
 * @throws AppError `not-found`; `conflict` for a machine that is not quarantined.
 */
export async function releaseServer(
  tx: Tx,
  parts: Parts,
  serverId: string,
  actor: AuditActor,
  nowMs: number,
): Promise<void> {
  const server = await lockState(tx, serverId);
  if (server.state !== "quarantined")
    throw new AppError("conflict", `this machine is ${server.state}, not quarantined`);
  const now = new Date(nowMs);
  await tx
    .updateTable("server")
    .set({ state: "waiting", state_since: now, public_key: null })
    .where("id", "=", serverId)
    .execute();
  await recordAudit(
    tx,
    {
      actor,
      customerId: server.customer_id,
      action: "server.release",
      object: `server:${serverId}`,
      detail: {},
    },
    now,
  );
  await announce(tx, parts, serverId, server.customer_id);
}

async function lockState(tx: Tx, serverId: string) {
  const server = await tx
    .selectFrom("server")
    .select(["state", "customer_id"])
    .where("id", "=", serverId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!server) throw new AppError("not-found", "no such server");
  return server;
}

async function shutOut(
  tx: Tx,
  parts: Parts,
  serverId: string,
  state: Extract<SessionEnd, "quarantined" | "retired">,
  nowMs: number,
): Promise<string> {
  const now = new Date(nowMs);
  const server = await tx
    .updateTable("server")
    .set({ state, state_since: now })
    .where("id", "=", serverId)
    .returning("customer_id")
    .executeTakeFirstOrThrow();
  await tx
    .updateTable("enrolment")
    .set({ revoked_at: now })
    .where("server_id", "=", serverId)
    .where("used_at", "is", null)
    .where("revoked_at", "is", null)
    .execute();
  await endSessions(tx, parts.bus, serverId, { because: state, at: now });
  await announce(tx, parts, serverId, server.customer_id);
  return server.customer_id;
}

function announce(tx: Tx, parts: Parts, serverId: string, customerId: string): Promise<void> {
  return parts.bus.publish(tx, "live", { topic: "servers", serverId, customerId });
}
