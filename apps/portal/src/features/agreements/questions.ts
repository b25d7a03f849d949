import type { ContractQuestion } from "@driftvakt/protocol/api";

/** What people ask most, by the words of the catalogue. The engine answers many more; they have no label here. */
export const OPERATIONS = [
  "service.restart",
  "service.configure",
  "machine.restart",
  "machine.resize",
  "software.install",
  "software.remove",
  "update.install",
  "upgrade.install",
  "firewall.changePorts",
  "account.addUser",
  "file.changePermissions",
  "vpn.issueCertificate",
  "certificate.install",
  "backup.restoreFiles",
  "backup.restoreDatabase",
  "backup.restoreMachine",
  "snapshot.create",
  "remote.control",
  "mail.releaseQuarantined",
  "cms.update",
] as const;

export const WORK = [
  "faultRepair",
  "customerInstalledSoftware",
  "customerApplication",
  "thirdPartyCms",
  "configurationChange",
  "onSiteVisit",
  "training",
  "supplierHelp",
  "malwareCleanup",
  "customerCausedFault",
  "migration",
] as const;

export const ACCESS = [
  "ssh",
  "rdp",
  "remoteDatabase",
  "operatingSystem",
  "systemLogs",
  "administratorPassword",
  "vpn",
] as const satisfies Extract<ContractQuestion, { kind: "access" }>["way"][];

export const SOFTWARE = [
  "cmsCore",
  "cmsTheme",
  "cmsPlugin",
  "application",
  "package",
] as const satisfies FoundSoftware["kind"][];

type FoundSoftware = Extract<ContractQuestion, { kind: "software" }>["found"];
type SoftwareKind = (typeof SOFTWARE)[number];

/** What was picked, as one word for a list: `operation:service.restart`. */
export type Choice =
  | `software:${SoftwareKind}`
  | `operation:${(typeof OPERATIONS)[number]}`
  | `work:${(typeof WORK)[number]}`
  | `access:${(typeof ACCESS)[number]}`;

/** Does the time that work takes change the answer? */
export const takesTime = (choice: Choice): boolean => /^(?:operation|work):/.test(choice);

/** The kind of software that a choice is about, which must be described before it can be asked about. */
export function softwareKindOf(choice: Choice): SoftwareKind | undefined {
  return SOFTWARE.find((kind) => choice === `software:${kind}`);
}

/** What people fill in about software; empty where they do not know. */
export type SoftwareForm = {
  readonly name: string;
  readonly version: string;
  readonly newestVersion: string;
  readonly licence: "" | "yes" | "no";
  readonly installedBy: "" | NonNullable<FoundSoftware["installedBy"]>;
};

export const EMPTY_SOFTWARE: SoftwareForm = {
  name: "",
  version: "",
  newestVersion: "",
  licence: "",
  installedBy: "",
};

/** The question about software; undefined while its name or its version is missing. */
export function softwareQuestion(
  kind: SoftwareKind,
  form: SoftwareForm,
): ContractQuestion | undefined {
  const [name, version, newestVersion] = [form.name, form.version, form.newestVersion].map((one) =>
    one.trim(),
  );
  if (!name || !version) return undefined;
  return {
    kind: "software",
    found: {
      kind,
      name,
      version,
      ...(newestVersion ? { newestVersion } : {}),
      ...(form.licence === "" ? {} : { licensed: form.licence === "yes" }),
      ...(form.installedBy === "" ? {} : { installedBy: form.installedBy }),
    },
  };
}

/** The question behind any other choice; minutes of work only where work is meant and the figure is one. */
export function questionOf(
  choice: Exclude<Choice, `software:${string}`>,
  minutes: number | null,
): ContractQuestion {
  const [kind, word] = choice.split(":") as ["operation" | "work" | "access", string];
  if (kind === "access") return { kind, way: word as (typeof ACCESS)[number] };
  const time = minutes !== null && isMinutes(minutes) ? { minutes } : {};
  if (kind === "work") return { kind, topics: [word], channel: "portal", ...time };
  return { kind, operation: word, channel: "portal", ...time };
}

function isMinutes(minutes: number): boolean {
  return Number.isInteger(minutes) && minutes >= 1 && minutes <= 10_000;
}
