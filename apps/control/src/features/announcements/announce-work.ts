import { recordAudit, type AuditActor } from "../../platform/audit/index.ts";
import type { Bus } from "../../platform/bus/index.ts";
import type { Tx } from "../../platform/database/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { writeMail } from "../../platform/mail/index.ts";
import { findAlarmRouting } from "../contracts/index.ts";
import { composeAnnouncementMail } from "./compose-announcement-mail.ts";
import type { Work } from "./work.ts";

const LONGEST_MS = 31 * 24 * 3600 * 1000;

/**
 * Announces work: on record with the time it was told, and by mail to the recipients of every contract concerned
 * (ba-04). Planned work cannot be announced once it has begun, because notice cannot be given backwards.
 * @throws AppError `invalid`, `not-found`.
 */
export async function announceWork(
  tx: Tx,
  bus: Pick<Bus, "publish">,
  work: Work,
  actor: AuditActor,
  nowMs: number,
): Promise<string> {
  assertPlausible(work, nowMs);
  const wanted = [...new Set(work.serverIds)];
  const servers = await tx
    .selectFrom("server")
    .select(["id", "customer_id", "hostname"])
    .where("id", "in", wanted)
    .execute();
  if (servers.length < wanted.length)
    throw new AppError("not-found", "a server of this list does not exist");
  const id = newId(nowMs);
  const now = new Date(nowMs);
  await tx
    .insertInto("announcement")
    .values({
      id,
      subject: work.subject,
      body: work.text,
      cause: work.cause,
      starts_at: new Date(work.startsAtMs),
      ends_at: new Date(work.endsAtMs),
      announced_at: now,
      cancelled_at: null,
      announced_by: JSON.stringify({ id: actor.id, name: actor.name }),
    })
    .execute();
  await tx
    .insertInto("announcement_server")
    .values(
      servers.map((server) => ({
        announcement_id: id,
        customer_id: server.customer_id,
        server_id: server.id,
      })),
    )
    .execute();
  await mailRecipients(tx, bus, work, servers, nowMs);
  await recordAudit(
    tx,
    {
      actor,
      customerId: null,
      action: "announcement.make",
      object: `announcement:${id}`,
      detail: { ...work },
    },
    now,
  );
  return id;
}

function assertPlausible(work: Work, nowMs: number): void {
  if (work.endsAtMs <= work.startsAtMs)
    throw new AppError("invalid", "the work must end after it begins");
  if (work.endsAtMs - work.startsAtMs > LONGEST_MS)
    throw new AppError("invalid", "announce at most 31 days at once");
  if (work.cause === "planned-work" && work.startsAtMs <= nowMs) {
    throw new AppError(
      "invalid",
      "planned work is announced before it begins; choose emergency work for what runs already",
    );
  }
}

/** One mail per person and announcement, naming that person's machines. */
async function mailRecipients(
  tx: Tx,
  bus: Pick<Bus, "publish">,
  work: Work,
  servers: readonly { id: string; customer_id: string; hostname: string }[],
  nowMs: number,
): Promise<void> {
  const byPerson = new Map<
    string,
    {
      customerId: string;
      locale: "en" | "sv" | "da" | "de" | "bs";
      timeZone: string;
      hostnames: string[];
    }
  >();
  for (const server of servers) {
    const routing = await findAlarmRouting(tx, server.id);
    for (const { email, locale } of routing?.recipients ?? []) {
      const known = byPerson.get(email);
      if (known) known.hostnames.push(server.hostname);
      else
        byPerson.set(email, {
          customerId: server.customer_id,
          locale,
          timeZone: routing?.timeZone ?? "UTC",
          hostnames: [server.hostname],
        });
    }
  }
  for (const [email, { customerId, locale, timeZone, hostnames }] of byPerson) {
    const mail = composeAnnouncementMail(work, hostnames, locale, timeZone);
    await writeMail(tx, bus, { customerId, recipient: email, locale, ...mail }, nowMs);
  }
}

/** Withdraws work that has not begun: it excuses nothing any more. @throws AppError `not-found`, `conflict`. */
export async function cancelWork(
  tx: Tx,
  announcementId: string,
  actor: AuditActor,
  nowMs: number,
): Promise<void> {
  const row = await tx
    .selectFrom("announcement")
    .selectAll()
    .where("id", "=", announcementId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new AppError("not-found", "no such announcement");
  if (row.cancelled_at) throw new AppError("conflict", "this announcement is cancelled already");
  if (row.starts_at.getTime() <= nowMs)
    throw new AppError("conflict", "this work has begun; what was announced stays on record");
  const now = new Date(nowMs);
  await tx
    .updateTable("announcement")
    .set({ cancelled_at: now })
    .where("id", "=", announcementId)
    .execute();
  await recordAudit(
    tx,
    {
      actor,
      customerId: null,
      action: "announcement.cancel",
      object: `announcement:${announcementId}`,
      detail: {},
    },
    now,
  );
}
