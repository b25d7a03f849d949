import type {
  Alert,
  AuditEntry,
  Availability,
  CheckStandingView,
  ClauseView,
  Contract,
  Customer,
  MandateView,
  Me,
  Person,
  PromiseRow,
  PromiseState,
  Server,
} from "@driftvakt/protocol/api";
import { PERMISSIONS } from "@driftvakt/protocol/api";

/** A made-up house with made-up customers, for looking at pages while they are built. Tests run on the real thing. */
export const NOW_MS = Date.now();
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
export const PERIOD = new Date(NOW_MS).toISOString().slice(0, 7);

/** A UUID from a small number, the same at every start. */
export function id(kind: number, n: number): string {
  const hex = n.toString(16).padStart(12, "0");
  return `018f0000-${kind.toString(16).padStart(4, "0")}-7000-8000-${hex}`;
}

/** A steady pseudo-random number of 0 … 1. */
function dice(n: number): number {
  const x = Math.sin(n * 12.9898) * 43_758.5453;
  return x - Math.floor(x);
}

export const customers: Customer[] = [
  "Björklund Bokhandel",
  "Fjordlyst Møbler",
  "Una Pekara",
  "Steinbach Optik",
  "Havnegade Tandklinik",
  "Nordanvind Förlag",
].map((name, n) => ({
  id: id(1, n),
  name,
  locale: (["sv", "da", "bs", "de", "da", "sv"] as const)[n] ?? "en",
  timeZone:
    [
      "Europe/Stockholm",
      "Europe/Copenhagen",
      "Europe/Sarajevo",
      "Europe/Berlin",
      "Europe/Copenhagen",
      "Europe/Stockholm",
    ][n] ?? "UTC",
  createdAtMs: NOW_MS - (400 - n * 31) * DAY,
  serverCount: [5, 3, 2, 4, 1, 3][n] ?? 0,
  openAlertCount: n === 0 ? 2 : n === 3 ? 1 : 0,
}));

export const me: Me = {
  id: id(2, 0),
  name: "Ada Lindqvist",
  email: "ada@driftvakt.example",
  role: "owner",
  customerId: null,
  customerName: null,
  locale: "en",
  timeZone: "Europe/Stockholm",
  secondFactor: "passkey",
  disabledAtMs: null,
  lastSeenAtMs: NOW_MS,
  permissions: [...PERMISSIONS],
  provider: {
    name: "Klippan Drift",
    catalogueId: "se",
    currency: "SEK",
    timeZone: "Europe/Stockholm",
  },
  mailIsSent: false,
  version: "0.1.0",
};

const NAMES = ["web", "db", "mail", "shop", "files", "api", "cache", "build"];

function server(n: number): Server {
  const customer = customers[n % customers.length]!;
  const worst = n === 0 ? "critical" : n === 3 || n === 7 ? "warning" : n === 9 ? "unknown" : "ok";
  const state = n === 9 ? "unreachable" : n === 14 ? "waiting" : n === 17 ? "down" : "up";
  return {
    id: id(3, n),
    hostname: `${NAMES[n % NAMES.length]}${Math.floor(n / NAMES.length) + 1}.${customer.name.split(" ")[0]!.toLowerCase().replace("ö", "o")}.example`,
    customerId: customer.id,
    customerName: customer.name,
    contractId: n === 14 ? null : id(4, n % customers.length),
    planName: n === 14 ? null : "Managed",
    state,
    worst: state === "down" ? "critical" : worst,
    openAlertCount: worst === "ok" ? 0 : 1,
    promisesAtRiskCount: n === 0 ? 2 : n === 3 ? 1 : 0,
    operatingSystem: state === "waiting" ? null : "Debian GNU/Linux 12 (bookworm)",
    agentVersion: state === "waiting" ? null : "0.1.0",
    lastSeenAtMs:
      state === "waiting" ? null : state === "down" ? NOW_MS - 11 * MINUTE : NOW_MS - 6000,
    latest:
      state === "waiting"
        ? { cpuPercent: null, memoryPercent: null, fullestFilesystemPercent: null }
        : {
            cpuPercent: n === 3 ? 93 : 4 + dice(n) * 55,
            memoryPercent: 20 + dice(n + 50) * 60,
            fullestFilesystemPercent: n === 7 ? 91 : 15 + dice(n + 99) * 60,
          },
  };
}

