import { z } from "zod";
import { PERMISSIONS, ROLES, routes } from "./route.ts";
import { idSchema, instantSchema, localeSchema, okSchema, pageOf, pageQuery } from "./shared.ts";

export const personSchema = z.object({
  id: idSchema,
  name: z.string(),
  email: z.string(),
  role: z.enum(ROLES),
  customerId: idSchema.nullable(),
  customerName: z.string().nullable(),
  locale: localeSchema,
  timeZone: z.string(),
  secondFactor: z.enum(["none", "totp", "passkey"]),
  disabledAtMs: instantSchema.nullable(),
  lastSeenAtMs: instantSchema.nullable(),
});
export type Person = z.infer<typeof personSchema>;

export const meSchema = personSchema.extend({
  permissions: z.array(z.enum(PERMISSIONS)),
  provider: z.object({
    name: z.string(),
    catalogueId: z.string(),
    currency: z.string(),
    timeZone: z.string(),
  }),
  /** False: mails are kept and shown in the portal, not sent. */
  mailIsSent: z.boolean(),
  version: z.string(),
});
export type Me = z.infer<typeof meSchema>;

export const apiKeySchema = z.object({
  id: idSchema,
  name: z.string(),
  prefix: z.string(),
  permissions: z.array(z.enum(PERMISSIONS)),
  createdAtMs: instantSchema,
  expiresAtMs: instantSchema.nullable(),
  lastUsedAtMs: instantSchema.nullable(),
});
export type ApiKey = z.infer<typeof apiKeySchema>;

const personParams = z.object({ personId: idSchema });

export const peopleRoutes = routes({
  "me.get": {
    method: "GET",
    path: "/me",
    summary: "Who is signed in",
    permission: "signed-in",
    response: meSchema,
  },
  "me.update": {
    method: "PATCH",
    path: "/me",
    summary: "Change own name, language or time zone",
    permission: "signed-in",
    body: z.strictObject({
      name: z.string().min(1).max(200).optional(),
      locale: localeSchema.optional(),
      timeZone: z.string().max(64).optional(),
    }),
    response: meSchema,
  },
  "people.list": {
    method: "GET",
    path: "/people",
    summary: "Users",
    permission: "people.read",
    query: z.strictObject({ ...pageQuery, search: z.string().max(200).optional() }),
    response: pageOf(personSchema),
  },
  "people.invite": {
    method: "POST",
    path: "/people",
    summary: "Invite a user; answers a one-time sign-in link",
    permission: "people.write",
    stepUp: true,
    body: z.strictObject({
      name: z.string().min(1).max(200),
      email: z.email().max(254),
      role: z.enum(ROLES),
      customerId: idSchema.nullable(),
      locale: localeSchema.optional(),
    }),
    response: z.object({ person: personSchema, signInUrl: z.string() }),
  },
  "people.disable": {
    method: "POST",
    path: "/people/:personId/disable",
    summary: "Disable a user and end all sessions",
    permission: "people.write",
    params: personParams,
    response: okSchema,
    objects: { personId: "person" },
  },
  "people.enable": {
    method: "POST",
    path: "/people/:personId/enable",
    summary: "Enable a user again",
    permission: "people.write",
    stepUp: true,
    params: personParams,
    response: okSchema,
    objects: { personId: "person" },
  },
  "apiKeys.list": {
    method: "GET",
    path: "/api-keys",
    summary: "Own API keys",
    permission: "signed-in",
    response: z.object({ items: z.array(apiKeySchema) }),
  },
  "apiKeys.create": {
    method: "POST",
    path: "/api-keys",
    summary: "Make an API key; its secret is shown once",
    permission: "signed-in",
    stepUp: true,
    body: z.strictObject({
      name: z.string().min(1).max(100),
      permissions: z.array(z.enum(PERMISSIONS)).min(1),
      expiresInDays: z.number().int().min(1).max(730).nullable(),
    }),
    response: z.object({ key: apiKeySchema, secret: z.string() }),
  },
  "apiKeys.revoke": {
    method: "DELETE",
    path: "/api-keys/:apiKeyId",
    summary: "Revoke an API key",
    permission: "signed-in",
    params: z.object({ apiKeyId: idSchema }),
    response: okSchema,
    objects: { apiKeyId: "api-key" },
  },
});
