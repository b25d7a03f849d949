import { z } from "zod";
import { METRICS } from "../monitoring/index.ts";
import type { MetricName } from "../monitoring/index.ts";

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