export const servers: Server[] = Array.from({ length: 18 }, (_, n) => server(n));
/** The same fleet grown to the size of the figure. */
export const manyServers: Server[] = [
  ...servers,
  ...Array.from({ length: 9982 }, (_, n) => server(n + 18)),
];

export const checks: CheckStandingView[] = [
  check(
    "service:nginx.service",
    "critical",
    "failed (exit code), main process exited, code=killed, status=9/KILL",
    null,
  ),
  check("memory", "warning", "82.4 % used, warning from 80 %", 82.4, {
    metric: "memory.used",
    comparison: "above",
    warning: 80,
    critical: 92,
  }),
  check("cpu", "ok", "11.2 % busy", 11.2, {
    metric: "cpu.busy",
    comparison: "above",
    warning: 80,
    critical: 95,
  }),
  check("filesystem:/", "ok", "41 % used, 23 GiB free", 41, {
    metric: "filesystem.used:/",
    comparison: "above",
    warning: 80,
    critical: 90,
  }),
  check("filesystem:/var", "ok", "67 % used, 61 GiB free", 67, {
    metric: "filesystem.used:/var",
    comparison: "above",
    warning: 80,
    critical: 90,
  }),
  check("service:mariadb.service", "ok", "active (running)", null),
  check("service:ssh.service", "ok", "active (running)", null),
  check("service:postfix.service", "ok", "active (running)", null),
  check("host", "ok", "the agent reports", null),
];

function check(
  name: string,
  state: CheckStandingView["state"],
  output: string,
  value: number | null,
  limits?: CheckStandingView["limits"],
): CheckStandingView {
  return {
    check: name,
    state,
    hard: name !== "memory",
    attempt: name === "memory" ? 2 : 1,
    sinceMs: NOW_MS - (state === "ok" ? 9 * DAY : 7 * MINUTE),
    flapping: false,
    output,
    value,
    clauses: name.startsWith("service") ? ["se-02", "se-04"] : ["se-02"],
    ...(limits ? { limits } : {}),
  };
}

function alert(n: number, over: Partial<Alert>): Alert {
  const machine = servers[n]!;
  return {
    id: id(5, n),
    serverId: machine.id,
    hostname: machine.hostname,
    customerId: machine.customerId,
    customerName: machine.customerName,
    check: "service:nginx.service",
    state: "critical",
    output: "failed (exit code), main process exited, code=killed, status=9/KILL",
    clauses: ["se-02", "se-04"],
    openedAtMs: NOW_MS - 7 * MINUTE,
    closedAtMs: null,
    late: false,
    flapping: false,
    acknowledgement: null,
    ...over,
  };
}

export const alerts: Alert[] = [
  alert(0, {}),
  alert(17, {
    check: "host",
    output: "no word from the agent for 11 min, and the machine answers nobody",
    openedAtMs: NOW_MS - 11 * MINUTE,
    clauses: ["se-02"],
  }),
  alert(3, {
    check: "cpu",
    state: "warning",
    output: "93.1 % busy for 5 min, warning from 80 %",
    openedAtMs: NOW_MS - 34 * MINUTE,
    flapping: true,
    acknowledgement: {
      byName: "Jonas Berg",
      atMs: NOW_MS - 20 * MINUTE,
      comment: "A reindex runs until noon, then it settles.",
      sticky: false,
    },
  }),
  alert(7, {
    check: "filesystem:/var",
    state: "warning",
    output: "91 % used, 4.1 GiB free",
    openedAtMs: NOW_MS - 5 * HOUR,
    late: true,
  }),
  alert(9, {
    check: "agent",
    state: "unknown",
    output: "no word from the agent for 4 min; the machine itself answers",
    openedAtMs: NOW_MS - 4 * MINUTE,
  }),
  alert(1, {
    check: "service:mariadb.service",
    openedAtMs: NOW_MS - 2 * DAY,
    closedAtMs: NOW_MS - 2 * DAY + 4 * MINUTE,
    output: "active (running)",
    state: "ok",
  }),
];

