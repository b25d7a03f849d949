import { createHash, X509Certificate } from "node:crypto";
import { readFileSync, unwatchFile, watchFile } from "node:fs";
import { createSecureContext, type SecureContextOptions } from "node:tls";
import type { Config, TlsConfig } from "../platform/config/index.ts";
import type { Log } from "../platform/log/index.ts";
import type { ChallengeAnswers } from "./acme-answers.ts";
import { EXIT } from "./exit-codes.ts";
import { StartError } from "./start-error.ts";

export type CertificateSource = {
  /** Undefined without TLS. */
  current(): SecureContextOptions | undefined;
  /** SHA-256 of the leaf certificate in hex; null without TLS. */
  fingerprint(): string | null;
  /** SHA-256 of its key (SPKI) in hex, by which our own agent knows us; undefined without TLS. */
  keyPin(): string | undefined;
  onRenewal(take: (tls: SecureContextOptions) => void): void;
  stop(): void | Promise<void>;
};

const LOOK_EVERY_MS = 5000;

/** The certificate that the server shows, renewed without a restart. */
export async function openCertificate(
  config: Config,
  folder: string,
  log: Log,
  answers: ChallengeAnswers,
): Promise<CertificateSource> {
  const { tls } = config;
  if (tls.kind === "none") {
    return {
      current: () => undefined,
      fingerprint: () => null,
      keyPin: () => undefined,
      onRenewal: () => {},
      stop: () => {},
    };
  }
  if (tls.kind === "acme") {
    // Loaded only where it is used: it brings a good deal with it.
    const { openAcme } = await import("./acme.ts");
    return openAcme(tls, config.publicUrl, folder, log, answers);
  }
  return watchFiles(tls, log);
}

function watchFiles(tls: Extract<TlsConfig, { kind: "files" }>, log: Log): CertificateSource {
  let current = readFiles(tls);
  let take: ((tls: SecureContextOptions) => void) | undefined;
  const reload = (): void => {
    try {
      current = readFiles(tls);
      take?.(current);
      log.info("certificate loaded again", { fingerprint: fingerprintOf(current) });
    } catch (error) {
      // Half-written, or a wrong pair: the old one stays until a good one comes.
      log.error("the new certificate cannot be used, the old one stays", { error });
    }
  };
  const files = [tls.certFile, tls.keyFile];
  for (const file of files) watchFile(file, { interval: LOOK_EVERY_MS, persistent: false }, reload);
  return {
    current: () => current,
    fingerprint: () => fingerprintOf(current),
    keyPin: () => keyPinOf(current),
    onRenewal: (fn) => {
      take = fn;
    },
    stop: () => files.forEach((file) => unwatchFile(file, reload)),
  };
}

/** Reads the pair and sees that the key belongs to the certificate. */
function readFiles(tls: Extract<TlsConfig, { kind: "files" }>): SecureContextOptions {
  const cert = readOne(tls.certFile);
  const key = readOne(tls.keyFile);
  requirePair(cert, key, tls);
  return { cert, key };
}

function readOne(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new StartError(
      EXIT.badConfig,
      `${file} cannot be read: ${(error as Error).message}`,
      "give the certificate chain and the private key as PEM files that we may read",
      error,
    );
  }
}

function requirePair(cert: Buffer, key: Buffer, tls: Extract<TlsConfig, { kind: "files" }>): void {
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    throw new StartError(
      EXIT.badConfig,
      `${tls.certFile} and ${tls.keyFile} are not a certificate and its key: ${(error as Error).message}`,
      "give the certificate chain and the private key as PEM files",
      error,
    );
  }
}

/** SHA-256 of a certificate's key (SPKI), hex. */
export function keyPinOf(tls: SecureContextOptions): string {
  const { publicKey } = new X509Certificate(tls.cert as Buffer | string);
  return createHash("sha256")
    .update(publicKey.export({ type: "spki", format: "der" }))
    .digest("hex");
}

function fingerprintOf(tls: SecureContextOptions): string {
  const { raw } = new X509Certificate(tls.cert as Buffer);
  return createHash("sha256").update(raw).digest("hex");
}
