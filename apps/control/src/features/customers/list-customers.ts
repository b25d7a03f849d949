import type { Customer } from "@driftvakt/protocol/api";
import type { Tx } from "../../platform/database/index.ts";
import { likePattern, pageOf, readCursor, type Page } from "../../platform/paging/index.ts";
import { selectCustomers, viewCustomer } from "./repository.ts";

export type CustomersQuery = {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly search?: string | undefined;
};

/** Customers by name. */
export async function listCustomers(tx: Tx, query: CustomersQuery): Promise<Page<Customer>> {
  const after = readCursor(query.cursor, "string", "string");
  let customers = selectCustomers(tx);
  if (query.search)
    customers = customers.where("customer.name", "ilike", likePattern(query.search));
  if (after) {
    customers = customers.where((eb) =>
      eb(eb.refTuple("customer.name", "customer.id"), ">", eb.tuple(after[0], after[1])),
    );
  }
  const rows = await customers
    .orderBy("customer.name")
    .orderBy("customer.id")
    .limit(query.limit + 1)
    .execute();
  return pageOf(rows, query, (row) => [row.name, row.id], viewCustomer);
}
