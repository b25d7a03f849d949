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

/** What was picked, as one word for a list: `operation:service.restart`. */
export type Choice =
  | `operation:${(typeof OPERATIONS)[number]}`
  | `work:${(typeof WORK)[number]}`
  | `access:${(typeof ACCESS)[number]}`;

/** Does the time that work takes change the answer? */
export const takesTime = (choice: Choice): boolean => !choice.startsWith("access:");

/** The question behind a choice; minutes of work only where work is meant and the figure is one. */
export function questionOf(choice: Choice, minutes: number | null): ContractQuestion {
  const [kind, word] = choice.split(":") as ["operation" | "work" | "access", string];
  if (kind === "access") return { kind, way: word as (typeof ACCESS)[number] };
  const time = minutes !== null && isMinutes(minutes) ? { minutes } : {};
  if (kind === "work") return { kind, topics: [word], channel: "portal", ...time };
  return { kind, operation: word, channel: "portal", ...time };
}

function isMinutes(minutes: number): boolean {
  return Number.isInteger(minutes) && minutes >= 1 && minutes <= 10_000;
}
