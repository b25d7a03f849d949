/**
 * The closed lists of words that a catalogue may use. Adding a word here is how the product learns something new;
 * a word that is not here is refused by the loader with the nearest known one as a suggestion.
 */
import { z } from "zod";
import { METRICS } from "../monitoring/index.ts";
import type { MetricName } from "../monitoring/index.ts";

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

/** Typed operations: what can be done to something under contract. Mandates carry these names. */
export const operationNames = [
  "service.start",
  "service.stop",
  "service.restart",
  "service.install",
  "service.configure",
  "machine.start",
  "machine.stop",
  "machine.restart",
  "machine.create",
  "machine.resize",
  "machine.delete",
  "machine.suspend",
  "machine.resume",
  "software.install",
  "software.remove",
  "software.approve",
  "update.install",
  "update.release",
  "update.rollback",
  "upgrade.install",
  "migration.run",
  "firewall.changePorts",
  "firewall.restrictSources",
  "firewall.setUp",
  "account.addUser",
  "account.removeUser",
  "account.addGroup",
  "account.removeGroup",
  "file.changePermissions",
  "vpn.issueCertificate",
  "vpn.revokeCertificate",
  "vpn.cutTunnel",
  "certificate.issue",
  "certificate.install",
  "certificate.renew",
  "certificate.fixChallengePath",
  "backup.configure",
  "backup.run",
  "backup.verify",
  "backup.watch",
  "backup.download",
  "backup.restoreFiles",
  "backup.restoreDatabase",
  "backup.restoreMachine",
  "backup.restoreItem",
  "filesystem.freeSpace",
  "filesystem.extend",
  "memory.relieve",
  "disk.replace",
  "snapshot.create",
  "snapshot.restore",
  "configuration.change",
  "network.configure",
  "dns.change",
  "domain.setUp",
  "remote.control",
  "remote.support",
  "credential.handOver",
  "credential.openSealed",
  "credential.store",
  "data.inspect",
  "data.destroy",
  "data.export",
  "site.suspend",
  "site.resume",
  "mail.suspendUser",
  "mail.suspendDomain",
  "mail.releaseQuarantined",
  "mail.sendBulk",
  "mail.adjustSpace",
  "hosting.manageDatabase",
  "hosting.readLogs",
  "cms.update",
  "cms.repair",
  "malware.remove",
  "ddos.mitigate",
  "security.review",
  "plan.order",
  "option.order",
  "request.help",
  "request.change",
  "fault.report",
  "alarm.repair",
  "training.give",
  "visit.make",
  "supplier.assist",
  "telephony.operate",
  "licence.supply",
  "site.adjust",
  "shell.openByCustomer",
  "nas.manage",
  "nat.configure",
  "storage.allocate",
] as const;
export const OperationName = z.enum(operationNames).meta({
  id: "OperationName",
  description:
    "A typed operation: what can be done to something under contract. Mandates carry these names.",
});
export type OperationName = z.infer<typeof OperationName>;

/** Why something was down, or why work arose. */
export const causes = [
  "plannedWork",
  "emergencyWork",
  "providerFault",
  "hardwareFault",
  "softwareFault",
  "networkFault",
  "upstreamNetwork",
  "powerFault",
  "environment",
  "maliciousAttack",
  "ddos",
  "malware",
  "customerAction",
  "customerSoftware",
  "customerConfiguration",
  "customerRequestedWork",
  "applicationFault",
  "thirdParty",
  "thirdPartyWork",
  "forceMajeure",
  "suspension",
  "abuse",
  "dns",
  "betaService",
  "overQuota",
  "improperHandling",
  "wilfulDamage",
  "unknown",
] as const;
export const Cause = z
  .enum(causes)
  .meta({ id: "Cause", description: "Why something was down, or why work arose." });
export type Cause = z.infer<typeof Cause>;