const PROMISED: readonly (readonly [clause: string, title: string, sv: string])[] = [
  [
    "se-02",
    "Watched around the clock, technicians alarmed at once",
    "Övervakat dygnet runt, tekniker larmas genast",
  ],
  ["se-03", "Longest time to act on a fault", "Längsta tid till åtgärd vid fel"],
  [
    "se-04",
    "Every service watched, without anyone setting up checks",
    "Varje tjänst övervakad, utan att någon ställer in kontroller",
  ],
  [
    "se-05",
    "Security patches for what we installed",
    "Säkerhetsuppdateringar för det vi installerat",
  ],
  ["se-08", "Restart the server at any time", "Starta om servern när som helst"],
  ["se-23", "Backups stored offsite", "Säkerhetskopior på annan ort"],
];

function promise(n: number): PromiseRow {
  const [clause, title, sv] = PROMISED[n % PROMISED.length]!;
  const machine = servers[Math.floor(n / PROMISED.length) % servers.length]!;
  const state: PromiseState =
    n === 0 || n === 2
      ? "at-risk"
      : n === 19
        ? "broken"
        : n % 17 === 4
          ? "pending"
          : n === 50
            ? "waived"
            : "kept";
  const why: Record<PromiseState, [string, string]> = {
    kept: [
      "Every state change was alarmed within a second.",
      "Varje lägesändring larmades inom en sekund.",
    ],
    pending: ["Nothing to judge yet this month.", "Inget att bedöma ännu denna månad."],
    "at-risk": [
      "nginx has been down for 7 minutes; the alarm left after 0.3 s, nobody is on it yet.",
      "nginx har varit nere i 7 minuter; larmet gick efter 0,3 s, ingen är på det ännu.",
    ],
    broken: [
      "Act by 09:40 was promised; work began at 10:12.",
      "Åtgärd senast 09:40 var utlovad; arbetet började 10:12.",
    ],
    waived: [
      "Announced work, excluded by the contract.",
      "Aviserat arbete, undantaget enligt avtalet.",
    ],
  };
  return {
    id: id(6, n),
    clause,
    title: { en: title, sv },
    contractId: id(4, 0),
    customerId: machine.customerId,
    customerName: machine.customerName,
    serverId: machine.id,
    hostname: machine.hostname,
    period: PERIOD,
    state,
    waivedByClause: state === "waived" ? "ba-05" : null,
    summary: { en: why[state][0], sv: why[state][1] },
    evidenceCount: state === "pending" ? 0 : 3 + (n % 9),
    updatedAtMs: NOW_MS - (n + 1) * MINUTE,
  };
}

export const promises: PromiseRow[] = Array.from({ length: 102 }, (_, n) => promise(n));

export const clauses: ClauseView[] = [
  ...PROMISED.map(([clause, title, sv]): ClauseView => ({
    id: clause,
    kind: "promise",
    capability: ["monitoring"],
    title: { en: title, sv },
    text: {
      en: "Server, services and performance are watched every hour of the year. As soon as a watched service stops answering, technicians are alarmed.",
      sv: "Server, tjänster och prestanda övervakas årets alla timmar. Så snart en övervakad tjänst slutar svara larmas tekniker.",
    },
  })),
  clause(
    "se-08b",
    "authority",
    "The customer may restart",
    "You can restart the server and its services at any time in the account administration.",
  ),
  clause("se-16", "limit", "Up to ten VPN users", "Ten VPN users per server are included."),
  clause(
    "se-01",
    "price",
    "From 1295 SEK a month",
    "The add-on is booked per dedicated server or VPS, from 1295 SEK per server and month.",
  ),
  clause(
    "se-06",
    "exclusion",
    "Software you installed yourself",
    "Software that you installed is not updated, maintained or supported.",
  ),
  clause(
    "se-13",
    "duty",
    "Clear requests",
    "Requests must be unambiguous: you see exactly what will change before it is carried out, and confirm it.",
  ),
];

function clause(
  clauseId: string,
  kind: ClauseView["kind"],
  title: string,
  text: string,
): ClauseView {
  return {
    id: clauseId,
    kind,
    capability: ["operations"],
    title: { en: title },
    text: { en: text },
  };
}

