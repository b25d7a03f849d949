import { describe, expect, it } from "vitest";
import { decideCase, shorten } from "../../../../../test/catalogues/decision-case.ts";
import type { DecisionCase } from "../../../../../test/catalogues/decision-case.ts";
import type { Metric, OperationName } from "../../catalogue/index.ts";
import type { FoundSoftware } from "../../software/index.ts";
import type { DecisionRequest } from "../index.ts";

const web = { plan: "web" };
const mail = { plan: "mail" };
const self = { plan: "vps-self" };
const semi = { plan: "vps-semi" };
const full = { plan: "vps-full" };
const iaas = { plan: "iaas" };
const HOUR = 3_600_000;
const now = Date.parse("2027-04-14T10:00:00Z");

const operation = (
  name: OperationName,
  by: "customer" | "orderer" | "technician" | "system",
  channel: "portal" | "ticket" | "mail" | "hostingPanel" = "portal",
  more: object = {},
): DecisionRequest => ({ kind: "operation", operation: name, by, channel, ...more });

const use = (metric: Metric, amount: number): DecisionRequest => ({ kind: "use", metric, amount });

const found = (
  kind: FoundSoftware["kind"],
  version: string,
  newestVersion: string,
  more: Partial<FoundSoftware> = {},
): DecisionRequest => ({
  kind: "software",
  found: { kind, name: "site", version, newestVersion, ...more },
});

const outbound = (more: object): DecisionRequest => ({
  kind: "mail",
  direction: "outbound",
  account: "ana@example.ba",
  envelopeFrom: "ana@example.ba",
  headerFrom: "Ana@Example.ba",
  ...more,
});

const listed = (
  hoursAgo: number,
  cancelled: readonly {
    event: "delisting.requested" | "address.delisted";
    hoursAgo: number;
  }[] = [],
): DecisionRequest => ({
  kind: "act",
  on: "address.blackholed",
  atMs: now - (hoursAgo + 1) * HOUR,
  toldAtMs: now - hoursAgo * HOUR,
  cancelled: cancelled.map((one) => ({ event: one.event, atMs: now - one.hoursAgo * HOUR })),
});

const order = (plan: string, options: readonly string[] = []): DecisionRequest => ({
  kind: "order",
  by: "orderer",
  channel: "mail",
  plan,
  options,
});

