import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import type { FastifyInstance } from "fastify";
import { AppError } from "../../platform/errors/index.ts";

const AGENT_FOLDER = fileURLToPath(new URL("../../../../agent/", import.meta.url));
const TEMPLATE = join(AGENT_FOLDER, "install", "install.sh");
const ARCHITECTURES = ["x64", "arm64"] as const;
type Architecture = (typeof ARCHITECTURES)[number];

/**
 * What a person runs on the machine: fetches the installer, which checks the executable's sum and the server's key.
 * With a certificate that no public issuer signed, everything from the first byte on is pinned to its key.
 */
export function installCommand(ask: {
  publicUrl: string;
  token: string;
  serverKey: string;
  /** SHA-256 of the TLS key (SPKI), hex. */
  tlsPin?: string | undefined;
  /** Who may sign newer agents, hex. */
  releaseKeys?: readonly string[];
}): string {
  const { publicUrl, token, serverKey, tlsPin, releaseKeys = [] } = ask;
  const curlPin = tlsPin
    ? ` --insecure --pinnedpubkey 'sha256//${Buffer.from(tlsPin, "hex").toString("base64")}'`
    : "";
  const agentPin = tlsPin ? ` --tls-pin '${tlsPin}'` : "";
  const releasePins = releaseKeys.map((key) => ` --release-key '${key}'`).join("");
  return `curl -fsSL${curlPin} '${publicUrl}/install.sh' | sh -s -- --token '${token}' --server-key '${serverKey}'${agentPin}${releasePins}`;
}

/** Serves the installer, with this control plane's address and the sums of the executables in it, and the executables. */
export function installInstallerRoutes(http: FastifyInstance, publicUrl: string): void {
  http.get("/install.sh", async (_request, reply) => {
    const template = await readFile(TEMPLATE, "utf8").catch(() => undefined);
    if (template === undefined)
      throw new AppError("unavailable", "the installer is not part of this build");
    void reply.type("text/x-shellscript; charset=utf-8").header("cache-control", "no-store");
    return renderInstaller(template, {
      SERVER_URL: publicUrl,
      SHA256_X64: (await findSum("x64")) ?? "",
      SHA256_ARM64: (await findSum("arm64")) ?? "",
    });
  });

  http.get<{ Params: { file: string } }>("/agent/v1/download/:file", async (request, reply) => {
    const architecture = ARCHITECTURES.find((one) => fileName(one) === request.params.file);
    const size = architecture && (await stat(pathOf(architecture)).catch(() => undefined))?.size;
    if (!architecture || size === undefined)
      throw new AppError("not-found", "this executable is not part of this build");
    reply.hijack();
    reply.raw.writeHead(200, {
      "content-type": "application/octet-stream",
      "content-length": size,
      "cache-control": "no-cache",
    });
    // A machine that goes away in the middle is not our fault; it will fetch again.
    await pipeline(createReadStream(pathOf(architecture)), reply.raw).catch(() => undefined);
  });
}

/** Fills in `@NAME@`. @throws Error for a name that nobody fills in: a half-made installer must not run anywhere. */
export function renderInstaller(
  template: string,
  values: Readonly<Record<string, string>>,
): string {
  return template.replaceAll(/@([A-Z0-9_]{3,})@/g, (_whole, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`the installer asks for ${name}`);
    if (/['"\\$`\n]/.test(value)) throw new Error(`${name} cannot stand in a shell script`);
    return value;
  });
}

function fileName(architecture: Architecture): string {
  return `driftvakt-agent-linux-${architecture}`;
}

function pathOf(architecture: Architecture): string {
  return join(AGENT_FOLDER, "dist", fileName(architecture));
}

const sums = new Map<string, string>();

/** SHA-256 of an executable, hex; summed again only when the file changed. */
async function findSum(architecture: Architecture): Promise<string | undefined> {
  const path = pathOf(architecture);
  const found = await stat(path).catch(() => undefined);
  if (!found) return undefined;
  const state = `${path} ${found.size} ${found.mtimeMs}`;
  let sum = sums.get(state);
  if (sum === undefined) {
    const hash = createHash("sha256");
    for await (const part of createReadStream(path)) hash.update(part as Buffer);
    sum = hash.digest("hex");
    sums.set(state, sum);
  }
  return sum;
}
