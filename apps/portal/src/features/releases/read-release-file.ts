import type { SignedRelease } from "@driftvakt/protocol/api";

/**
 * Reads the file that signing wrote, to show what it holds. Nothing is believed here: the control plane checks the signature
 * and every executable. Undefined where it is no such file.
 */
export function readReleaseFile(text: string): SignedRelease | undefined {
  const envelope = readJson(text) as Partial<SignedRelease["envelope"]> | undefined;
  if (envelope?.type !== "release" || typeof envelope.payload !== "string") return undefined;
  const release = readJson(decode(envelope.payload)) as
    | Partial<SignedRelease["release"]>
    | undefined;
  if (release?.product !== "driftvakt-agent" || !Array.isArray(release.files)) return undefined;
  return {
    envelope: envelope as SignedRelease["envelope"],
    release: release as SignedRelease["release"],
  };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) ?? undefined;
  } catch {
    return undefined;
  }
}

function decode(base64: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0)));
  } catch {
    return "";
  }
}
