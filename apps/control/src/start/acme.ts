import { generateKeyPairSync, X509Certificate } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { Agent } from "node:https";
import { join } from "node:path";
import type { SecureContextOptions } from "node:tls";
import acme from "acme-client";
import { z } from "zod";
import type { TlsConfig } from "../platform/config/index.ts";
import { readOrMakeSecret } from "../platform/keys/index.ts";
import type { Log } from "../platform/log/index.ts";
import type { ChallengeAnswers } from "./acme-answers.ts";
import { openChallengeServer } from "./acme-challenges.ts";
import { keyPinOf, type CertificateSource } from "./certificate.ts";
import { EXIT } from "./exit-codes.ts";
import { StartError } from "./start-error.ts";

type AcmeConfig = Extract<TlsConfig, { kind: "acme" }>;

const pairSchema = z.object({ cert: z.string(), key: z.string() });
type Pair = z.infer<typeof pairSchema>;

/** A new one is asked for when two thirds of the old one's life are over. */
const RENEW_AFTER_PART = 2 / 3;
const RETRY_MS = { first: 5 * 60_000, most: 12 * 3600_000 } as const;
/** Timers of Node hold at most 24 days; looking twice a day is plenty. */
const LOOK_AT_LEAST_MS = 12 * 3600_000;

/**
 * A certificate by ACME (RFC 8555, HTTP-01): asked for at the first start, kept in the data folder, renewed without a
 * restart. An authority that is away at a renewal is asked again; the old one stays meanwhile.
 */
export async function openAcme(
  config: AcmeConfig,
  publicUrl: string,
  folder: string,
  log: Log,
  answers: ChallengeAnswers,
): Promise<CertificateSource> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const challenges = await openChallengeServer(config.httpPort, publicUrl, answers);
  const file = join(folder, `${config.domains[0]}.json`);
  const obtain = async (): Promise<Pair> => {
    const pair = await askAuthority(config, folder, answers);
    writePair(file, pair);
    return pair;
  };
  let current = readPair(file, config.domains);
  try {
    current ??= await obtain();
  } catch (error) {
    await challenges.close();
    throw new StartError(
      EXIT.unreachable,
      `the authority gave no certificate for ${config.domains.join(", ")}: ${(error as Error).message}`,
      "do these names lead here, and is port 80 reachable from outside? See docs/operations.md",
      error,
    );
  }

  let take: ((tls: SecureContextOptions) => void) | undefined;
  let timer: NodeJS.Timeout | undefined;
  let retryMs: number = RETRY_MS.first;
  const plan = (ms: number): void => {
    timer = setTimeout(() => void look(), Math.min(ms, LOOK_AT_LEAST_MS));
    timer.unref();
  };
  const look = async (): Promise<void> => {
    const dueMs = renewalAtMs(current!.cert) - Date.now();
    if (dueMs > 0) return plan(dueMs);
    try {
      current = await obtain();
      take?.(current);
      retryMs = RETRY_MS.first;
      log.info("certificate renewed", { domains: config.domains });
      plan(renewalAtMs(current.cert) - Date.now());
    } catch (error) {
      log.error("the certificate was not renewed, the old one stays", { error });
      plan(retryMs);
      retryMs = Math.min(retryMs * 2, RETRY_MS.most);
    }
  };
  plan(Math.max(0, renewalAtMs(current.cert) - Date.now()));
  return {
    current: () => current,
    fingerprint: () =>
      new X509Certificate(current!.cert).fingerprint256.replaceAll(":", "").toLowerCase(),
    keyPin: () => keyPinOf(current!),
    onRenewal: (fn) => {
      take = fn;
    },
    stop: async () => {
      clearTimeout(timer);
      await challenges.close();
    },
  };
}

/** When a certificate is to be replaced, in epoch milliseconds. */
export function renewalAtMs(cert: string): number {
  const { validFrom, validTo } = new X509Certificate(cert);
  const [from, to] = [Date.parse(validFrom), Date.parse(validTo)];
  return from + (to - from) * RENEW_AFTER_PART;
}

async function askAuthority(
  config: AcmeConfig,
  folder: string,
  answers: ChallengeAnswers,
): Promise<Pair> {
  // We try again by ourselves; somebody waits for a first start.
  Object.assign((acme.axios.defaults as { acmeSettings?: object }).acmeSettings ?? {}, {
    retryMaxAttempts: 2,
    retryDefaultDelay: 1,
  });
  if (config.caFile) {
    acme.axios.defaults.httpsAgent = new Agent({ ca: readFileSync(config.caFile) });
  }
  const client = new acme.Client({
    directoryUrl: config.directoryUrl,
    accountKey: readOrMakeSecret(join(folder, "account.pem"), makeKey),
  });
  const key = makeKey();
  const [, csr] = await acme.crypto.createCsr({ altNames: [...config.domains] }, key);
  const cert = await client.auto({
    csr,
    ...(config.email !== null && { email: config.email }),
    termsOfServiceAgreed: true,
    challengePriority: ["http-01"],
    // The authority checks; whether we can reach ourselves from inside says nothing.
    skipChallengeVerification: true,
    challengeCreateFn: async (_authz, challenge, answer) => answers.put(challenge.token, answer),
    challengeRemoveFn: async (_authz, challenge) => answers.remove(challenge.token),
  });
  return { cert, key };
}

function makeKey(): string {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}

/** The stored certificate, if it is for these names and has not run out. */
function readPair(file: string, domains: readonly string[]): Pair | undefined {
  if (!existsSync(file)) return undefined;
  const pair = pairSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  const certificate = new X509Certificate(pair.cert);
  const fits = domains.every((domain) => certificate.checkHost(domain) !== undefined);
  return fits && Date.parse(certificate.validTo) > Date.now() ? pair : undefined;
}

function writePair(file: string, pair: Pair): void {
  writeFileSync(`${file}.new`, JSON.stringify(pair), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
