import type { Person } from "@driftvakt/protocol/api";
import type { ExpressionBuilder } from "kysely";
import type { Database, Tx } from "../../platform/database/index.ts";
import { secondFactorOf, type PersonTable } from "../../platform/sign-in/index.ts";

/** People that the scope can see, with what the list shows of them. */
export function selectPeople(tx: Tx) {
  return tx
    .selectFrom("person")
    .innerJoin("sign_in.user as u", "u.id", "person.id")
    .leftJoin("customer", "customer.id", "person.customer_id")
    .select((eb) => [
      "person.id",
      "person.name",
      "person.email",
      "person.role",
      "person.customer_id",
      "person.locale",
      "person.time_zone",
      "person.disabled_at",
      "person.last_seen_at",
      "customer.name as customer_name",
      "u.twoFactorEnabled as totp",
      hasPasskey(eb).as("passkey"),
    ]);
}

function hasPasskey(eb: ExpressionBuilder<Database & { u: { id: string } }, "u">) {
  return eb
    .exists(eb.selectFrom("sign_in.passkey as k").select("k.id").whereRef("k.userId", "=", "u.id"))
    .$castTo<boolean>();
}

export type PersonRow = Awaited<
  ReturnType<ReturnType<typeof selectPeople>["executeTakeFirstOrThrow"]>
>;

export function viewPerson(row: PersonRow): Person {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    role: row.role,
    customerId: row.customer_id,
    customerName: row.customer_name,
    locale: row.locale as Person["locale"],
    timeZone: row.time_zone,
    secondFactor: secondFactorOf({ hasTotp: row.totp === true, hasPasskey: row.passkey }),
    disabledAtMs: row.disabled_at?.getTime() ?? null,
    lastSeenAtMs: row.last_seen_at?.getTime() ?? null,
  };
}

export function findPerson(tx: Tx, personId: string): Promise<PersonRow | undefined> {
  return selectPeople(tx).where("person.id", "=", personId).executeTakeFirst();
}

export function lockPerson(tx: Tx, personId: string) {
  return tx
    .selectFrom("person")
    .selectAll()
    .where("id", "=", personId)
    .forUpdate()
    .executeTakeFirst();
}

/** The person and, in better-auth's table, whom the sign-in knows; one does not exist without the other. */
export async function insertPerson(
  tx: Tx,
  person: Pick<
    PersonTable,
    "id" | "customer_id" | "role" | "name" | "email" | "locale" | "time_zone"
  >,
): Promise<void> {
  await tx
    .insertInto("sign_in.user")
    .values({
      id: person.id,
      name: person.name,
      email: person.email,
      emailVerified: true,
      twoFactorEnabled: false,
    })
    .execute();
  await tx
    .insertInto("person")
    .values({ ...person, disabled_at: null, last_seen_at: null })
    .execute();
}

export async function endSessions(tx: Tx, personId: string): Promise<void> {
  await tx.deleteFrom("sign_in.session").where("userId", "=", personId).execute();
  await tx
    .updateTable("sign_in.link")
    .set({ used_at: new Date() })
    .where("person_id", "=", personId)
    .where("used_at", "is", null)
    .execute();
}
