export type UnreadKind = "people" | "checked" | "computed" | "feature";

/**
 * Fields of terms that no rule reads, in one place, by the reason. Whatever nobody reads and does not stand here fails the check, and
 * so does what stands here and is read, or is no field any more. `quota: unit per` are `quota.unit` and `quota.per`.
 *
 * - `people`: for readers alone, or said for their sake where the product does it in any case.
 * - `checked`: kept by the check of the file itself.
 * - `computed`: read under a name that is put together, in the file that is named.
 * - `feature`: waits for a part of the product that is not built; whoever builds it reads the field and takes it from here.
 */
export const unreadFields: Readonly<Record<UnreadKind, Readonly<Record<string, string>>>> = {
  people: {
    "what the customer’s firewall must let out, told at enrolment":
      "agentFootprint: outbound outbound.protocol outbound.port",
    "what a message to the customer contains, for whoever writes its text":
      "notice: contents; notifyCustomer: contents",
    "mail and portal are in writing; says that a call alone does not do":
      "notifyCustomer: inWriting",
    "says whose figures count in a dispute": "report: authoritative; rollout: authoritative",
    "what a word means, for readers; the rules take the meaning from the terms that use it":
      "definition: word means period",
    "every request is recorded, whoever makes it": "orderAuthority: fromOthers.recorded",
    "every request is answered, whoever makes it": "orderAuthority: fromOthers.answered",
    "consents are on record in any case": "consent: recorded",
    "what a preview shows; the portal shows all of it": "confirmation: shows",
    "what the customer was silent to: alarms and enquiries are one kind of fact":
      "precaution: silentTo",
    "describes the case to technicians": "precautionCase: detail",
    "reporting costs nothing anywhere in the product": "intake: freeOfCharge",
    "duties are shown to customer and technician alike": "customerDuty: shownTo",
    "what an amount is for; facts come by that already":
      "countLimit: per; quota: per; fairUse: per; rateLimit: per",
    "the unit of the metric, for readers: a metric has one unit": "quota: unit; fairUse: unit",
    "tells the customer that more can be agreed": "quota: adjustable",
    "names what is forbidden; it is recognised by events": "prohibition: things",
    "tells the customer that the list may grow; a new version of the catalogue does that":
      "forbiddenSoftware: providerMayAdd",
    "what the customer is offered instead": "deniedAccess: instead instead.offer instead.where",
    "tells the customer; until and restore decide": "suspension: mayBePermanent",
    "the name of a row; what the row decides is in its operations and plans":
      "tierMatrix: rows.item",
    "tells the customer that a rate is no guarantee": "mailFiltering: guaranteed",
    "what can be brought back, for readers; operations decide": "restore: granularity",
    "where copies can be put, for readers; operations decide": "selfService: targets",
    "says that it is none of the customer’s; onRequest decides":
      "infrastructureBackup: partOfService",
    "what the fee is for; amounts stand with plans, levels and options": "priceMonthly: of",
    "what the fee is for; how often it is due stands with the plan": "priceMonthly: per",
    "“from” in the price list; the plan’s own field is shown": "priceMonthly: startingPrice",
    "says that levels have a surcharge, which stands with the level":
      "priceMonthly: risesWithLevel",
    "repeats what machineBinding decides": "priceMonthly: bookableFor",
    "every piece of work is on record with its ticket, whether this says so or not":
      "timeUnits: documented",
    "tells the customer that the list is agreed first": "provisioning: asAgreed",
    "tells the customer; versions and acceptances are kept in any case":
      "contractForms: termsMayChange",
    "acceptances are on record in any case": "termsAcceptance: recorded",
    "says that a booking is for one machine alone; requirements decide":
      "machineBinding: appliesTo bookedAs",
  },
  checked: {
    "held against calendar by the check of the file (a window outside service hours is reported)":
      "window: within",
  },
  computed: {
    "packages/domain/src/contract/judge-severity.ts":
      "severityRule: matrix.high matrix.high.high matrix.high.medium matrix.high.low matrix.medium matrix.medium.high matrix.medium.medium matrix.medium.low matrix.low matrix.low.high matrix.low.medium matrix.low.low",
  },
  feature: {
    "watching virtual machines from their host": "Check.heartbeat: lostAfterSeconds",
    "checks of mailbox stores": "Check.mailboxStore: warnGigabytes critGigabytes",
    antivirus:
      "Check.antivirusSignature: maximumAgeWorkingDays calendar; antivirus: supplied administered updated on scannerCheck",
    "checks of event logs": "Check.eventLog: logs severities",
    "checks of disks": "Check.smart: reportUnsupported",
    "checks of failed log-ons": "Check.failedLogons: warnPerDay critPerDay",
    "checks by SNMP": "Check.snmp: devices versions timeoutSeconds",
    "checks of web sites from outside":
      "Check.website: expectStatusBelow timeoutSeconds failuresBeforeDown",
    "checks of temperatures": "Check.temperature: sources warnCelsius critCelsius",
    "lookups on blackhole lists": "Check.blackholeLists: lists",
    "backups by the product":
      "Check.backupSelection: emptyIs; backup: subjects chosenBy location encrypted requiresOption; backupStorage: offsite encrypted locationOnRecord countries",
    "office tenants": "Check.tenant: signals mfaCoveragePercent",
    "probes from several places": "Check.availability: fromProbes",
    "a choice of graphs: the portal shows the same ones to everybody (msp-06)":
      "graphs: metrics ranges audience",
    "watching virtual machines from their host; only one operation and both signs are known":
      "watchdog: idleOf operation",
    "alarms to chosen recipients by more than mail, in hours, and once for each event":
      "alarm: recipients combination language oncePer calendar",
    "reminders of what is the customer’s to do": "reminder: of schedule channels shownTo loud",
    "reports by mail each month": "report: contents",
    "invoicing: credits are on record, how they are paid out is the bookkeeper’s": "credit: payout",
    "tickets: claims are put in in the portal alone, so in writing": "claim: inWriting channels",
    "keeping evidence for a time of its own: readings have one retention":
      "evidence: keepMonths producible",
    "time limits on confirmations, which are kept for good with the audit log":
      "confirmation: keepMonths ambiguous",
    "audit records by clause: everything is in the audit log for good":
      "auditRecord: of fields keepMonths visibleTo",
    tickets: "intake: topics recordedAs systemAlwaysAvailable",
    "counting use on shared platforms": "quota: window",
    "counting use on shared platforms: compiling terms for the rules in domain/fair-use":
      "fairUse: window window.minutes window.kind lastingMinutes; rateLimit: window window.minutes window.kind",
    "hosting: switching off accounts": "prohibition: operations",
    "finding forbidden processes and ports on machines":
      "forbiddenSoftware: categories.ports action",
    "suspending services by the product itself":
      "suspension: operations tellCustomer.inWriting tellCustomer.channels",
    "the mail server": "blockedAttachments: insideArchives",
    "shared web servers": "phpFunctions: on",
    "the mail server: compiling terms for the rules in domain/quarantine":
      "quarantine: holdHours rescanMinutes freshDefinitions whenBad whenUnclear subjectMark",
    "the mail server and its detection rates":
      "mailFiltering: level against methods detectionFromPercent detectionToPercent",
    "e-mail signatures": "signaturePolicy: appliesTo templatePer verified",
    "keeping content management systems up to date": "cmsUpkeep: schedule",
    "updates by the product: which programs": "patching: products.name products.role",
    "releases of updates by technicians":
      "releaseControl: watchedCentrally releasedBy criticalWithoutTest",
    "rolling back an update": "rollback: on means healthCheckSeconds",
    "end-of-life data": "vendorSupport: warnBeforeDays",
    "ownership by package": "softwareOwnership: knownPer",
    "backups by the product: compiling terms for the rules in domain/retention":
      "retention: keepLast keepHourly keepDaily keepWeekly keepMonthly keepYearly keepWithinDays unlessAgreed",
    "destroying data at the end of a contract":
      "destruction: on includesBackups certificate withinDays keptUntilDays",
    "licences and their costs":
      "licenceCost: items items.set items.item items.price; licenceSupply: products basis price adjustedWithinDays",
    "installing software sets, firewalls and Windows services from them":
      "softwareSet: os items.role items.products.windowsServices items.products.packages.debian items.products.packages.rhel items.products.packages.windows items.products.ports items.products.licence items.choice sourceAppliesWithoutPanel installed kept",
    "setting machines up": "provisioning: requiresOption",
    "restricting services to addresses": "firewallPolicy: sourceRanges alwaysOpenToProvider",
    "users and groups of the operating system": "accountManagement: os actors",
    VPN: "vpnAccess: authentication reaches certificateDays requiresOption",
    "VPN and certificates": "revocation: of reportedBy withinMinutes cutsConnections",
    "renewing certificates": "certificateRenewal: protocol",
    "the vault and its sealed copies": "credentialCustody: heldBy sealedCopy openingSeenAtOnce",
    "remote control":
      "remoteControl: of approval consent ownAccessControl encrypted recorded dataProtectionDuties",
    "inventories that are signed off": "inventory: of schedule signedOffBy",
    "telephony, office tenants, networks: services without a machine":
      "managedService: service parts duties extent",
    "recommended configurations and deviations from them":
      "configurationBaseline: of deviationsShown keptBy schedule",
    "looking into customers’ files":
      "dataInspection: onlyOn recorded tellCustomer secondPerson channels",
  },
};
