import { createHash } from "node:crypto";
import { inScope, type Tx } from "@driftvakt/control/platform/database";
import { newId } from "@driftvakt/control/platform/ids";
import type { ObjectKind } from "@driftvakt/protocol/api";
import { sql } from "kysely";
import type { TestEdge } from "./edge.ts";

export type Tenant = {
  readonly customerId: string;
  /** One object of every kind that is this customer's. */
  readonly objects: Readonly<Record<ObjectKind, string>>;
  /** Stands in every text of this tenant, so that a leak shows. */
  readonly mark: string;
};

/** A customer with one of everything. */
export async function makeTenant(edge: TestEdge, mark: string): Promise<Tenant> {
  const customerId = await edge.addCustomer(`${mark} Ltd`);
  const { personId } = await edge.signIn("customer-reader", customerId);
  const objects = await inScope(edge.platform.db, "provider", (tx) =>
    insertObjects(tx, customerId, personId, mark),
  );
  return { customerId, objects, mark };
}

async function insertObjects(
  tx: Tx,
  customer: string,
  person: string,
  mark: string,
): Promise<Record<ObjectKind, string>> {
  const id = {
    server: newId(),
    alert: newId(),
    contract: newId(),
    promise: newId(),
    mandate: newId(),
    "api-key": newId(),
    announcement: newId(),
    mail: newId(),
    enrolment: newId(),
  };
  const hash = createHash("sha256").update(mark);
  await sql`insert into server (id, customer_id, hostname) values (${id.server}, ${customer}, ${`${mark.toLowerCase()}.example.org`})`.execute(
    tx,
  );
  await sql`insert into contract (id, customer_id, number, catalogue_id, catalogue_version, plan_id, state, starts_at)
    select ${id.contract}, ${customer}, ${`${mark}-1`}, id, version, 'managed', 'active', now() from catalogue where active`.execute(
    tx,
  );
  await sql`insert into contract_server (customer_id, contract_id, server_id, bound_at)
    values (${customer}, ${id.contract}, ${id.server}, now())`.execute(tx);
  await sql`insert into alert (id, customer_id, server_id, check_id, state, output, opened_at)
    values (${id.alert}, ${customer}, ${id.server}, 'cpu', 'critical', ${mark}, now())`.execute(tx);
  await sql`insert into promise (id, customer_id, contract_id, server_id, clause, period, state, summary, updated_at)
    values (${id.promise}, ${customer}, ${id.contract}, ${id.server}, 'msp-05', to_char(now(), 'YYYY-MM'), 'kept', ${JSON.stringify({ en: mark })}, now())`.execute(
    tx,
  );
  await sql`insert into mandate (id, customer_id, server_id, epoch, sequence, operation, parameters, clause, asked_by, state, envelope, issued_at, expires_at)
    values (${id.mandate}, ${customer}, ${id.server}, 1, 1, 'service.restart', ${JSON.stringify({ unit: `${mark.toLowerCase()}.service` })}, 'se-08',
      ${JSON.stringify({ kind: "customer", id: person, name: mark })}, 'issued', '{}', now(), now() + interval '1 hour')`.execute(
    tx,
  );
  await sql`insert into api_key (id, customer_id, person_id, name, prefix, secret_hash, permissions)
    values (${id["api-key"]}, ${customer}, ${person}, ${mark}, 'dvk_', ${hash.copy().digest("hex")}, '{servers.read}')`.execute(
    tx,
  );
  await sql`insert into mail (id, customer_id, recipient, subject, body, locale, message_id, state, due_at, created_at)
    values (${id.mail}, ${customer}, 'x@example.org', ${mark}, ${mark}, 'en', ${`${mark}@example.org`}, 'kept', now(), now())`.execute(
    tx,
  );
  await sql`insert into announcement (id, subject, body, cause, starts_at, ends_at, announced_at, announced_by)
    values (${id.announcement}, ${mark}, ${mark}, 'planned-work', now(), now() + interval '1 hour', now(), '{"kind":"technician","id":"x","name":"x"}')`.execute(
    tx,
  );
  await sql`insert into announcement_server (customer_id, announcement_id, server_id)
    values (${customer}, ${id.announcement}, ${id.server})`.execute(tx);
  await sql`insert into enrolment (id, customer_id, server_id, hostname, token_hash, created_at, expires_at)
    values (${id.enrolment}, ${customer}, ${id.server}, ${mark.toLowerCase()}, ${hash.copy().digest()}, now(), now() + interval '10 minutes')`.execute(
    tx,
  );
  // The provider's own, the same for all.
  await sql`insert into terms_document (id, version, title, body, hash, published_at)
    values ('x', 'x', 'Terms', 'Terms', ${"0".repeat(64)}, now()) on conflict do nothing`.execute(
    tx,
  );
  return { ...id, customer, person };
}
