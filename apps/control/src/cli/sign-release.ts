import { execFileSync } from "node:child_process";
import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  AGENT_PLATFORMS,
  releaseSchema,
  type Release,
  type ReleaseFile,
} from "@driftvakt/protocol/agent";
import { envelopeSchema, rawPublicKey, seal, type Envelope } from "@driftvakt/protocol/envelope";
import { readReleaseKeys, releaseFilePath, releaseKeysPath } from "../features/releases/index.ts";
import { EXIT } from "../start/exit-codes.ts";
import { StartError } from "../start/start-error.ts";

/** Where the agent's executables are built to. */
export const AGENT_DIST = fileURLToPath(new URL("../../../agent/dist", import.meta.url));
const MANIFEST = "release.json";
const DAY_MS = 24 * 3600 * 1000;

/**
 * Makes a release key. The file belongs on a stick or another machine, never beside the control plane: who holds both can
 * put any program on every machine. @returns the public half, hex.
 */
export function makeReleaseKey(file: string, passphrase: string | undefined): string {
  if (existsSync(file))
    throw new StartError(EXIT.cannotCreate, `${file} is there already`, "choose another name");
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const locked = passphrase === undefined ? {} : { cipher: "aes-256-cbc", passphrase };
  const pem = privateKey.export({ type: "pkcs8", format: "pem", ...locked });
  writeFileSync(file, pem, { mode: 0o600, flag: "wx" });
  return rawPublicKey(publicKey).toString("hex");
}

/** From now on new machines pin this key, and releases signed with it can be published here. */
export async function trustReleaseKey(dataFolder: string, key: string): Promise<void> {
  if ((await readReleaseKeys(dataFolder)).includes(key)) return;
  appendFileSync(releaseKeysPath(dataFolder), `${key}\n`, { mode: 0o644 });
}

/** Signs the executables in a folder and writes the manifest beside them. */
export function signRelease(
  dist: string,
  keyFile: string,
  passphrase: string | undefined,
  options: { readonly days: number; readonly nowMs: number },
): Release {
  const key = readKey(keyFile, passphrase);
  const release = releaseSchema.parse({
    format: 1,
    product: "driftvakt-agent",
    version: readVersion(dist),
    signedAtMs: options.nowMs,
    expiresMs: options.nowMs + options.days * DAY_MS,
    files: AGENT_PLATFORMS.flatMap((platform) => describeFile(dist, platform)),
  } satisfies Release);
  writeFileSync(
    join(dist, MANIFEST),
    `${JSON.stringify(seal("release", release, key), null, 2)}\n`,
  );
  return release;
}

function readKey(file: string, passphrase: string | undefined): KeyObject {
  try {
    return createPrivateKey({ key: readFileSync(file), ...(passphrase && { passphrase }) });
  } catch (error) {
    throw new StartError(
      EXIT.missingRight,
      `${file} is no release key that can be read: ${(error as Error).message}`,
      "a locked one wants its passphrase in DRIFTVAKT_RELEASE_PASSPHRASE",
      error,
    );
  }
}

function executable(dist: string, platform: string): string {
  return join(dist, `driftvakt-agent-${platform}`);
}

function describeFile(dist: string, platform: ReleaseFile["platform"]): ReleaseFile[] {
  const path = executable(dist, platform);
  if (!existsSync(path)) return [];
  const sha256 = createHash("sha256").update(readFileSync(path)).digest("hex");
  return [{ platform, sha256, sizeBytes: statSync(path).size }];
}

/** Asks the executable itself: what is signed is what it will say it is. */
function readVersion(dist: string): string {
  const own = executable(dist, `linux-${process.arch}`);
  if (!existsSync(own))
    throw new StartError(
      EXIT.unreachable,
      `there is no agent in ${dist}`,
      "driftvakt up builds it, or name its folder with --dist",
    );
  return execFileSync(own, ["version"], { encoding: "utf8" }).trim();
}

/** Puts the executables of a signed folder where the control plane serves them from. @returns the manifest. */
export function layOutRelease(dist: string, dataFolder: string): Envelope {
  const manifest = join(dist, MANIFEST);
  if (!existsSync(manifest))
    throw new StartError(
      EXIT.found,
      `${dist} holds no signed release`,
      "sign it first: driftvakt release sign --key FILE",
    );
  const envelope = envelopeSchema.parse(JSON.parse(readFileSync(manifest, "utf8")));
  const payload: unknown = JSON.parse(Buffer.from(envelope.payload, "base64").toString("utf8"));
  mkdirSync(join(dataFolder, "releases"), { recursive: true, mode: 0o700 });
  // Nothing is believed yet: the control plane checks the signature, and every file against its sum.
  for (const { platform, sha256 } of releaseSchema.parse(payload).files) {
    const path = releaseFilePath(dataFolder, sha256);
    if (existsSync(path)) continue;
    copyFileSync(executable(dist, platform), `${path}.new`);
    chmodSync(`${path}.new`, 0o600);
    renameSync(`${path}.new`, path);
  }
  return envelope;
}
