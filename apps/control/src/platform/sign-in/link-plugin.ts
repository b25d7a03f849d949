import { createAuthEndpoint, sessionMiddleware } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import { APIError } from "better-auth";
import type { BetterAuthPlugin } from "better-auth";
import { z } from "zod";

export type LinkPluginOptions = {
  /** Takes a token; whose it was. */
  readonly take: (token: string) => Promise<string | undefined>;
  /** Whether the session was opened by a link and not long ago. */
  readonly mayHaveFirstPassword: (sessionId: string) => Promise<boolean>;
};

export const PASSWORD_LENGTH = { least: 12, most: 200 } as const;

/**
 * Two end points beside better-auth's own: trading a one-time link for a session, and setting a password in such a
 * session. What a session may do without a second factor is decided where routes are guarded, not here.
 */
export function linkPlugin(options: LinkPluginOptions) {
  return {
    id: "driftvakt-link",
    endpoints: {
      useLink: createAuthEndpoint(
        "/link/use",
        { method: "POST", body: z.strictObject({ token: z.string().max(100) }) },
        async (ctx) => {
          const userId = await options.take(ctx.body.token);
          const user = userId && (await ctx.context.internalAdapter.findUserById(userId));
          const session = user && (await ctx.context.internalAdapter.createSession(user.id, false));
          // None either for somebody who has been disabled.
          if (!session) {
            throw new APIError("UNAUTHORIZED", {
              code: "LINK_NOT_VALID",
              message: "The link was used, has expired or is not ours; ask for a new one.",
            });
          }
          await setSessionCookie(ctx, { session, user });
          return ctx.json({ ok: true });
        },
      ),
      setFirstPassword: createAuthEndpoint(
        "/link/password",
        {
          method: "POST",
          body: z.strictObject({
            password: z.string().min(PASSWORD_LENGTH.least).max(PASSWORD_LENGTH.most),
          }),
          use: [sessionMiddleware],
        },
        async (ctx) => {
          const { session, user } = ctx.context.session;
          if (!(await options.mayHaveFirstPassword(session.id))) {
            throw new APIError("FORBIDDEN", {
              code: "LINK_SESSION_NEEDED",
              message: "A password can be set without the old one only after a sign-in by link.",
            });
          }
          const { internalAdapter, password } = ctx.context;
          const hash = await password.hash(ctx.body.password);
          const accounts = await internalAdapter.findAccounts(user.id);
          if (accounts.some((account) => account.providerId === "credential")) {
            await internalAdapter.updatePassword(user.id, hash);
          } else {
            await internalAdapter.createAccount({
              userId: user.id,
              providerId: "credential",
              accountId: user.id,
              password: hash,
            });
          }
          return ctx.json({ ok: true });
        },
      ),
    },
  } satisfies BetterAuthPlugin;
}
