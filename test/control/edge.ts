import { newId } from "@driftvakt/control/platform/ids";
import { inScope } from "@driftvakt/control/platform/database";
import { makeToken, issueLink, connectSignIn } from "@driftvakt/control/platform/sign-in";
import type { Role } from "@driftvakt/protocol/api";
import { openApp, type App } from "../../apps/control/src/app.ts";
import { prepareInstallation } from "../../apps/control/src/start/first-run.ts";
import { openTestPlatform, type TestPlatform } from "./platform.ts";
import type { Config } from "@driftvakt/control/platform/config";

/** What a browser keeps between requests. */
export class Jar {
  readonly #cookies = new Map<string, string>();

  take(setCookie: string | string[] | undefined): void {
    for (const line of [setCookie ?? []].flat()) {
      const [pair = ""] = line.split(";");
      const at = pair.indexOf("=");
      const name = pair.slice(0, at);
      if (/max-age=0/i.test(line)) this.#cookies.delete(name);
      else this.#cookies.set(name, pair.slice(at + 1));
    }
  }

  header(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  names(): string[] {
    return [...this.#cookies.keys()];
  }
}

export type EdgeAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  // The tests know what they asked for.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
};

export type EdgeAsk = {
  readonly body?: unknown;
  /** Sent as it is. */
  readonly raw?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly jar?: Jar;
  readonly key?: string;
  readonly address?: string;
};

export type TestEdge = {
  readonly app: App;
  readonly platform: TestPlatform;
  readonly localKey: string;
  readonly ownerLink: string;
  ask(method: string, path: string, ask?: EdgeAsk): Promise<EdgeAnswer>;
  addCustomer(name: string): Promise<string>;
  /** A person who is signed in, second factor and all. */
  signIn(
    role: Role,
    customerId?: string | null,
  ): Promise<{ jar: Jar; personId: string; email: string }>;
  linkFor(personId: string): Promise<string>;
  close(): Promise<void>;
};

/** The whole control plane on a fresh database, asked without a socket. Nothing in it is replaced but the clock. */
export async function openTestEdge(changes: Partial<Config> = {}): Promise<TestEdge> {
  const platform = await openTestPlatform(changes);
  const prepared = await prepareInstallation(platform, {
    catalogue: "msp",
    ownerEmail: "owner@example.org",
  });
  const authDb = connectSignIn(platform.database.appUrl);
  const localKey = makeToken("dvc");
  const app = await openApp({
    platform,
    authDb,
    installationId: prepared.installation.id,
    localKey,
    portalFolder: "/nonexistent",
    tls: undefined,
  });
  await app.http.fastify.ready();

  const ask: TestEdge["ask"] = async (
    method,
    path,
    { body, raw, headers, jar, key, address } = {},
  ) => {
    const response = await app.http.fastify.inject({
      method: method as "GET",
      url: path,
      remoteAddress: address ?? "192.0.2.1",
      headers: {
        ...(jar && { cookie: jar.header(), origin: platform.config.publicUrl }),
        ...(key && { authorization: `Bearer ${key}` }),
        ...(body !== undefined || raw !== undefined ? { "content-type": "application/json" } : {}),
        ...headers,
      },
      ...(raw !== undefined
        ? { payload: raw }
        : body !== undefined
          ? { payload: JSON.stringify(body) }
          : {}),
    });
    jar?.take(response.headers["set-cookie"]);
    const isJson = String(response.headers["content-type"]).includes("json");
    return {
      status: response.statusCode,
      headers: response.headers,
      text: response.payload,
      body: isJson && response.payload ? JSON.parse(response.payload) : undefined,
    };
  };

  const linkFor = (personId: string): Promise<string> =>
    inScope(platform.db, "provider", async (tx) => {
      const url = await issueLink(tx, platform.config.publicUrl, personId, {
        nowMs: platform.clock.nowMs(),
        minutes: 15,
      });
      return url.split("/").at(-1)!;
    });

  const addCustomer = async (name: string): Promise<string> => {
    const id = newId();
    await inScope(platform.db, "provider", (tx) =>
      tx.insertInto("customer").values({ id, name, locale: "en", time_zone: "UTC" }).execute(),
    );
    return id;
  };

  return {
    app,
    platform,
    localKey,
    ownerLink: prepared.signInUrl!.split("/").at(-1)!,
    ask,
    addCustomer,
    linkFor,
    signIn: async (role, customerId = null) => {
      const personId = newId();
      const email = `${personId}@example.org`;
      await inScope(platform.db, "provider", async (tx) => {
        await tx
          .insertInto("sign_in.user")
          .values({ id: personId, name: role, email, emailVerified: true, twoFactorEnabled: false })
          .execute();
        await tx
          .insertInto("person")
          .values({
            id: personId,
            customer_id: customerId,
            role,
            name: role,
            email,
            locale: "en",
            time_zone: "UTC",
            disabled_at: null,
            last_seen_at: null,
          })
          .execute();
      });
      const jar = new Jar();
      const answer = await ask("POST", "/api/auth-link", {
        jar,
        body: { token: await linkFor(personId) },
      });
      if (answer.status !== 200) throw new Error(`no sign-in: ${answer.text}`);
      await platform.db
        .updateTable("sign_in.session")
        .set({ proof: "totp" })
        .where("userId", "=", personId)
        .execute();
      return { jar, personId, email };
    },
    close: async () => {
      await app.stop();
      await authDb.destroy();
      await platform.close();
    },
  };
}
