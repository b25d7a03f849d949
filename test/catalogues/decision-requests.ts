import {
  channels,
  events,
  metrics,
  operationNames,
  topics,
} from "../../packages/domain/src/catalogue/index.ts";
import type { Actor, Catalogue } from "../../packages/domain/src/catalogue/index.ts";
import type { DecidedContract, DecisionRequest } from "../../packages/domain/src/contract/index.ts";
import { softwareKinds } from "../../packages/domain/src/software/index.ts";
import { readCatalogue } from "./read-catalogue.ts";

const ids = [
  "se",
  "msp",
  "dk",
  "srv",
  "ba",
  "colocation-hall",
  "hours-only",
  "prepaid-hours",
  "quarter-line",
  "region-cloud",
  "root-server-host",
  "two-continents",
];

/** Each plan and level of every catalogue, with no option and with all of them. */
export const everyContract: readonly DecidedContract[] = ids.flatMap((id) => {
  const catalogue = readCatalogue(id);
  return catalogue.plans.flatMap((plan) =>
    [undefined, ...(plan.levels ?? [])].flatMap((level) =>
      [[], catalogue.options.map((option) => option.id)].map((options) => ({
        catalogue,
        selection: { plan: plan.id, level, options },
      })),
    ),
  );
});

const ASKERS: readonly Actor[] = ["customer", "orderer", "technician", "provider"];
const WAYS = [
  "rdp",
  "ssh",
  "remoteDatabase",
  "operatingSystem",
  "systemLogs",
  "administratorPassword",
  "vpn",
] as const;

/** Requests of every kind that there is, with every word of the closed lists, for a catalogue's own counts and custodies. */
export function everyRequestTo(catalogue: Catalogue, nowMs: number): readonly DecisionRequest[] {
  const terms = catalogue.clauses.flatMap((clause) => clause.terms);
  const things = terms.flatMap((term) => (term.type === "countLimit" ? [term.thing] : []));
  const custodies = terms.flatMap((term) =>
    term.type === "credentialCustody" ? [term.credentials] : [],
  );
  return [
    ...asked(),
    ...orders(catalogue),
    ...[0, 1_000_000].flatMap((amount): DecisionRequest[] => [
      ...metrics.map((metric) => ({ kind: "use" as const, metric, amount })),
      ...things.map((thing) => ({ kind: "use" as const, thing, amount })),
    ]),
    ...mails,
    ...events.flatMap((on): DecisionRequest[] => [
      { kind: "act", on, atMs: nowMs - 3_600_000 },
      { kind: "act", on, atMs: nowMs - 3_600_000, toldAtMs: nowMs - 3_600_000 },
      { kind: "act", on, atMs: nowMs - 9e8, toldAtMs: nowMs - 9e8 },
    ]),
    ...WAYS.map((way) => ({ kind: "access" as const, way })),
    ...["exec", "strlen"].map((name) => ({ kind: "php" as const, function: name })),
    ...["xmrig", "/usr/sbin/nginx"].map((process) => ({ kind: "run" as const, process })),
    ...softwareKinds.flatMap((kind) =>
      (["provider", "customer", "distribution"] as const).map((installedBy) => ({
        kind: "software" as const,
        found: {
          kind,
          name: "x",
          version: "1.0",
          newestVersion: "2.0",
          licensed: false,
          installedBy,
        },
      })),
    ),
    ...custodies.flatMap((credentials) =>
      ASKERS.map((by) => ({ kind: "credential" as const, by, credentials })),
    ),
  ];
}

function asked(): readonly DecisionRequest[] {
  return ASKERS.flatMap((by): DecisionRequest[] => {
    const channel = by === "orderer" ? "mail" : "portal";
    return [
      ...operationNames.map(
        (operation) => ({ kind: "operation" as const, operation, by, channel }) as const,
      ),
      ...topics.map(
        (topic) => ({ kind: "work" as const, topics: [topic], by, channel, minutes: 50 }) as const,
      ),
    ];
  }).concat(
    channels.map((channel) => ({
      kind: "work",
      topics: ["intervention", "workBeyondUpkeep", "applicationFault"],
      by: "orderer",
      channel,
      minutes: 50,
    })),
  );
}

function orders({ plans, options }: Catalogue): readonly DecisionRequest[] {
  const all = options.map(({ id }) => id);
  return plans.flatMap((plan) =>
    [undefined, ...(plan.levels ?? [])].flatMap((level) =>
      [[], all, ...all.map((one) => [one])].map((chosen) => ({
        kind: "order" as const,
        plan: plan.id,
        ...(level !== undefined && { level }),
        options: chosen,
        by: "orderer" as const,
        channel: "portal" as const,
      })),
    ),
  );
}

const mail = { kind: "mail", direction: "outbound", account: "a@b.example" } as const;
const mails: readonly DecisionRequest[] = [
  mail,
  { ...mail, envelopeFrom: "x@y.example" },
  { ...mail, attachments: ["a.exe"] },
  { ...mail, recipients: 150 },
  { ...mail, recipients: 1_000 },
  { ...mail, megabytes: 100 },
  { ...mail, via: "ownMailServer" },
  { ...mail, via: "ownWebServer" },
  { ...mail, direction: "inbound", attachments: ["a.exe"] },
];
