import { execFileSync } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ControlPeer } from "./control-peer.ts";

const agent = join(import.meta.dirname, "..", "..", "apps", "agent");
export const EXECUTABLE = join(agent, "dist", `driftvakt-agent-linux-${process.arch}`);

/** Lets the peer serve the installer and the executable, as the control plane does. */
export function serveInstaller(peer: ControlPeer): void {
  const executable = readFileSync(EXECUTABLE);
  const sum = createHash("sha256").update(executable).digest("hex");
  const template = readFileSync(join(agent, "install", "install.sh"), "utf8");
  const values: Record<string, string> = {
    SERVER_URL: peer.url,
    SHA256_X64: process.arch === "x64" ? sum : "",
    SHA256_ARM64: process.arch === "arm64" ? sum : "",
  };
  const script = template.replaceAll(/@([A-Z0-9_]+)@/g, (_, name: string) => values[name] ?? "");
  peer.files.set("/install.sh", script);
  peer.files.set(`/agent/v1/download/driftvakt-agent-linux-${process.arch}`, executable);
}

/** A key and a certificate that nobody issued, and the pin that stands for them. */
export function selfSigned(address: string): { key: string; cert: string; pin: string } {
  const folder = mkdtempSync(join(tmpdir(), "driftvakt-tls-"));
  try {
    const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
    const names = /^[\d.]+$/.test(address) ? `IP:${address}` : `DNS:${address}`;
    const how = [
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:prime256v1",
      "-nodes",
      "-days",
      "2",
    ];
    const what = ["-subj", `/CN=${address}`, "-addext", `subjectAltName=${names}`];
    execFileSync("openssl", ["req", "-x509", ...how, ...what, "-keyout", key, "-out", cert], {
      stdio: "ignore",
    });
    const pem = readFileSync(cert, "utf8");
    const spki = new X509Certificate(pem).publicKey.export({ type: "spki", format: "der" });
    const pin = createHash("sha256").update(spki).digest("hex");
    return { key: readFileSync(key, "utf8"), cert: pem, pin };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
