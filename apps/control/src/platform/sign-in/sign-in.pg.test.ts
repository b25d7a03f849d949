import { API_ROUTES, type RouteName, type RouteSpec } from "@driftvakt/protocol/api";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { Jar, openTestEdge, type TestEdge } from "../../../../../test/control/edge.ts";
import { Authenticator } from "../../../../../test/control/authenticator.ts";
import { resetSignIn } from "../../features/people/index.ts";
import { inScope } from "../database/index.ts";
import { hashToken } from "./index.ts";
import { totpCode } from "../../../../../test/control/totp.ts";

const PASSWORD = "a long enough password";

describe("signing in", () => {
  let edge: TestEdge;
  beforeAll(async () => {
    edge = await openTestEdge();
  });
  afterAll(() => edge.close());

  /** A fresh owner with password and authenticator app, as the portal sets them up. */
  async function setUpOwner(): Promise<{
    jar: Jar;
    email: string;
    personId: string;
    secret: string;
    backupCodes: string[];
  }> {
    const { personId, email } = await edge.signIn("owner");
    const jar = new Jar();
    await edge.ask("POST", "/api/auth-link", {
      jar,
      body: { token: await edge.linkFor(personId) },
    });
    const set = await edge.ask("POST", "/api/auth-link/password", {
      jar,
      body: { password: PASSWORD },
    });
    expect(set.status).toBe(200);
    const begun = await edge.ask("POST", "/api/auth/two-factor/enable", {
      jar,
      body: { password: PASSWORD },
    });
    expect(begun.status).toBe(200);
    const secret = new URL(begun.body.totpURI).searchParams.get("secret")!;
    const done = await edge.ask("POST", "/api/auth/two-factor/verify-totp", {
      jar,
      body: { code: totpCode(secret, -1) },
    });
    expect(done.status).toBe(200);
    return { jar, email, personId, secret, backupCodes: begun.body.backupCodes };
  }

  async function addPasskey(jar: Jar): Promise<Authenticator> {
    const authenticator = new Authenticator(edge.platform.config.publicUrl);
    const options = await edge.ask(
      "GET",
      "/api/auth/passkey/generate-register-options?name=phone",
      { jar },
    );
    expect(options.status).toBe(200);
    const response = authenticator.register(options.body);
    const answer = await edge.ask("POST", "/api/auth/passkey/verify-registration", {
      jar,
      body: { response, name: "phone" },
    });
    expect(answer.status).toBe(200);
    return authenticator;
  }

  async function signInWith(authenticator: Authenticator, jar = new Jar()): Promise<number> {
    const options = await edge.ask("GET", "/api/auth/passkey/generate-authenticate-options", {
      jar,
    });
    const response = authenticator.authenticate(options.body);
    const answer = await edge.ask("POST", "/api/auth/passkey/verify-authentication", {
      jar,
      body: { response },
    });
    return answer.status;
  }

  it("a passkey is enough by itself: for the set-up, and to sign in", async () => {
    const { personId } = await edge.signIn("technician");
    const jar = new Jar();
    await edge.ask("POST", "/api/auth-link", {
      jar,
      body: { token: await edge.linkFor(personId) },
    });
    expect((await edge.ask("GET", "/api/v1/customers", { jar })).status).toBe(403);
    const authenticator = await addPasskey(jar);
    expect((await edge.ask("GET", "/api/v1/customers", { jar })).status).toBe(200);
    const other = new Jar();
    expect(await signInWith(authenticator, other)).toBe(200);
    const me = await edge.ask("GET", "/api/v1/me", { jar: other });
    expect(me.body).toMatchObject({ id: personId, secondFactor: "passkey" });
    expect(me.body.permissions).toContain("servers.operate");
    expect(await signInWith(new Authenticator(edge.platform.config.publicUrl))).not.toBe(200);
  });

  it("the owner's first link opens a session once, which may only set up a second factor", async () => {
    const jar = new Jar();
    const used = await edge.ask("POST", "/api/auth-link", { jar, body: { token: edge.ownerLink } });
    expect(used.status).toBe(200);
    const me = await edge.ask("GET", "/api/v1/me", { jar });
    expect(me.body).toMatchObject({
      email: "owner@example.org",
      role: "owner",
      secondFactor: "none",
      permissions: [],
    });
    const customers = await edge.ask("GET", "/api/v1/customers", { jar });
    expect([customers.status, customers.body.code, customers.body.reason]).toEqual([
      403,
      "step-up-required",
      "second-factor",
    ]);
    const again = await edge.ask("POST", "/api/auth-link", { body: { token: edge.ownerLink } });
    expect([again.status, again.body.code]).toEqual([401, "LINK_NOT_VALID"]);
  });

  describe("a fresh proof", () => {
    // The sign-in service has a clock of its own, the real one.
    afterEach(() => edge.platform.clock.set(Date.now()));
    const steps = (Object.entries(API_ROUTES) as [RouteName, RouteSpec][]).filter(
      ([, spec]) => spec.stepUp,
    );
    const ask = ([name, spec]: (typeof steps)[number], jar: Jar) =>
      edge.ask(spec.method, `/api/v1${spec.path.replace(/:\w+/g, crypto.randomUUID())}`, {
        jar,
        ...(spec.body && { body: { name } }),
      });

    it("is wanted for what disrupts, ends the watch, or hands out rights that last", () => {
      expect(steps.map(([name]) => name)).toEqual(
        expect.arrayContaining([
          "apiKeys.create",
          "mandates.issue",
          "people.enable",
          "people.invite",
          "servers.release",
          "servers.retire",
        ]),
      );
    });

    it("a session of an hour ago reads, but gives a code or passkey before it does any of these", async () => {
      const owner = await setUpOwner();
      const phone = await addPasskey(owner.jar);
      edge.platform.clock.advance(9 * 60_000);
      for (const step of steps)
        expect([step[0], (await ask(step, owner.jar)).status]).not.toContain(403);
      edge.platform.clock.advance(2 * 60_000);
      for (const step of steps) {
        const { status, body } = await ask(step, owner.jar);
        expect([step[0], status, body.code, body.reason]).toEqual([
          step[0],
          403,
          "step-up-required",
          "fresh-proof",
        ]);
      }
      expect((await edge.ask("GET", "/api/v1/customers", { jar: owner.jar })).status).toBe(200);
      const proven = await edge.ask("POST", "/api/auth/two-factor/verify-totp", {
        jar: owner.jar,
        body: { code: totpCode(owner.secret) },
      });
      expect(proven.status).toBe(200);
      for (const step of steps)
        expect([step[0], (await ask(step, owner.jar)).status]).not.toContain(403);
      edge.platform.clock.advance(11 * 60_000);
      expect((await ask(steps[0]!, owner.jar)).status).toBe(403);
      expect(await signInWith(phone, owner.jar)).toBe(200);
      expect((await ask(steps[0]!, owner.jar)).status).not.toBe(403);
    });

    it("a stolen session makes itself no passkey and takes none away", async () => {
      const owner = await setUpOwner();
      edge.platform.clock.advance(11 * 60_000);
      const begin = await edge.ask("GET", "/api/auth/passkey/generate-register-options?name=x", {
        jar: owner.jar,
      });
      expect([begin.status, begin.body.reason]).toEqual([403, "fresh-proof"]);
      for (const path of ["verify-registration", "delete-passkey"]) {
        const answer = await edge.ask("POST", `/api/auth/passkey/${path}`, {
          jar: owner.jar,
          body: { id: "x", response: {} },
        });
        expect([path, answer.status, answer.body.reason]).toEqual([path, 403, "fresh-proof"]);
      }
    });
  });

  it("no token of a session stands in the database: what is there opens nothing", async () => {
    const owner = await setUpOwner();
    const phone = await addPasskey(owner.jar);
    const other = new Jar();
    await signInWith(phone, other);
    const tokens = [owner.jar, other].map((jar) => {
      const [, value] = /driftvakt\.session_token=([^;]+)/.exec(jar.header())!;
      return decodeURIComponent(value!).split(".")[0]!;
    });
    const { rows } = await sql<{ text: string }>`
      select to_jsonb(s)::text as text from sign_in.session s union all
      select to_jsonb(v)::text from sign_in.verification v`.execute(edge.platform.db);
    const stored = rows.map(({ text }) => text).join("\n");
    for (const token of tokens) {
      expect(token.length).toBeGreaterThan(20);
      expect(stored).not.toContain(token);
      expect(stored).toContain(hashToken(token));
    }
    // The hash itself is no token.
    const [signed] = /driftvakt\.session_token=[^;]+/.exec(owner.jar.header())!;
    const cookie = signed.replace(tokens[0]!, hashToken(tokens[0]!));
    const answer = await edge.ask("GET", "/api/v1/me", { headers: { cookie } });
    expect(answer.status).toBe(401);
  });

  it("a link ends with its time", async () => {
    const { personId } = await edge.signIn("owner");
    const token = await edge.linkFor(personId);
    edge.platform.clock.advance(16 * 60_000);
    const late = await edge.ask("POST", "/api/auth-link", { body: { token } });
    expect(late.status).toBe(401);
  });

  it("password and code open everything; the password alone opens nothing", async () => {
    const owner = await setUpOwner();
    expect((await edge.ask("GET", "/api/v1/customers", { jar: owner.jar })).status).toBe(200);
    const jar = new Jar();
    const half = await edge.ask("POST", "/api/auth/sign-in/email", {
      jar,
      body: { email: owner.email, password: PASSWORD },
    });
    expect([half.status, half.body.twoFactorRedirect]).toEqual([200, true]);
    expect((await edge.ask("GET", "/api/v1/me", { jar })).status).toBe(401);
    const wrong = await edge.ask("POST", "/api/auth/two-factor/verify-totp", {
      jar,
      body: { code: "000000" },
    });
    expect(wrong.status).toBe(401);
    const code = totpCode(owner.secret);
    const right = await edge.ask("POST", "/api/auth/two-factor/verify-totp", {
      jar,
      body: { code },
    });
    expect(right.status).toBe(200);
    expect((await edge.ask("GET", "/api/v1/customers", { jar })).status).toBe(200);
    // The same code from over a shoulder.
    const thief = new Jar();
    await edge.ask("POST", "/api/auth/sign-in/email", {
      jar: thief,
      body: { email: owner.email, password: PASSWORD },
    });
    const used = await edge.ask("POST", "/api/auth/two-factor/verify-totp", {
      jar: thief,
      body: { code },
    });
    expect([used.status, used.body.code]).toEqual([401, "CODE_USED"]);
    expect((await edge.ask("GET", "/api/v1/me", { jar: thief })).status).toBe(401);
  });

  it("a backup code stands in for the app, once", async () => {
    const owner = await setUpOwner();
    const [code] = owner.backupCodes;
    const jar = new Jar();
    await edge.ask("POST", "/api/auth/sign-in/email", {
      jar,
      body: { email: owner.email, password: PASSWORD },
    });
    const first = await edge.ask("POST", "/api/auth/two-factor/verify-backup-code", {
      jar,
      body: { code },
    });
    expect(first.status).toBe(200);
    expect((await edge.ask("GET", "/api/v1/customers", { jar })).status).toBe(200);
    const again = new Jar();
    await edge.ask("POST", "/api/auth/sign-in/email", {
      jar: again,
      body: { email: owner.email, password: PASSWORD },
    });
    const second = await edge.ask("POST", "/api/auth/two-factor/verify-backup-code", {
      jar: again,
      body: { code },
    });
    expect(second.status).toBe(401);
  });

  it("a password cannot be set without the old one unless a link has just been used", async () => {
    const owner = await setUpOwner();
    const answer = await edge.ask("POST", "/api/auth-link/password", {
      jar: owner.jar,
      body: { password: "another long password" },
    });
    expect([answer.status, answer.body.code]).toEqual([403, "LINK_SESSION_NEEDED"]);
  });

  it("short passwords are refused", async () => {
    const { personId } = await edge.signIn("owner");
    const jar = new Jar();
    await edge.ask("POST", "/api/auth-link", {
      jar,
      body: { token: await edge.linkFor(personId) },
    });
    const answer = await edge.ask("POST", "/api/auth-link/password", {
      jar,
      body: { password: "short" },
    });
    expect(answer.status).toBe(400);
  });

  it("whoever lost everything is let in by the command on the machine, and by nothing else", async () => {
    const owner = await setUpOwner();
    const url = await inScope(edge.platform.db, "provider", (tx) =>
      resetSignIn(tx, {
        email: owner.email,
        forgetFactors: true,
        publicUrl: edge.platform.config.publicUrl,
        nowMs: edge.platform.clock.nowMs(),
      }),
    );
    expect((await edge.ask("GET", "/api/v1/me", { jar: owner.jar })).status).toBe(401);
    const jar = new Jar();
    await edge.ask("POST", "/api/auth-link", { jar, body: { token: url.split("/").at(-1) } });
    const me = await edge.ask("GET", "/api/v1/me", { jar });
    expect(me.body).toMatchObject({ id: owner.personId, secondFactor: "none", permissions: [] });
    await addPasskey(jar);
    expect((await edge.ask("GET", "/api/v1/customers", { jar })).status).toBe(200);
  });

  it("nobody signs up", async () => {
    const answer = await edge.ask("POST", "/api/auth/sign-up/email", {
      body: { email: "x@example.org", password: PASSWORD, name: "x" },
    });
    expect(answer.status).toBe(404);
  });

  it("A08: signing out, a new password and being disabled end sessions at once", async () => {
    const owner = await setUpOwner();
    const other = new Jar();
    await edge.ask("POST", "/api/auth/sign-in/email", {
      jar: other,
      body: { email: owner.email, password: PASSWORD },
    });
    await edge.ask("POST", "/api/auth/two-factor/verify-totp", {
      jar: other,
      body: { code: totpCode(owner.secret) },
    });
    const stolen = other.header();
    const works = () => edge.ask("GET", "/api/v1/me", { headers: { cookie: stolen } });
    expect((await works()).status).toBe(200);
    // Whatever the caller asks, the others end.
    const changed = await edge.ask("POST", "/api/auth/change-password", {
      jar: owner.jar,
      body: {
        currentPassword: PASSWORD,
        newPassword: "an even longer password",
        revokeOtherSessions: false,
      },
    });
    expect(changed.status).toBe(200);
    expect((await works()).status).toBe(401);

    const mine = owner.jar.header();
    expect(
      (await edge.ask("POST", "/api/auth/sign-out", { jar: owner.jar, body: {} })).status,
    ).toBe(200);
    expect((await edge.ask("GET", "/api/v1/me", { headers: { cookie: mine } })).status).toBe(401);

    const [admin, technician] = [await edge.signIn("owner"), await edge.signIn("technician")];
    const made = await edge.ask("POST", "/api/v1/api-keys", {
      jar: technician.jar,
      body: { name: "k", permissions: ["servers.read"], expiresInDays: 1 },
    });
    expect(made.status).toBe(200);
    const disabled = await edge.ask("POST", `/api/v1/people/${technician.personId}/disable`, {
      jar: admin.jar,
    });
    expect(disabled.status).toBe(200);
    expect((await edge.ask("GET", "/api/v1/me", { jar: technician.jar })).status).toBe(401);
    expect((await edge.ask("GET", "/api/v1/servers", { key: made.body.secret })).status).toBe(401);
    const back = await edge.ask("POST", "/api/auth-link", {
      body: { token: await edge.linkFor(technician.personId) },
    });
    expect(back.status).not.toBe(200);
  });

  it("A07: cookies and keys that are not ours open nothing", async () => {
    const { jar } = await edge.signIn("owner");
    const cookie = jar.header();
    const forged = [
      cookie.replace(/\.[^.;]+(?=;|$)/, ".AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA%3D"),
      cookie.slice(0, -6),
      "driftvakt.session_token=eyJhbGciOiJub25lIn0.eyJzdWIiOiJvd25lciJ9.",
    ];
    for (const one of forged) {
      expect((await edge.ask("GET", "/api/v1/me", { headers: { cookie: one } })).status).toBe(401);
    }
    const keys = ["dvk_" + "A".repeat(43), "eyJhbGciOiJub25lIn0.e30.", edge.localKey];
    for (const key of keys) expect((await edge.ask("GET", "/api/v1/me", { key })).status).toBe(401);
    expect(
      (await edge.ask("GET", "/api/v1/me", { key: edge.localKey, address: "127.0.0.1" })).status,
    ).toBe(200);
  });

  it("A09: a thousand tries on one account are throttled", async () => {
    const owner = await setUpOwner();
    const tries = await Promise.all(
      Array.from({ length: 60 }, (_, i) =>
        edge.ask("POST", "/api/auth/sign-in/email", {
          address: `198.51.100.${i}`,
          body: { email: owner.email.toUpperCase(), password: `guess number ${i}` },
        }),
      ),
    );
    const throttled = tries.filter(({ status }) => status === 429);
    expect(throttled.length).toBeGreaterThan(30);
    expect(Number(throttled[0]!.headers["retry-after"])).toBeGreaterThan(0);
    const right = await edge.ask("POST", "/api/auth/sign-in/email", {
      body: { email: owner.email, password: PASSWORD },
    });
    expect(right.status).toBe(429);
    const events = await inScope(edge.platform.db, "provider", (tx) =>
      tx
        .selectFrom("security_event")
        .select("detail")
        .where("kind", "=", "sign-in-throttled")
        .execute(),
    );
    expect(events).toHaveLength(1);
    // The owner's passkey is not in the guesser's reach.
    const passkey = await addPasskey(owner.jar);
    expect(await signInWith(passkey)).toBe(200);
  });
});
