/**
 * The closed lists of words that a catalogue may use. Adding a word here is how the product learns something new;
 * a word that is not here is refused by the loader with the nearest known one as a suggestion.
 */
import { z } from "zod";

/** Languages that a customer text may be written in (ISO 639-1). The portal itself speaks en, sv, da, de and bs. */
export const languages = [
  "en",
  "sv",
  "da",
  "de",
  "bs",
  "nb",
  "fi",
  "nl",
  "fr",
  "es",
  "it",
  "pt",
  "pl",
  "cs",
  "hr",
  "sr",
] as const;
export const Language = z
  .enum(languages)
  .meta({ id: "Language", description: "Language of a customer text (ISO 639-1)." });
export type Language = z.infer<typeof Language>;

export const clauseKinds = ["promise", "authority", "limit", "exclusion", "price", "duty"] as const;
export const ClauseKind = z
  .enum(clauseKinds)
  .meta({ id: "ClauseKind", description: "What a clause is to the software." });
export type ClauseKind = z.infer<typeof ClauseKind>;

/** The parts of the product that keep clauses. */
export const capabilities = [
  "abuse",
  "access",
  "agent",
  "alerting",
  "antivirus",
  "audit",
  "backup",
  "billing",
  "catalogue",
  "certificates",
  "clocks",
  "cms",
  "contacts",
  "contracts",
  "fairUse",
  "firewall",
  "hosting",
  "inventory",
  "mail",
  "maintenance",
  "monitoring",
  "network",
  "office365",
  "offboarding",
  "onCall",
  "operations",
  "patching",
  "portal",
  "proactive",
  "probes",
  "promises",
  "provisioning",
  "rbl",
  "remote",
  "reports",
  "services",
  "sla",
  "telephony",
  "tickets",
  "time",
  "vault",
  "vpn",
  "watchdog",
  "windows",
] as const;
export const Capability = z
  .enum(capabilities)
  .meta({ id: "Capability", description: "The part of the product that keeps a clause." });
export type Capability = z.infer<typeof Capability>;

/** What can be under contract. */
export const machineKinds = [
  "dedicatedServer",
  "vps",
  "vm",
  "physicalServer",
  "windowsServer",
  "linuxServer",
  "endpoint",
  "networkDevice",
  "sharedHosting",
  "webDomain",
  "mailDomain",
  "iaasPool",
  "officeTenant",
  "company",
] as const;
export const MachineKind = z
  .enum(machineKinds)
  .meta({ id: "MachineKind", description: "What can be under contract." });
export type MachineKind = z.infer<typeof MachineKind>;

export const operatingSystems = ["linux", "windows"] as const;
export const OperatingSystem = z
  .enum(operatingSystems)
  .meta({ id: "OperatingSystem", description: "Operating system." });

/** Ways in which people and the provider reach each other. */
export const channels = [
  "mail",
  "sms",
  "phone",
  "emergencyPhone",
  "portal",
  "ticket",
  "supportPortal",
  "hostingPanel",
  "statusPage",
  "letter",
  "webhook",
  "chat",
  "visit",
] as const;
export const Channel = z
  .enum(channels)
  .meta({ id: "Channel", description: "A way in which people and the provider reach each other." });
export type Channel = z.infer<typeof Channel>;

/** Who acts or asks. `customer`: any signed-in user of the customer; `orderer`: a person named as allowed to order. */
export const actors = [
  "customer",
  "orderer",
  "endUser",
  "technician",
  "lead",
  "owner",
  "system",
  "provider",
  "thirdParty",
] as const;
export const Actor = z.enum(actors).meta({
  id: "Actor",
  description:
    "Who acts or asks. `customer`: any signed-in user of the customer; `orderer`: a person named as allowed to order.",
});
export type Actor = z.infer<typeof Actor>;

/** Who can bear witness. `customerMonitoring` is here so that a catalogue can refuse it. */
export const evidenceSources = [
  "providerMonitoring",
  "providerWanMonitoring",
  "independentMonitor",
  "agentReports",
  "hypervisor",
  "customerMonitoring",
  "customerReport",
  "ticketTimes",
  "operationJournal",
] as const;
export const EvidenceSource = z
  .enum(evidenceSources)
  .meta({ id: "EvidenceSource", description: "Who can bear witness." });
export type EvidenceSource = z.infer<typeof EvidenceSource>;

export const priorities = ["p1", "p2", "p3", "p4", "p5"] as const;
export const Priority = z
  .enum(priorities)
  .meta({ id: "Priority", description: "Priority of a ticket, p1 the highest." });
export type Priority = z.infer<typeof Priority>;

export { Cause, causes, EventName, events } from "./happenings.ts";
export { Metric, metrics } from "./metrics.ts";
export { OperationName, operationNames } from "./operation-names.ts";
export { Topic, topics } from "./topics.ts";