/** Things that happen and that a clause may react to. */
export const events = [
  "state.warning",
  "state.critical",
  "state.recovered",
  "host.down",
  "host.up",
  "agent.unreachable",
  "service.down",
  "service.up",
  "cpu.high",
  "memory.high",
  "disk.filling",
  "disk.full",
  "disk.failing",
  "oom.killed",
  "heartbeat.lost",
  "event.critical",
  "logon.failed",
  "temperature.high",
  "site.unreachable",
  "device.unreachable",
  "signature.stale",
  "scanner.missing",
  "malware.found",
  "backup.failed",
  "backup.gap",
  "backup.unselected",
  "restore.done",
  "certificate.expiring",
  "certificate.renewalFailed",
  "certificate.compromised",
  "update.available",
  "update.failed",
  "restart.required",
  "software.outdated",
  "software.endOfLife",
  "software.forbidden",
  "software.unlicensed",
  "fairUse.passed",
  "quota.passed",
  "sharedSite.overused",
  "mail.bulk",
  "mail.spam",
  "mail.senderMismatch",
  "mail.blocked",
  "mail.quarantined",
  "address.blackholed",
  "address.delisted",
  "delisting.requested",
  "abuse.known",
  "abuse.complaint",
  "abuse.solved",
  "machine.zombie",
  "maintenance.planned",
  "maintenance.thirdParty",
  "interruption.unplanned",
  "customer.silent",
  "danger.imminent",
  "sealed.opened",
  "data.inspected",
  "order.unauthorised",
  "contract.ended",
  "terms.changed",
  "tenant.deviation",
  "tenant.anomaly",
  "usage.excessive",
  "availability.missed",
] as const;
export const EventName = z
  .enum(events)
  .meta({ id: "EventName", description: "Something that happens and that a clause may react to." });
export type EventName = z.infer<typeof EventName>;

/** Measured quantities: what agents report (`METRICS`), and what other sources count, with the unit in the name. */
export const metrics = [
  ...(Object.keys(METRICS) as MetricName[]),
  "temperature.celsius",
  "hypervisor.cpuPercent",
  "hypervisor.memoryPercent",
  "logon.failedPerDay",
  "mailboxStore.gigabytes",
  "webDomain.diskGigabytes",
  "webDomain.databaseGigabytes",
  "webDomain.trafficGigabytes",
  "webServer.cpuPercent",
  "webServer.memoryPercent",
  "mailDomain.diskGigabytes",
  "mailDomain.addresses",
  "mail.messageMegabytes",
  "mail.lists",
  "mail.listMessageKilobytes",
  "mail.messages",
  "mail.recipientsPerMessage",
  "script.seconds",
  "database.count",
  "database.tables",
  "database.queryCpuPercent",
  "database.queryMemoryPercent",
  "account.diskGigabytes",
  "account.trafficGigabytes",
  "account.ftpAccounts",
  "account.databases",
  "account.mailboxes",
  "account.domains",
  "account.subdomains",
  "vpn.users",
  "vpn.certificates",
  "labour.hours",
  "support.minutes",
  "uptime.percent",
  "iaas.storageGigabytes",
  "iaas.cpuCores",
  "iaas.memoryGigabytes",
] as const;
export const Metric = z.enum(metrics).meta({ id: "Metric", description: "A measured quantity." });
export type Metric = z.infer<typeof Metric>;

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

/** Subjects that clauses include, exclude or charge: what a request is about. */
export const topics = [
  "operatingSystem",
  "operatingSystemUpgrade",
  "standardSoftware",
  "directoryDnsDhcpClients",
  "preinstalledApplications",
  "providerInstalledSoftware",
  "customerInstalledSoftware",
  "customerApplication",
  "customerApplicationInstall",
  "customerSite",
  "applicationFault",
  "industrySolution",
  "hostedApplication",
  "hostingPlatform",
  "hostingSoftware",
  "thirdPartyCms",
  "thirdPartyScript",
  "cmsUpkeep",
  "configurationChange",
  "standardChange",
  "changeRequest",
  "faultRepair",
  "alarmRepair",
  "remoteRepair",
  "remoteAdministration",
  "remoteSupport",
  "phoneSupport",
  "onSiteVisit",
  "travel",
  "smallTask",
  "training",
  "webAdjustment",
  "supplierHelp",
  "ddosMitigation",
  "securityReview",
  "malwareCleanup",
  "customerCausedFault",
  "improperHandling",
  "wilfulDamage",
  "forceMajeure",
  "environmentFault",
  "powerFault",
  "updateCompatibility",
  "bigUpgrade",
  "infrastructureBackupRestore",
  "infrastructureBackupRun",
  "hardwareReplacement",
  "hardwareService",
  "ownMailServerFiltering",
  "ownWebServerMailRelay",
  "otherSoftware",
  "workBeyondUpkeep",
  "loadWatch",
  "basicSiteProblem",
  "networkProblem",
  "restartProblem",
  "hardwareProblem",
  "supportedPackageInstall",
  "componentUpgrade",
  "componentMigration",
  "basicFirewallSetUp",
  "optionalService",
  "intervention",
  "abuseCase",
  "licence",
  "provisioning",
  "restart",
  "setUpHelp",
  "operationHelp",
  "generalItSupport",
  "emergencyWork",
  "migration",
] as const;
export const Topic = z.enum(topics).meta({ id: "Topic", description: "What a request is about." });
export type Topic = z.infer<typeof Topic>;
