import { z } from "zod";
import { routes } from "./route.ts";
import { idSchema, instantSchema, localeSchema, pageOf, pageQuery } from "./shared.ts";

export const customerSchema = z.object({
  id: idSchema,
  name: z.string(),
  locale: localeSchema,
  timeZone: z.string(),
  createdAtMs: instantSchema,
  serverCount: z.number().int(),
  openAlertCount: z.number().int(),
});
export type Customer = z.infer<typeof customerSchema>;

const body = {
  name: z.string().min(1).max(200),
  locale: localeSchema,
  timeZone: z.string().max(64),
};

export const customerRoutes = routes({
  "customers.list": {
    method: "GET",
    path: "/customers",
    summary: "Customers",
    permission: "customers.read",
    query: z.strictObject({ ...pageQuery, search: z.string().max(200).optional() }),
    response: pageOf(customerSchema),
  },
  "customers.create": {
    method: "POST",
    path: "/customers",
    summary: "Add a customer",
    permission: "customers.write",
    body: z.strictObject(body),
    response: customerSchema,
  },
  "customers.get": {
    method: "GET",
    path: "/customers/:customerId",
    summary: "One customer",
    permission: "customers.read",
    params: z.object({ customerId: idSchema }),
    response: customerSchema,
    objects: { customerId: "customer" },
  },
  "customers.update": {
    method: "PATCH",
    path: "/customers/:customerId",
    summary: "Change a customer",
    permission: "customers.write",
    params: z.object({ customerId: idSchema }),
    body: z.strictObject(body).partial(),
    response: customerSchema,
    objects: { customerId: "customer" },
  },
});
