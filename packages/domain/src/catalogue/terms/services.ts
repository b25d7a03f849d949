import { z } from "zod";
import { Reference } from "../reference.ts";
import { Schedule } from "../schedule.ts";
import { Channel, OperatingSystem, OperationName } from "../vocabulary.ts";
import { term } from "./term.ts";

const family = "Services and machines";

export const Provisioning = term(
  "provisioning",
  { family, says: "What is done when a machine is set up.", witnesses: ["journal", "agent"] },
  {
    steps: z
      .array(
        z.enum([
          "installOs",
          "configureOs",
          "configureNetwork",
          "installCertificates",
          "setUpBackup",
          "setUpFirewall",
          "setUpMonitoring",
          "setUpDomain",
          "setUpDns",
          "bringUpToDate",
          "createAccounts",
        ]),
      )
      .min(1),
    requiresOption: Reference("option").optional(),
    asAgreed: z.boolean(),
  },
);

export const FirewallPolicy = term(
  "firewallPolicy",
  { family, says: "What can be reached from outside.", witnesses: ["agent", "probe"] },
  {
    default: z.enum(["deny", "allow"]),
    open: z.enum(["namedByCustomer", "all", "byPlan"]),
    sourceRanges: z.boolean().meta({ description: "A service may be limited to address ranges." }),
    alwaysOpenToProvider: z.boolean(),
    appliedWithinMinutes: z.int().min(1),
  },
);

export const AccountManagement = term(
  "accountManagement",
  {
    family,
    says: "OS accounts, groups and permissions are changed on request.",
    witnesses: ["journal"],
  },
  {
    operations: z.array(OperationName).min(1),
    os: z.array(OperatingSystem).min(1),
    actors: z.array(z.enum(["customer", "orderer"])).min(1),
  },
);

export const VpnAccess = term(
  "vpnAccess",
  { family, says: "VPN access to the machine.", witnesses: ["agent", "journal"] },
  {
    authentication: z.enum(["personalCertificate", "sharedKey", "password"]),
    reaches: z.enum(["customerMachines", "oneMachine"]),
    certificateDays: z.int().min(1),
    requiresOption: z.array(Reference("option")).optional(),
  },
);

export const Revocation = term(
  "revocation",
  {
    family,
    says: "A certificate reported as lost is revoked and its connection cut.",
    witnesses: ["journal", "tickets"],
  },
  {
    of: z.enum(["vpnCertificate", "serverCertificate", "apiKey"]),
    reportedBy: z.array(Channel).min(1),
    withinMinutes: z.int().min(1),
    cutsConnections: z.boolean(),
  },
);

export const CertificateRenewal = term(
  "certificateRenewal",
  { family, says: "Certificates are renewed in time.", witnesses: ["agent", "probe"] },
  {
    renewBeforeDays: z.int().min(1),
    alarmBeforeDays: z.int().min(0),
    protocol: z.enum(["acme", "manual", "any"]),
  },
);

export const CredentialCustody = term(
  "credentialCustody",
  {
    family,
    says: "Who holds which credentials, and who gets to see them.",
    witnesses: ["journal"],
  },
  {
    credentials: z.enum(["administrator", "server", "ftp", "dns", "database", "customerSupplied"]),
    heldBy: z.enum(["provider", "customer", "both"]),
    releasedTo: z.enum(["orderer", "nobody", "namedPersons", "technicians"]),
    sealedCopy: z.boolean(),
    openingSeenAtOnce: z.boolean(),
  },
);

export const RemoteControl = term(
  "remoteControl",
  {
    family,
    says: "The provider works on the asker’s screen or on the server.",
    witnesses: ["journal"],
  },
  {
    of: z.array(z.enum(["servers", "computers"])).min(1),
    approval: z.enum(["standing", "each"]),
    consent: Reference("consent").optional(),
    ownAccessControl: z.boolean(),
    encrypted: z.boolean(),
    recorded: z.boolean(),
    dataProtectionDuties: z.boolean(),
  },
);

export const ManagedService = term(
  "managedService",
  {
    family,
    says: "A service that the provider runs, by its parts.",
    witnesses: ["control", "tickets"],
  },
  {
    service: z.enum([
      "telephony",
      "officeSuite",
      "itOperations",
      "network",
      "endpointManagement",
      "officeProtection",
      "mailPlatform",
      "iaas",
      "webAdministration",
      "fullyManaged",
    ]),
    parts: z
      .array(
        z.enum([
          "mobile",
          "phoneSystem",
          "ipTelephony",
          "faxToMail",
          "smsGateway",
          "licences",
          "configurationAdvice",
          "partnerAccess",
          "operations",
          "maintenance",
          "remoteAccess",
          "administrativeAccess",
          "computerConnections",
          "signInAnomalies",
          "sharingAnomalies",
          "mailRuleAnomalies",
          "mfaCoverage",
          "storage",
          "cpu",
          "ram",
          "nat",
          "firewall",
          "os",
          "spamProtection",
          "virusProtection",
          "malwareProtection",
          "adjustableSpace",
          "loadWatch",
          "siteProblems",
          "networkProblems",
          "restarts",
          "hardwareProblems",
          "packageInstall",
          "componentUpgrade",
          "componentMigration",
          "firewallSetUp",
        ]),
      )
      .min(1),
    duties: z
      .array(z.enum(["operate", "advise", "administer", "supply", "support", "selfService"]))
      .min(1),
    extent: z.enum(["full", "asAgreed"]),
  },
);

export const ConfigurationBaseline = term(
  "configurationBaseline",
  {
    family,
    says: "A recommended configuration; deviations are shown.",
    witnesses: ["control", "agent"],
  },
  {
    of: z.enum(["officeTenant", "server", "network"]),
    deviationsShown: z.boolean(),
    keptBy: z.enum(["provider", "customer"]),
    schedule: Schedule,
  },
);