export const contracts: Contract[] = customers.map((customer, n) => ({
  id: id(4, n),
  number: `C${String(1001 + n).padStart(5, "0")}`,
  customerId: customer.id,
  customerName: customer.name,
  planId: "managed",
  planName: { en: "Managed", sv: "Förvaltad" },
  catalogue: { id: "se", version: "1.0.0" },
  state: n === 5 ? "ended" : "active",
  startsAtMs: NOW_MS - (380 - n * 30) * DAY,
  endsAtMs: n === 5 ? NOW_MS - 12 * DAY : null,
  serverIds: servers
    .filter((machine) => machine.customerId === customer.id && machine.contractId)
    .map((machine) => machine.id),
  recipients: [
    { name: "Karin Björk", email: "karin@bokhandel.example", locale: "sv" },
    { name: "On call", email: "jour@bokhandel.example", locale: "en" },
  ],
  choices: { level: "gold" },
}));

export const mandates: MandateView[] = (
  ["succeeded", "succeeded", "refused", "failed"] as const
).map((state, n) => ({
  id: id(7, n),
  serverId: servers[n]!.id,
  hostname: servers[n]!.hostname,
  customerId: servers[n]!.customerId,
  operation: n === 1 ? "machine.restart" : "service.restart",
  parameters: n === 1 ? { delaySeconds: 2 } : { unit: "nginx.service" },
  clause: "se-08",
  askedBy: {
    kind: n === 2 ? "customer" : "technician",
    name: n === 2 ? "Karin Björk" : "Ada Lindqvist",
  },
  approvedBy: [],
  reason: n === 0 ? "nginx was killed, back to work" : "",
  state,
  refusal: state === "refused" ? "too-often" : null,
  output:
    state === "succeeded"
      ? "nginx.service: active (running) after 0.4 s"
      : state === "failed"
        ? "Job for nginx.service failed because the control process exited with error code."
        : "",
  issuedAtMs: NOW_MS - (n + 1) * 3 * HOUR,
  expiresAtMs: NOW_MS - (n + 1) * 3 * HOUR + HOUR,
  finishedAtMs: NOW_MS - (n + 1) * 3 * HOUR + 2600,
}));

export const availability: Availability[] = servers.map((machine, n) => ({
  serverId: machine.id,
  hostname: machine.hostname,
  customerId: machine.customerId,
  period: PERIOD,
  observedSeconds: 1_800_000,
  downSeconds: n === 17 ? 2714 : n === 0 ? 241 : 0,
  excludedSeconds: n === 5 ? 1800 : 0,
  unknownSeconds: n === 9 ? 240 : 0,
  milliPercent: n === 14 ? null : n === 17 ? 99_849 : n === 0 ? 99_986 : 100_000,
  promisedMilliPercent: n === 14 ? null : 99_900,
  creditPercent: n === 17 ? 5 : 0,
  creditMinor: n === 17 ? 6475 : 0,
  currency: "SEK",
}));

export const people: Person[] = [
  me,
  {
    ...me,
    id: id(2, 1),
    name: "Jonas Berg",
    email: "jonas@driftvakt.example",
    role: "technician",
    secondFactor: "totp",
    lastSeenAtMs: NOW_MS - 3 * HOUR,
  },
  {
    ...me,
    id: id(2, 2),
    name: "Karin Björk",
    email: "karin@bokhandel.example",
    role: "customer-admin",
    customerId: id(1, 0),
    customerName: customers[0]!.name,
    secondFactor: "none",
    lastSeenAtMs: NOW_MS - 2 * DAY,
  },
  {
    ...me,
    id: id(2, 3),
    name: "Old Account",
    email: "old@bokhandel.example",
    role: "customer-reader",
    customerId: id(1, 0),
    customerName: customers[0]!.name,
    secondFactor: "none",
    disabledAtMs: NOW_MS - 30 * DAY,
    lastSeenAtMs: NOW_MS - 90 * DAY,
  },
];

export const audit: AuditEntry[] = [
  "mandate.issue",
  "alert.acknowledge",
  "contract.make",
  "enrolment.create",
  "sign-in",
  "person.invite",
].map((action, n) => ({
  number: 812 - n,
  atMs: NOW_MS - n * 47 * MINUTE,
  actor: { kind: "technician", id: me.id, name: n % 2 ? "Jonas Berg" : "Ada Lindqvist" },
  customerId: null,
  action,
  object: `${action.split(".")[0]}:${id(7, n).slice(0, 13)}`,
  detail: { clause: "se-08", unit: "nginx.service", from: "10.20.0.7" },
  hash: "9f".repeat(32),
}));
