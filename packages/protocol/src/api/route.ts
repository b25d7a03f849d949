import type { z } from "zod";

/**
 * What a signed-in person or API key may do. Roles are sets of these (`ROLE_PERMISSIONS`), API keys hold a subset of
 * their maker's. `public` routes need no sign-in, `signed-in` ones any.
 */
export const PERMISSIONS = [
  "servers.read",
  "servers.write",
  "servers.operate",
  "alerts.read",
  "alerts.acknowledge",
  "contracts.read",
  "contracts.write",
  "contracts.accept",
  "promises.read",
  "announcements.write",
  "customers.read",
  "customers.write",
  "people.read",
  "people.write",
  "mails.read",
  "audit.read",
  "provider.write",
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** Provider roles see every customer; customer roles their own only. */
export const ROLES = ["owner", "technician", "customer-admin", "customer-reader"] as const;
export type Role = (typeof ROLES)[number];

const customerReader = [
  "servers.read",
  "alerts.read",
  "contracts.read",
  "promises.read",
] as const satisfies Permission[];
const customerAdmin = [
  ...customerReader,
  "servers.operate",
  "alerts.acknowledge",
  "contracts.accept",
  "people.read",
  "people.write",
] as const satisfies Permission[];
const technician = [
  ...customerReader,
  "servers.write",
  "servers.operate",
  "alerts.acknowledge",
  "contracts.write",
  "announcements.write",
  "customers.read",
  "customers.write",
  "people.read",
  "mails.read",
] as const satisfies Permission[];

/** Everything but the customer's own word, which nobody gives for him. */
const owner: readonly Permission[] = PERMISSIONS.filter((one) => one !== "contracts.accept");

/** Which permissions a role carries. The one place that says so. */
export const ROLE_PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  owner,
  technician,
  "customer-admin": customerAdmin,
  "customer-reader": customerReader,
};

/** How long a proof is fresh, in minutes. */
export const STEP_UP_MINUTES = 10;

/** One route of the API: the control plane serves it, the portal calls it, OpenAPI and the access tests are made from it. */
export type RouteSpec = Readonly<{
  method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  /** Path with `:params`, below `/api/v1`. */
  path: string;
  summary: string;
  permission: Permission | "signed-in" | "public";
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  response: z.ZodType;
  /** Which path parameters name an object of one customer: another customer's id answers 404 like an unknown one (A01). */
  objects?: Readonly<Record<string, ObjectKind>>;
  /**
   * What is put on record here is a customer's word: the provider's people, keys and command get 403 with this clause and
   * sentence, whatever they may do otherwise.
   */
  customersWord?: Readonly<{ clause: string; sentence: string }>;
  /**
   * A session needs a proof of the person that is no older than `STEP_UP_MINUTES`: for what disrupts a machine, ends the
   * watch over it, or hands out rights that outlive the session. An API key was made for what it does, and needs none.
   */
  stepUp?: boolean;
}>;

export const OBJECT_KINDS = [
  "customer",
  "server",
  "alert",
  "contract",
  "promise",
  "mandate",
  "person",
  "api-key",
  "announcement",
  "mail",
  "enrolment",
] as const;
export type ObjectKind = (typeof OBJECT_KINDS)[number];

/** Keeps the literal types of a group of routes. */
export function routes<const T extends Readonly<Record<string, RouteSpec>>>(group: T): T {
  return group;
}
