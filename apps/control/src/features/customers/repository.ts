import type { Customer } from "@driftvakt/protocol/api";
import type { Tx } from "../../platform/database/index.ts";

/** Customers that the scope can see, with how many machines they have and what is wrong there. */
export function selectCustomers(tx: Tx) {
  return tx.selectFrom("customer").select((eb) => [
    "customer.id",
    "customer.name",
    "customer.locale",
    "customer.time_zone",
    "customer.created_at",
    eb
      .selectFrom("server")
      .select((count) => count.fn.countAll<number>().as("n"))
      .whereRef("server.customer_id", "=", "customer.id")
      .where("server.state", "<>", "retired")
      .as("server_count"),
    eb
      .selectFrom("alert")
      .select((count) => count.fn.countAll<number>().as("n"))
      .whereRef("alert.customer_id", "=", "customer.id")
      .where("alert.closed_at", "is", null)
      .as("open_alert_count"),
  ]);
}

export type CustomerRow = Awaited<
  ReturnType<ReturnType<typeof selectCustomers>["executeTakeFirstOrThrow"]>
>;

export function viewCustomer(row: CustomerRow): Customer {
  return {
    id: row.id,
    name: row.name,
    locale: row.locale as Customer["locale"],
    timeZone: row.time_zone,
    createdAtMs: row.created_at.getTime(),
    serverCount: row.server_count ?? 0,
    openAlertCount: row.open_alert_count ?? 0,
  };
}

export function findCustomer(tx: Tx, customerId: string): Promise<CustomerRow | undefined> {
  return selectCustomers(tx).where("customer.id", "=", customerId).executeTakeFirst();
}
