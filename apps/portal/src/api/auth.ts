import { reach } from "./client.ts";
import { ApiFailure, failureOf } from "./problem.ts";
import { withFreshProof } from "./step-up.ts";

/** Calls one end point of the sign-in service. */
function call<T>(path: string, body?: unknown, method = "POST"): Promise<T> {
  return withFreshProof(() => send<T>(path, body, method));
}

async function send<T>(path: string, body: unknown, method: string): Promise<T> {
  const response = await reach(path, {
    method,
    credentials: "same-origin",
    headers: { accept: "application/json", "content-type": "application/json" },
    ...(method === "GET" ? {} : { body: JSON.stringify(body ?? {}) }),
  });
  if (!response.ok) throw await authFailure(response);
  const text = await response.text();
  return (text ? JSON.parse(text) : null) as T;
}

/** The sign-in service has error codes of its own; they are kept in `problem.reason` for the texts. */
async function authFailure(response: Response): Promise<ApiFailure> {
  const copy = response.clone();
  const failure = await failureOf(response);
  if (failure.problem.requestId !== undefined) return failure;
  const own = (await copy.json().catch(() => ({}))) as { code?: string; message?: string };
  const known = response.status === 401 ? "unauthenticated" : failure.code;
  return new ApiFailure(response.status === 429 ? "too-many-requests" : known, response.status, {
    ...(own.code ? { reason: own.code } : {}),
    ...(own.message ? { detail: own.message } : {}),
  });
}

export type SignInOutcome = "signed-in" | "second-factor";

/** E-mail and password; says whether a second factor must follow. */
export async function signInWithPassword(email: string, password: string): Promise<SignInOutcome> {
  const answer = await call<{ twoFactorRedirect?: boolean }>("/api/auth/sign-in/email", {
    email,
    password,
  });
  return answer.twoFactorRedirect ? "second-factor" : "signed-in";
}

export async function verifyCode(code: string): Promise<void> {
  await call("/api/auth/two-factor/verify-totp", { code: code.replaceAll(/\s/g, "") });
}

export async function verifyBackupCode(code: string): Promise<void> {
  await call("/api/auth/two-factor/verify-backup-code", { code: code.trim() });
}

export async function signOut(): Promise<void> {
  await call("/api/auth/sign-out");
}

/** Trades the token of a one-time sign-in link for a session. */
export async function redeemSignInLink(token: string): Promise<void> {
  await call("/api/auth-link", { token });
}

/** Sets the first password of a person who came by link. */
export async function setFirstPassword(password: string): Promise<void> {
  await call("/api/auth-link/password", { password });
}

export async function changePassword(currentPassword: string, newPassword: string): Promise<void> {
  await call("/api/auth/change-password", {
    currentPassword,
    newPassword,
    revokeOtherSessions: true,
  });
}

export type TotpSecret = { totpURI: string; backupCodes: string[] };

/** Starts the set-up of an authenticator app; it counts once `verifyCode` has passed. */
export function beginTotp(password: string): Promise<TotpSecret> {
  return call<TotpSecret>("/api/auth/two-factor/enable", { password });
}

export async function endTotp(password: string): Promise<void> {
  await call("/api/auth/two-factor/disable", { password });
}

export type Passkey = { id: string; name?: string | null; createdAt?: string | null };

export function listPasskeys(): Promise<Passkey[]> {
  return call<Passkey[]>("/api/auth/passkey/list-user-passkeys", undefined, "GET");
}

export async function deletePasskey(id: string): Promise<void> {
  await call("/api/auth/passkey/delete-passkey", { id });
}

export const passkeysWork = (): boolean =>
  typeof PublicKeyCredential !== "undefined" &&
  typeof PublicKeyCredential.parseCreationOptionsFromJSON === "function";

/** Makes a passkey on this device and registers it. */
export async function addPasskey(name: string): Promise<void> {
  const options = await call<PublicKeyCredentialCreationOptionsJSON>(
    `/api/auth/passkey/generate-register-options?name=${encodeURIComponent(name)}`,
    undefined,
    "GET",
  );
  const credential = await navigator.credentials.create({
    publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
  });
  if (!(credential instanceof PublicKeyCredential)) throw new ApiFailure("invalid", 0);
  await call("/api/auth/passkey/verify-registration", { response: credential.toJSON(), name });
}

/** Signs in with a passkey; the browser asks which. */
export async function signInWithPasskey(): Promise<void> {
  const options = await call<PublicKeyCredentialRequestOptionsJSON>(
    "/api/auth/passkey/generate-authenticate-options",
    undefined,
    "GET",
  );
  const credential = await navigator.credentials.get({
    publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
  });
  if (!(credential instanceof PublicKeyCredential)) throw new ApiFailure("invalid", 0);
  await call("/api/auth/passkey/verify-authentication", { response: credential.toJSON() });
}
