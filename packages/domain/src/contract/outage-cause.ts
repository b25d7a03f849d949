import type { Cause } from "../catalogue/index.ts";
import type { OutageCause } from "../availability/index.ts";

/** The catalogue's words for causes as the availability rules know them. */
const CAUSES: Readonly<Record<Cause, OutageCause>> = {
  plannedWork: "planned-work",
  emergencyWork: "emergency-work",
  providerFault: "unclassified",
  hardwareFault: "hardware",
  softwareFault: "software",
  networkFault: "network",
  upstreamNetwork: "upstream-network",
  powerFault: "power",
  environment: "environment",
  maliciousAttack: "attack",
  ddos: "ddos",
  malware: "malware",
  customerAction: "customer",
  customerSoftware: "customer",
  customerConfiguration: "customer",
  customerRequestedWork: "requested-work",
  applicationFault: "application",
  thirdParty: "supplier",
  thirdPartyWork: "third-party-work",
  forceMajeure: "force-majeure",
  suspension: "suspended",
  abuse: "suspended",
  dns: "dns",
  betaService: "beta-service",
  overQuota: "over-quota",
  improperHandling: "customer",
  wilfulDamage: "customer",
  unknown: "unclassified",
};

export function outageCauseOf(cause: Cause): OutageCause {
  return CAUSES[cause];
}
