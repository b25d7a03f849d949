import {
  API_ROUTES,
  CONTRACT_FORMS,
  type RouteName,
  type RouteSpec,
} from "@driftvakt/protocol/api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestEdge, type TestEdge } from "../../../../../test/control/edge.ts";
import { makeTenant, type Tenant } from "../../../../../test/control/tenants.ts";
import { inScope } from "../database/index.ts";
import { hashToken, makeToken } from "../sign-in/index.ts";

/** The routes that put a customer's word on record, and the clause under which each does. */
const WORDS = {
  "agreements.order": "ba-01",
  "agreements.accept": "srv-39",
  "agreements.consent": "srv-21",
} as const satisfies Partial<Record<RouteName, string>>;

describe("a customer's word", () => {
  let edge: TestEdge;
  let tenant: Tenant;

  beforeAll(async () => {
    edge = await openTestEdge();
    tenant = await makeTenant(edge, "Mine");
  });
  afterAll(() => edge.close());

  const specs = API_ROUTES as Readonly<Record<string, RouteSpec>>;
  const bodies: Partial<Record<RouteName, unknown>> = {
    "agreements.accept": { documentId: "x", version: "x" },
    "agreements.consent": { given: true },
  };
  const pathOf = (name: RouteName): string =>
    `/api/v1${specs[name]!.path.replace(":contractId", tenant.objects.contract).replace(":consentId", "x")}`;
  const ask = (name: RouteName, as: Parameters<TestEdge["ask"]>[2]) =>
    edge.ask(specs[name]!.method, pathOf(name), {
      ...as,
      ...(name in bodies && { body: bodies[name] }),
    });

  /** An API key of somebody who held the permission when it was made. */
  async function keyOf(personId: string): Promise<string> {
    const token = makeToken("dvk");
    await inScope(edge.platform.db, "provider", (tx) =>
      tx
        .insertInto("api_key")
        .values({
          id: crypto.randomUUID(),
          customer_id: null,
          person_id: personId,
          name: "all",
          prefix: token.slice(0, 12),
          secret_hash: hashToken(token),
          permissions: ["contracts.accept", "contracts.read"],
          expires_at: null,
          last_used_at: null,
          revoked_at: null,
        })
        .execute(),
    );
    return token;
  }

  it("every route that takes one says so", () => {
    const taking = Object.entries(specs).filter(
      ([, { permission }]) => permission === "contracts.accept",
    );
    expect(
      Object.fromEntries(taking.map(([name, one]) => [name, one.customersWord?.clause])),
    ).toEqual(WORDS);
  });

  it.each(Object.entries(WORDS) as [keyof typeof WORDS, string][])(
    "ba-01, srv-39, srv-21: %s: nobody of the provider gives it for the customer",
    async (name, clause) => {
      const owner = await edge.signIn("owner");
      const technician = await edge.signIn("technician");
      const callers = [
        { jar: owner.jar },
        { jar: technician.jar },
        { key: await keyOf(owner.personId) },
        { key: edge.localKey, address: "127.0.0.1" },
      ];
      for (const caller of callers) {
        const answer = await ask(name, caller);
        expect([answer.status, answer.body.code, answer.body.clause]).toEqual([
          403,
          "forbidden",
          clause,
        ]);
        expect(answer.body.detail).toMatch(/^Only the customer .*\.$/);
      }
      const mine = await edge.signIn("customer-admin", tenant.customerId);
      expect((await ask(name, { jar: mine.jar })).status).not.toBe(403);
    },
  );

  it("ba-01: what came signed or by mail is put on record by the provider, with form and reference", async () => {
    const { jar } = await edge.signIn("owner");
    const made = await edge.ask("POST", "/api/v1/contracts", {
      jar,
      body: {
        customerId: tenant.customerId,
        planId: "managed",
        serverIds: [],
        recipients: [],
        as: "offer",
      },
    });
    expect([made.status, made.text]).toEqual([200, made.text]);
    const answer = await edge.ask("POST", `/api/v1/contracts/${made.body.id}/confirm`, {
      jar,
      body: { form: CONTRACT_FORMS[3], reference: "Mail of 3 November" },
    });
    expect([answer.status, answer.body.form]).toEqual([200, "order-by-mail"]);
  });
});
