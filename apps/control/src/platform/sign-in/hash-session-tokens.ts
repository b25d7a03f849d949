import type { kyselyAdapter } from "@better-auth/kysely-adapter";
import { hashToken } from "./secret-token.ts";

type Adapter = ReturnType<ReturnType<typeof kyselyAdapter>>;
type TransactionAdapter = Parameters<Parameters<Adapter["transaction"]>[0]>[0];
type Where = NonNullable<Parameters<Adapter["findOne"]>[0]["where"]>;

/**
 * Stores sessions under the hash of their token. better-auth knows tokens by what it makes and what cookies bring, so it is
 * given those back; nothing else in it needs one (its lists of sessions, which would, are not served).
 */
export function hashSessionTokens(adapter: Adapter): Adapter {
  return {
    ...hashing(adapter),
    transaction: (work) => adapter.transaction((inner) => work(hashing(inner))),
  };
}

function hashing(adapter: TransactionAdapter): TransactionAdapter {
  return {
    ...adapter,
    create: async (ask) => {
      const { token } = ask.data as { token?: unknown };
      if (ask.model !== "session" || typeof token !== "string") return adapter.create(ask);
      const row = await adapter.create({ ...ask, data: { ...ask.data, token: hashToken(token) } });
      return { ...row, token } as never;
    },
    findOne: async (ask) => withToken(await adapter.findOne(hashed(ask)), ask),
    findMany: async (ask) => adapter.findMany(hashed(ask)),
    update: async (ask) => withToken(await adapter.update(hashed(ask)), ask),
    updateMany: (ask) => adapter.updateMany(hashed(ask)),
    delete: (ask) => adapter.delete(hashed(ask)),
    deleteMany: (ask) => adapter.deleteMany(hashed(ask)),
    count: (ask) => adapter.count(hashed(ask)),
    consumeOne: async (ask) => withToken(await adapter.consumeOne(hashed(ask)), ask),
    incrementOne: async (ask) => withToken(await adapter.incrementOne(hashed(ask)), ask),
  };
}

type Ask = { readonly model: string; readonly where?: Where | undefined };

/** The same question, asked by hash. */
function hashed<A extends Ask>(ask: A): A {
  if (ask.model !== "session" || !ask.where) return ask;
  const where = ask.where.map((one) =>
    one.field === "token" ? { ...one, value: hashValue(one.value) } : one,
  );
  return { ...ask, where };
}

function hashValue(value: Where[number]["value"]): Where[number]["value"] {
  if (Array.isArray(value)) return value.map((one) => hashToken(String(one)));
  return hashToken(String(value));
}

/** Whoever asked by a token gets it back with the row. */
function withToken<R>(row: R, { model, where }: Ask): R {
  const asked = where?.find((one) => one.field === "token")?.value;
  if (model !== "session" || row === null || typeof asked !== "string") return row;
  return { ...row, token: asked };
}
