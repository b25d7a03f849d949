import { existsSync, readFileSync } from "node:fs";
import { createHash, X509Certificate } from "node:crypto";
import { connect as connectTcp, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { proxyFor, tunnel } from "./proxy.ts";

export type Peer = Readonly<{
  url: URL;
  /** SHA-256 of the SPKI, hex. Given: exactly that key is believed, whoever issued its certificate. */
  tlsPin?: string | undefined;
}>;

const CONNECT_TIMEOUT_MS = 20_000;

/** Opens a socket to the control plane, with TLS checked before a byte of ours is sent. */
export async function connectPeer(peer: Peer): Promise<Socket> {
  const raw = await openRaw(peer.url);
  if (peer.url.protocol !== "https:") return raw;
  try {
    return await secure(raw, peer);
  } catch (error) {
    const issuers = issuersFor(error, peer);
    if (issuers === undefined) throw error;
    return secure(await openRaw(peer.url), peer, issuers);
  }
}

async function openRaw(url: URL): Promise<Socket> {
  const proxy = proxyFor(url, process.env);
  const port = portOf(url);
  if (!proxy) return openTcp(bareHost(url.hostname), port);
  const socket = await openTcp(bareHost(proxy.hostname), portOf(proxy));
  return tunnel(socket, proxy, `${url.hostname}:${port}`);
}

/** The port that a URL means. */
export function portOf(url: URL): number {
  if (url.port !== "") return Number(url.port);
  return url.protocol === "https:" ? 443 : 80;
}

function bareHost(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, "");
}

function openTcp(host: string, port: number): Promise<Socket> {
  return settled(connectTcp({ host, port, noDelay: true, keepAlive: true }), "connect");
}

async function secure(raw: Socket, { url, tlsPin }: Peer, ca?: string): Promise<Socket> {
  const host = bareHost(url.hostname);
  const servername = /^[\d.]+$|:/.test(host) ? {} : { servername: host };
  const socket = connectTls({
    socket: raw,
    host,
    ...servername,
    ...(ca === undefined ? {} : { ca }),
    minVersion: "TLSv1.2",
    rejectUnauthorized: tlsPin === undefined,
  });
  await settled(socket, "secureConnect");
  if (tlsPin !== undefined && pinOf(socket.getPeerCertificate(true).raw) !== tlsPin) {
    socket.destroy();
    throw new Error("the control plane's TLS key is not the pinned one");
  }
  return socket;
}

/** Where distributions keep the issuers that root on the machine believes. */
const SYSTEM_ISSUERS = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"];
const UNKNOWN_ISSUER =
  /SELF_SIGNED_CERT|UNABLE_TO_GET_ISSUER_CERT|UNABLE_TO_VERIFY_LEAF_SIGNATURE|CERT_UNTRUSTED/;

/** The machine's own issuers, for a certificate that the built-in list does not know; undefined for any other error. */
function issuersFor(error: unknown, { tlsPin }: Peer): string | undefined {
  const code = String((error as { code?: unknown }).code ?? "");
  if (tlsPin !== undefined || !UNKNOWN_ISSUER.test(code)) return undefined;
  const path = SYSTEM_ISSUERS.find((bundle) => existsSync(bundle));
  return path === undefined ? undefined : readFileSync(path, "utf8");
}

/** SHA-256 over a certificate's public key (SPKI), hex. */
export function pinOf(certificate: Buffer): string {
  const spki = new X509Certificate(certificate).publicKey.export({ type: "spki", format: "der" });
  return createHash("sha256").update(spki).digest("hex");
}

/** Waits for a socket's event; an error or a long silence destroys it and throws. */
function settled<S extends Socket>(socket: S, event: "connect" | "secureConnect"): Promise<S> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => fail(new Error("connecting took too long")), CONNECT_TIMEOUT_MS);
    const done = () => {
      clearTimeout(timer);
      socket.off("error", fail).off("close", closed);
    };
    const fail = (error: Error) => {
      done();
      socket.on("error", () => undefined);
      socket.destroy();
      reject(error);
    };
    const closed = () => fail(new Error("the connection was closed"));
    socket.once(event, () => {
      done();
      resolve(socket);
    });
    socket.once("error", fail).once("close", closed);
  });
}
