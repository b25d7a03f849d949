import type { EpochMs } from "../interval/index.ts";

export const softwareKinds = [
  "cmsCore",
  "cmsTheme",
  "cmsPlugin",
  "application",
  "package",
] as const;
export type SoftwareKind = (typeof softwareKinds)[number];

/** A piece of software as it was found on a machine or a site. What is absent is not known. */
export type FoundSoftware = {
  readonly kind: SoftwareKind;
  readonly name: string;
  readonly version: string;
  /** The newest version that its makers have published for general use. */
  readonly newestVersion?: string;
  /** Whether it has a licence key; absent where it wants none. */
  readonly licensed?: boolean;
  readonly installedBy?: "provider" | "customer" | "distribution";
};

/** What a clause promises about telling the customer (ba-10: within 72 hours, by mail and in the portal). */
export type TellingRules = {
  readonly clause: string;
  readonly withinMs: number;
  readonly channels: readonly string[];
};

/** The customer was told of it by one way; the same way may have been used before. */
export type Told = { readonly channel: string; readonly atMs: EpochMs };

export type TellingReading = {
  readonly clause: string;
  /** `told` in time by every channel · `due` · `late`: the time is over, or was when he was told. */
  readonly state: "told" | "due" | "late";
  /** The last moment that is in time. */
  readonly dueMs: EpochMs;
  /** When the last of the channels had carried it. */
  readonly toldMs?: EpochMs;
  /** Channels that have not carried it yet. */
  readonly missing: readonly string[];
};