const cases: readonly DecisionCase[] = [
  [
    "ba-01: an order by mail makes a contract",
    web,
    order("web"),
    { contractForm: "orderByMail" },
    "charged ba-01 1500 BAM",
  ],
  [
    "ba-01: a word on the phone does not",
    web,
    order("web"),
    { contractForm: "phoneCall" },
    "refused wrong-form ba-01",
  ],
  [
    "ba-11: spam is switched off for good",
    mail,
    { kind: "act", on: "mail.spam", atMs: now },
    {},
    "allowed act-now ba-11",
  ],
  [
    "ba-12: no coin miners",
    full,
    { kind: "run", process: "/opt/xmrig" },
    {},
    "refused forbidden ba-12",
  ],
  [
    "ba-10: a site's system that is out of date may run on; updating it is the customer's",
    web,
    found("cmsCore", "6.4", "6.5.2"),
    {},
    "allowed keep-current ba-10",
  ],
  [
    "ba-10: so may a plug-in without a licence key",
    web,
    found("cmsPlugin", "1.9", "1.10", { licensed: false }),
    {},
    "allowed keep-current ba-10",
  ],
  [
    "ba-10: what is current is as it should be",
    web,
    found("application", "6.5.2", "6.5.2"),
    {},
    "allowed granted ba-10",
  ],
  [
    "ba-10: a package of the system is not meant",
    web,
    found("package", "1.0", "2.0"),
    {},
    "allowed granted ba-39",
  ],
  [
    "ba-12: forbidden software is forbidden, current or not",
    web,
    { kind: "software", found: { kind: "application", name: "xmrig", version: "6.0" } },
    {},
    "refused forbidden ba-12",
  ],
  [
    "ba-12: a web server is no forbidden software",
    full,
    { kind: "run", process: "/usr/sbin/apache2" },
    {},
    "allowed granted ba-12",
  ],
  [
    "ba-13: a script of 60 seconds",
    web,
    use("script.seconds", 60),
    {},
    "allowed within-limit ba-13",
  ],
  ["ba-13: no longer", web, use("script.seconds", 61), {}, "refused limit-reached ba-13"],
  [
    "ba-13: queries with a tenth of the CPU and more are slowed down and told",
    web,
    use("database.queryCpuPercent", 11),
    {},
    "allowed limit-contact ba-13",
  ],
  [
    "ba-14: no SSH on shared hosting",
    web,
    { kind: "access", way: "ssh" },
    {},
    "refused access-denied ba-14",
  ],
  [
    "ba-14: no shell by any other door",
    web,
    operation("shell.openByCustomer", "customer"),
    {},
    "refused access-denied ba-14",
  ],
  [
    "ba-14: databases are administered in the hosting panel",
    web,
    operation("hosting.manageDatabase", "customer", "hostingPanel"),
    {},
    "allowed granted ba-14",
  ],
  [
    "ba-15: on a complaint the service is suspended at once, at the customer's cost",
    web,
    { kind: "act", on: "abuse.complaint", atMs: now },
    {},
    "allowed act-now ba-15",
  ],
  [
    "ba-15: while it is suspended nothing is done for him",
    full,
    operation("service.restart", "customer", "ticket"),
    { suspendedBy: "ba-15" },
    "refused suspended ba-15",
  ],
  [
    "ba-17: files are not looked into without a suspicion",
    full,
    operation("data.inspect", "technician"),
    { approvals: ["secondPerson"] },
    "refused no-suspicion ba-17",
  ],
  [
    "ba-17: nor by one person alone",
    full,
    operation("data.inspect", "technician"),
    { foundedSuspicion: true },
    "needs ba-17 second-person",
  ],
  [
    "ba-17: with both",
    full,
    operation("data.inspect", "technician"),
    { foundedSuspicion: true, approvals: ["secondPerson"] },
    "allowed granted ba-17",
  ],
  [
    "ba-18: data is destroyed once the contract has ended and the orderer confirms",
    full,
    operation("data.destroy", "orderer"),
    { events: ["contract.ended"], confirmed: true },
    "allowed granted ba-18",
  ],
  [
    "ba-18: not while it runs",
    full,
    operation("data.destroy", "orderer"),
    { confirmed: true },
    "refused not-now ba-18",
  ],
  [
    "ba-19: ten gigabytes of a web domain",
    web,
    use("webDomain.diskGigabytes", 10),
    {},
    "allowed within-limit ba-19",
  ],
  [
    "ba-19: more of them is talked about",
    web,
    use("webDomain.diskGigabytes", 10.1),
    {},
    "allowed limit-contact ba-19",
  ],
  [
    "ba-20: a message of 25 megabytes",
    mail,
    outbound({ megabytes: 25 }),
    {},
    "allowed granted ba-23",
  ],
  ["ba-20: of 26 is refused", mail, outbound({ megabytes: 26 }), {}, "refused limit-reached ba-20"],
  [
    "ba-20: the 301st address is talked about",
    mail,
    use("mailDomain.addresses", 301),
    {},
    "allowed limit-contact ba-20",
  ],
  [
    "ba-21: to 100 recipients it is a message like any other",
    mail,
    outbound({ recipients: 100 }),
    {},
    "allowed granted ba-23",
  ],
  [
    "ba-21: to 101 a newsletter",
    mail,
    outbound({ recipients: 101 }),
    {},
    "allowed limit-contact ba-21",
  ],
  [
    "ba-21: to 301 only by agreement",
    mail,
    outbound({ recipients: 301 }),
    {},
    "needs ba-21 approval",
  ],
  [
    "ba-21: the 101st message of an hour is refused",
    web,
    use("mail.messages", 101),
    {},
    "refused limit-reached ba-21",
  ],
  [
    "ba-22: a customer's own server is not relayed",
    full,
    outbound({ via: "ownMailServer" }),
    {},
    "refused not-included ba-22",
  ],
  [
    "ba-22: unless that is booked",
    { plan: "vps-full", options: ["mail-relay"] },
    outbound({ via: "ownMailServer" }),
    {},
    "allowed granted ba-22",
  ],
  [
    "ba-24: a forged sender is refused",
    mail,
    outbound({ headerFrom: "boss@example.ba" }),
    {},
    "refused forbidden ba-24",
  ],
  [
    "ba-24: one of his own aliases is not forged",
    mail,
    outbound({ headerFrom: "info@example.ba", aliases: ["info@example.ba"] }),
    {},
    "allowed granted ba-23",
  ],
  [
    "ba-26: no programs, whatever they are called",
    mail,
    outbound({ attachments: ["invoice.pdf.EXE"] }),
    {},
    "refused forbidden ba-26",
  ],
  [
    "ba-26: in neither direction",
    mail,
    { kind: "mail", direction: "inbound", attachments: ["a.docm"] },
    {},
    "refused forbidden ba-26",
  ],
  [
    "ba-26: a picture passes",
    mail,
    outbound({ attachments: ["holiday.jpg"] }),
    {},
    "allowed granted ba-23",
  ],
  [
    "ba-28: PHP may not call shell_exec",
    web,
    { kind: "php", function: "shell_exec" },
    {},
    "refused forbidden ba-28",
  ],
  [
    "ba-28: it may call strlen",
    web,
    { kind: "php", function: "strlen" },
    {},
    "allowed granted ba-28",
  ],
  [
    "ba-29: a restore from the provider's own backups is checked first, then charged",
    self,
    operation("backup.restoreMachine", "customer", "ticket"),
    {},
    "needs ba-29 feasibility, ba-29 order 8000 BAM",
  ],
  [
    "ba-29: possible and ordered: 40 minutes are two units of 30",
    self,
    operation("backup.restoreMachine", "customer", "ticket", { minutes: 40 }),
    { feasible: true, ordered: true },
    "charged ba-29 8000 BAM",
  ],
  [
    "ba-30: hosting customers back up by themselves in the panel",
    web,
    operation("backup.run", "customer", "hostingPanel"),
    {},
    "allowed granted ba-30",
  ],
  [
    "ba-31: with the backup service a whole machine is restored in the portal",
    { plan: "vps-self", options: ["backup-service"] },
    operation("backup.restoreMachine", "customer"),
    {},
    "allowed granted ba-31",
  ],
  [
    "ba-33: operating system updates: not self managed",
    self,
    operation("update.install", "technician"),
    {},
    "refused not-in-tier ba-33",
  ],
  [
    "ba-33: nor semi managed",
    semi,
    operation("update.install", "technician"),
    {},
    "refused not-in-tier ba-33",
  ],
  [
    "ba-33: fully managed",
    full,
    operation("update.install", "technician"),
    {},
    "allowed granted ba-33",
  ],
  [
    "ba-33: components are maintained as delivered on semi",
    semi,
    operation("service.configure", "technician"),
    {},
    "allowed granted ba-33",
  ],
  [
    "ba-33: and not on self",
    self,
    operation("service.configure", "technician"),
    {},
    "refused not-in-tier ba-33",
  ],
  [
    "ba-33: the first domain is set up on semi, upgrades are not made there",
    semi,
    operation("upgrade.install", "technician"),
    {},
    "refused not-in-tier ba-33",
  ],
  [
    "ba-34: VPN needs the enterprise firewall",
    full,
    operation("vpn.issueCertificate", "customer"),
    {},
    "refused prerequisite-missing ba-34",
  ],
  [
    "ba-34: nor can it be ordered without",
    full,
    order("vps-full", ["vpn"]),
    { contractForm: "signedContract" },
    "refused prerequisite-missing ba-34",
  ],
  [
    "ba-34: a shell on a fully managed server by agreement only",
    full,
    operation("shell.openByCustomer", "customer"),
    {},
    "needs ba-34 agreement",
  ],
  [
    "ba-34: agreed",
    full,
    operation("shell.openByCustomer", "customer"),
    { agreements: ["provider"] },
    "allowed granted ba-34",
  ],
  [
    "ba-35: a third party's CMS is not kept: charged by the half hour",
    full,
    operation("cms.update", "customer", "ticket", { minutes: 31 }),
    { ordered: true },
    "charged ba-35 8000 BAM",
  ],
  [
    "ba-35: and only on an order",
    full,
    operation("cms.update", "customer", "ticket", { minutes: 31 }),
    {},
    "needs ba-35 order 8000 BAM",
  ],
  [
    "ba-36: a restart is part of fully managed",
    full,
    operation("machine.restart", "customer", "ticket"),
    {},
    "allowed granted ba-36",
  ],
  [
    "ba-36: so are network problems",
    full,
    { kind: "work", by: "customer", channel: "mail", topics: ["networkProblem"] },
    {},
    "allowed included ba-36",
  ],
  [
    "ba-38: credentials go to the orderer",
    full,
    operation("credential.handOver", "orderer"),
    {},
    "allowed granted ba-38",
  ],
  [
    "ba-38: to nobody else of his company",
    full,
    operation("credential.handOver", "customer"),
    {},
    "refused asker-not-allowed ba-38",
  ],
  [
    "ba-38: nor to a technician who asks for him",
    full,
    { kind: "credential", by: "technician", credentials: "server" },
    {},
    "refused access-denied ba-38",
  ],
  [
    "ba-39: an intervention is agreed first",
    self,
    { kind: "work", by: "orderer", channel: "mail", topics: ["intervention"], minutes: 61 },
    {},
    "needs ba-39 order 12000 BAM",
  ],
  [
    "ba-39: 61 minutes are three units of 30",
    self,
    { kind: "work", by: "orderer", channel: "mail", topics: ["intervention"], minutes: 61 },
    { ordered: true },
    "charged ba-39 12000 BAM",
  ],
  ["ba-41: 71 hours after the report: wait", full, listed(71), {}, "needs ba-41 waiting"],
  ["ba-41: 72 hours: suspended", full, listed(72), {}, "allowed act-now ba-41"],
  [
    "ba-41: a delisting request in time stops it",
    full,
    listed(80, [{ event: "delisting.requested", hoursAgo: 10 }]),
    {},
    "refused timer-stopped ba-41",
  ],
  [
    "ba-41: one that came after 72 hours does not",
    full,
    listed(80, [{ event: "delisting.requested", hoursAgo: 7 }]),
    {},
    "allowed act-now ba-41",
  ],
  [
    "ba-41: once the address is clean there is nothing to suspend for",
    full,
    listed(80, [{ event: "address.delisted", hoursAgo: 1 }]),
    {},
    "refused timer-stopped ba-41",
  ],
  [
    "ba-41: the time does not run before the customer was told",
    full,
    { kind: "act", on: "address.blackholed", atMs: now - 200 * HOUR },
    {},
    "refused customer-not-told ba-41",
  ],
  [
    "ba-42: a zombie is suspended at once",
    full,
    { kind: "act", on: "machine.zombie", atMs: now },
    {},
    "allowed act-now ba-42",
  ],
  [
    "ba-43: the customer builds his machines himself",
    iaas,
    operation("machine.create", "customer"),
    {},
    "allowed granted ba-43",
  ],
  [
    "ba-43: up to the cores that were agreed",
    iaas,
    use("iaas.cpuCores", 8),
    { agreedAmounts: { "iaas.cpuCores": 8 } },
    "allowed within-limit ba-43",
  ],
  [
    "ba-43: and no further",
    iaas,
    use("iaas.cpuCores", 9),
    { agreedAmounts: { "iaas.cpuCores": 8 } },
    "refused limit-reached ba-43",
  ],
];

describe("what the cloud service terms say", () => {
  it.each(cases)("%s", (...row) => {
    expect(shorten(decideCase("ba", row))).toBe(row[4]);
  });

  it("ba-15: says in Bosnian that it is suspended, and what that costs", () => {
    const decision = decideCase("ba", [
      "",
      web,
      { kind: "act", on: "abuse.known", atMs: now },
      {},
      "",
    ]);
    expect(decision.charge).toMatchObject({ mode: "customerBears", price: { id: "hour" } });
    expect(decision.sentence.bs).toMatch(/^Ovo sada slijedi: .+ \(ba-15\)\.$/);
  });
});
