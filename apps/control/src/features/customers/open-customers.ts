import type { Customer } from "@driftvakt/protocol/api";
import { inScope, type Tx } from "../../platform/database/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import type { RouteHandlers } from "../../platform/http/index.ts";
import type { Feature, Platform } from "../../platform/index.ts";
import { addCustomer, changeCustomer } from "./add-customer.ts";
import { listCustomers } from "./list-customers.ts";
import { findCustomer, viewCustomer } from "./repository.ts";

export function openCustomers(platform: Platform): Feature & { readonly handlers: RouteHandlers } {
  const { db, clock } = platform;
  const getView = async (tx: Tx, customerId: string): Promise<Customer> => {
    const row = await findCustomer(tx, customerId);
    if (!row) throw new AppError("not-found", "no such customer");
    return viewCustomer(row);
  };
  return {
    handlers: {
      "customers.list": ({ caller, query }) =>
        inScope(db, caller.scope, (tx) => listCustomers(tx, query)),
      "customers.get": ({ caller, params }) =>
        inScope(db, caller.scope, (tx) => getView(tx, params.customerId)),
      "customers.create": ({ caller, body }) =>
        inScope(db, caller.scope, async (tx) =>
          getView(tx, await addCustomer(tx, body, caller.actor, clock.nowMs())),
        ),
      "customers.update": ({ caller, params, body }) =>
        inScope(db, caller.scope, async (tx) => {
          await changeCustomer(tx, params.customerId, body, caller.actor);
          return getView(tx, params.customerId);
        }),
    },
  };
}
