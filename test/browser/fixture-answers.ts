import {
  API_ROUTES,
  PROMISE_STATES,
  type Announcement,
  type Mail,
  type PromiseState,
  type RouteName,
} from "@driftvakt/protocol/api";
import { readShipped } from "../../apps/control/src/features/simulator/read-shipped.ts";
import * as data from "./fixture-data.ts";

const shipped = await readShipped();

type Ask = {
  params: Record<string, string>;
  query: Record<string, string>;
  body: Record<string, unknown>;
};
type Answerer = (ask: Ask) => unknown;

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const now = data.NOW_MS;

function page<T>(
  all: readonly T[],
  query: Ask["query"],
): { items: readonly T[]; nextCursor: string | null; total: number } {
  const from = Number(query["cursor"] ?? 0);
  const limit = Number(query["limit"] ?? 50);
  const items = all.slice(from, from + limit);
  return {
    items,
    nextCursor: from + limit < all.length ? String(from + limit) : null,
    total: all.length,
  };
}

const byId = <T extends { id: string }>(all: readonly T[], id: string | undefined): T => {
  const found = all.find((entry) => entry.id === id);
  if (!found) throw new Error("not-found");
  return found;
};

const match = (value: string, wanted: string | undefined): boolean =>
  !wanted || value.toLowerCase().includes(wanted.toLowerCase());

function wave(n: number, base: number, swing: number, seed: number): number {
  const daily = Math.sin((n / 300) * Math.PI * 2 + seed) * swing;
  const noise = Math.abs(Math.sin(n * 12.9898 + seed * 78.233) * 43_758.5453) % 1;
  return Math.max(0, base + daily + noise * swing * 0.7);
}

function metrics({ query }: Ask): unknown {
  const from = Number(query["fromMs"]);
  const to = Number(query["toMs"]);
  const points = 300;
  const stepMs = Math.round((to - from) / points);
  const atMs = Array.from({ length: points }, (_, n) => from + n * stepMs);
  const line = (key: string, unit: string, base: number, swing: number, seed: number) => {
    const average = atMs.map((at, n) =>
      n > 180 && n < 186 && seed < 3
        ? null
        : Math.min(unit === "percent" ? 100 : 1e12, wave(n + (at % 7), base, swing, seed)),
    );
    return {
      key,
      unit,
      average,
      maximum: average.map((value) =>
        value === null ? null : Math.min(unit === "percent" ? 100 : 1e12, value * 1.25),
      ),
    };
  };
  return {
    atMs,
    stepMs,
    series: [
      line("cpu.busy", "percent", 22, 14, 1),
      line("cpu.iowait", "percent", 3, 2, 2),
      line("memory.used", "percent", 71, 7, 3),
      line("swap.used", "percent", 4, 1, 4),
      line("filesystem.used:/", "percent", 41, 0.4, 5),
      line("filesystem.used:/var", "percent", 66, 1, 6),
      line("load.1", "load", 0.8, 0.6, 7),
      line("load.5", "load", 0.7, 0.4, 8),
      line("network.in:eth0", "bytes-per-second", 420_000, 310_000, 9),
      line("network.out:eth0", "bytes-per-second", 1_900_000, 1_200_000, 10),
      line("disk.read:sda", "bytes-per-second", 90_000, 80_000, 11),
      line("disk.write:sda", "bytes-per-second", 640_000, 300_000, 12),
    ],
  };
}

const INVENTORY: Readonly<Record<string, Record<string, string | number | boolean | null>[]>> = {
  units: ["nginx", "mariadb", "ssh", "postfix", "cron", "dovecot", "php8.2-fpm"].map((name, n) => ({
    name: `${name}.service`,
    active: n === 0 ? "failed" : "active",
    sub: n === 0 ? "failed" : "running",
    enabled: "enabled",
    description: `${name} daemon`,
  })),
  packages: ["nginx", "mariadb-server", "openssh-server", "postfix", "redis", "node-exporter"].map(
    (name, n) => ({
      name,
      version: `1.${n}.4-2+deb12u${n}`,
      installedBy: n > 3 ? "customer" : "provider",
      source: "deb.debian.org bookworm/main",
      architecture: "amd64",
    }),
  ),
  updates: [
    { name: "openssl", installed: "3.0.15-1", available: "3.0.17-1~deb12u2", security: true },
  ],
  sockets: [80, 443, 22, 25, 3306].map((port) => ({
    protocol: "tcp",
    address: port === 3306 ? "127.0.0.1" : "0.0.0.0",
    port,
    process:
      ["nginx", "nginx", "sshd", "master", "mariadbd"][[80, 443, 22, 25, 3306].indexOf(port)] ?? "",
  })),
  processes: [{ pid: 812, name: "mariadbd", user: "mysql", cpuPercent: 3.4, memoryBytes: 712e6 }],
  filesystems: [{ path: "/", source: "/dev/sda1", type: "ext4", sizeBytes: 40e9, usedPercent: 41 }],
  system: [
    {
      hostname: "web1",
      kernel: "6.1.0-28-amd64",
      processors: 4,
      memoryBytes: 8.2e9,
      restartRequired: true,
    },
  ],
};

const announcements: Announcement[] = [
  {
    id: data.id(8, 0),
    serverIds: [data.servers[0]!.id, data.servers[1]!.id],
    startsAtMs: now + 2 * DAY,
    endsAtMs: now + 2 * DAY + 2 * HOUR,
    announcedAtMs: now - DAY,
    subject: "New disks in the storage",
    text: "Short pauses of disk access, each under a minute.",
    cause: "planned-work",
    cancelledAtMs: null,
  },
  {
    id: data.id(8, 1),
    serverIds: [data.servers[5]!.id],
    startsAtMs: now - 9 * DAY,
    endsAtMs: now - 9 * DAY + HOUR,
    announcedAtMs: now - 11 * DAY,
    subject: "Kernel update",
    text: "The machine restarts once.",
    cause: "planned-work",
    cancelledAtMs: null,
  },
];

const mails: Mail[] = data.alerts.slice(0, 4).map((alert, n) => ({
  id: data.id(9, n),
  to: "karin@bokhandel.example",
  subject: `[CRITICAL] ${alert.hostname}: ${alert.check}`,
  text: `Problem\n\n${alert.hostname}: ${alert.check}\nState: CRITICAL\nDetails: ${alert.output}\n\nClauses of your contract: se-02, se-04\n`,
  locale: "en",
  state: n === 3 ? "failed" : "kept",
  createdAtMs: alert.openedAtMs + 300,
  sentAtMs: null,
  messageId: `<${data.id(9, n)}@driftvakt.example>`,
}));

function counts(of: readonly { state: PromiseState }[]): Record<PromiseState, number> {
  return Object.fromEntries(
    PROMISE_STATES.map((state) => [state, of.filter((row) => row.state === state).length]),
  ) as Record<PromiseState, number>;
}

/** Fixture answers by route; routes without one answer `not-found`. */
export function makeAnswers(
  fleet: readonly (typeof data.servers)[number][],
): Partial<Record<RouteName, Answerer>> {
  return {
    "me.get": () => data.me,
    "me.update": ({ body }) => Object.assign(data.me, body),
    "overview.get": () => ({
      promises: counts(data.promises),
      servers: {
        total: fleet.length,
        up: fleet.filter(({ state }) => state === "up").length,
        unreachable: fleet.filter(({ state }) => state === "unreachable").length,
        down: fleet.filter(({ state }) => state === "down").length,
        waiting: fleet.filter(({ state }) => state === "waiting").length,
      },
      openAlerts: { critical: 2, warning: 2, unknown: 1 },
      clauses: [...new Set(data.promises.map(({ clause }) => clause))].map((clause) => {
        const rows = data.promises.filter((row) => row.clause === clause);
        return { clause, title: rows[0]!.title, counts: counts(rows) };
      }),
    }),
    "servers.list": ({ query }) =>
      page(
        fleet.filter(
          (row) =>
            match(row.hostname, query["search"]) &&
            (!query["state"] || row.state === query["state"]) &&
            (!query["worst"] || row.worst === query["worst"]) &&
            (!query["customerId"] || row.customerId === query["customerId"]),
        ),
        query,
      ),
    "servers.get": ({ params }) => byId(fleet, params["serverId"]),
    "servers.checks": () => ({ items: data.checks }),
    "servers.metrics": metrics,
    "servers.inventory": ({ params }) => ({
      atMs: now - 40_000,
      items: INVENTORY[params["part"] ?? ""] ?? [],
    }),
    "servers.journal": ({ query }) => ({
      ...page(
        ["mandate-accepted", "mandate-succeeded", "mandate-refused"].map((kind, n) => ({
          number: 3 - n,
          atMs: now - n * HOUR,
          body: { kind, mandateId: data.id(7, n), clause: "se-08" },
          hash: "ab12".repeat(16),
        })),
        query,
      ),
      chainHolds: true,
    }),
    "enrolments.create": ({ body }) => ({
      enrolment: {
        id: data.id(10, 1),
        serverId: data.servers[14]!.id,
        hostname: String(body["hostname"]),
        customerId: String(body["customerId"]),
        expiresAtMs: Date.now() + 10 * MINUTE,
        usedAtMs: null,
      },
      token: `dvj_${"A".repeat(43)}`,
      serverKey: "MCowBQYDK2VwAyEA",
      installCommand: `curl -fsS https://driftvakt.example/install.sh | sh -s -- --token dvj_${"A".repeat(43)} --key sha256:6Zt0…`,
    }),
    "alerts.list": ({ query }) =>
      page(
        data.alerts.filter(
          (row) =>
            (query["open"] === "all" || (query["open"] === "no") === (row.closedAtMs !== null)) &&
            (!query["serverId"] || row.serverId === query["serverId"]) &&
            (!query["state"] || row.state === query["state"]) &&
            match(`${row.hostname} ${row.check} ${row.output}`, query["search"]),
        ),
        query,
      ),
    "alerts.get": ({ params }) => {
      const alert = byId(data.alerts, params["alertId"]);
      return {
        alert,
        timeline: [
          { atMs: alert.openedAtMs, what: "opened", detail: alert.output },
          { atMs: alert.openedAtMs + 8 * MINUTE, what: "changed", detail: "warning → critical" },
        ],
        notifications: [
          {
            id: data.id(11, 0),
            channel: "mail",
            recipient: "karin@bokhandel.example",
            kind: "problem",
            state: "kept",
            createdAtMs: alert.openedAtMs + 300,
            sentAtMs: null,
            attempts: 0,
            error: null,
            mailId: mails[0]!.id,
          },
          {
            id: data.id(11, 1),
            channel: "portal",
            recipient: "Ada Lindqvist",
            kind: "problem",
            state: "sent",
            createdAtMs: alert.openedAtMs + 300,
            sentAtMs: alert.openedAtMs + 320,
            attempts: 1,
            error: null,
            mailId: null,
          },
        ],
      };
    },
    "alerts.acknowledge": ({ params, body }) =>
      Object.assign(byId(data.alerts, params["alertId"]), {
        acknowledgement: {
          byName: data.me.name,
          atMs: Date.now(),
          comment: body["comment"],
          sticky: body["sticky"] ?? false,
        },
      }),
    "alerts.unacknowledge": ({ params }) =>
      Object.assign(byId(data.alerts, params["alertId"]), { acknowledgement: null }),
    "contracts.list": ({ query }) =>
      page(
        data.contracts.filter(
          (row) => !query["customerId"] || row.customerId === query["customerId"],
        ),
        query,
      ),
    "contracts.get": ({ params }) => ({
      contract: byId(data.contracts, params["contractId"]),
      clauses: data.clauses,
    }),
    "agreements.get": ({ params }) => {
      const { startsAtMs } = byId(data.contracts, params["contractId"]);
      const step = { atMs: startsAtMs, byName: data.me.name };
      return {
        form: "signed-contract",
        history: [
          { ...step, what: "offered", detail: "" },
          { ...step, what: "active", detail: "signed-contract: 2026-117" },
        ],
        documents: [],
        consents: [],
      };
    },
    "agreements.ask": () => {
      const clause = data.clauses[0];
      return {
        outcome: "allowed",
        reason: "granted",
        clause: clause?.id ?? "",
        sentence: { en: `Yes: ${clause?.title.en ?? ""}.` },
        needs: [],
        charge: null,
        notes: [],
      };
    },
    "catalogue.get": () => ({
      id: "se",
      version: "1.0.0",
      name: "Managed hosting",
      locale: "sv",
      plans: [
        {
          id: "basic",
          name: { en: "Watched", sv: "Övervakad" },
          clauses: ["se-02", "se-04"],
          monthlyMinor: 49_500,
          currency: "SEK",
        },
        {
          id: "managed",
          name: { en: "Managed", sv: "Förvaltad" },
          clauses: data.clauses.map(({ id }) => id),
          monthlyMinor: 129_500,
          currency: "SEK",
        },
        {
          id: "gold",
          name: { en: "Managed Gold", sv: "Förvaltad Guld" },
          clauses: data.clauses.map(({ id }) => id),
          monthlyMinor: 219_500,
          currency: "SEK",
        },
      ],
      clauses: data.clauses,
    }),
    "promises.list": ({ query }) =>
      page(
        data.promises.filter(
          (row) =>
            (!query["state"] || row.state === query["state"]) &&
            (!query["clause"] || row.clause === query["clause"]) &&
            (!query["serverId"] || row.serverId === query["serverId"]) &&
            (!query["contractId"] || row.contractId === query["contractId"]),
        ),
        query,
      ),
    "promises.get": ({ params }) => ({
      promise: byId(data.promises, params["promiseId"]),
      evidence: [
        {
          id: data.id(12, 0),
          atMs: now - 7 * MINUTE,
          kind: "state-change",
          text: { en: "nginx.service: ok → critical" },
          refs: { alertId: data.alerts[0]!.id },
        },
        {
          id: data.id(12, 1),
          atMs: now - 7 * MINUTE + 300,
          kind: "alarm-sent",
          text: { en: "Mail to karin@bokhandel.example, 0.3 s after the change" },
          refs: { alertId: data.alerts[0]!.id },
        },
        {
          id: data.id(12, 2),
          atMs: now - 3 * HOUR,
          kind: "operation",
          text: { en: "nginx restarted under se-08, back after 0.4 s" },
          refs: { mandateId: data.mandates[0]!.id },
        },
      ],
    }),
    "availability.list": ({ query }) => page(data.availability, query),
    "availability.get": ({ params }) => ({
      availability: data.availability.find((row) => row.serverId === params["serverId"])!,
      outages: [
        {
          fromMs: now - 9 * DAY,
          toMs: now - 9 * DAY + 1800_000,
          cause: "planned-work",
          counted: false,
          excludedByClause: "ba-05",
          alertId: null,
        },
        {
          fromMs: now - 4 * DAY,
          toMs: now - 4 * DAY + 241_000,
          cause: "software",
          counted: true,
          excludedByClause: null,
          alertId: data.alerts[0]!.id,
        },
      ],
    }),
    "announcements.list": ({ query }) => page(announcements, query),
    "customers.list": ({ query }) =>
      page(
        data.customers.filter(({ name }) => match(name, query["search"])),
        query,
      ),
    "customers.get": ({ params }) => byId(data.customers, params["customerId"]),
    "mandates.list": ({ query }) =>
      page(
        data.mandates.filter((row) => !query["serverId"] || row.serverId === query["serverId"]),
        query,
      ),
    "mandates.get": ({ params }) => {
      const mandate = byId(data.mandates, params["mandateId"]);
      return {
        mandate,
        course: (["issued", "delivered", "accepted", "running", mandate.state] as const).map(
          (stage, n) => ({
            atMs: mandate.issuedAtMs + n * 400,
            stage,
            detail: n === 0 ? "under se-08" : "",
          }),
        ),
      };
    },
    "mandates.preview": ({ body }) => ({
      outcome: "allowed",
      reason: "granted",
      clause: "se-08",
      sentence: {
        en: "You can restart the server and its services at any time in the account administration.",
        sv: "Du kan starta om servern och dess tjänster när som helst i kontoadministrationen.",
      },
      danger: body ? "disruptive" : "read",
    }),
    "mandates.issue": () => data.mandates[0],
    "mails.list": ({ query }) => page(mails, query),
    "mails.get": ({ params }) => byId(mails, params["mailId"]),
    "people.list": ({ query }) => page(data.people, query),
    "apiKeys.list": () => ({
      items: [
        {
          id: data.id(13, 0),
          name: "Backup report",
          prefix: "dvk_7Qp2",
          permissions: ["servers.read", "promises.read"],
          createdAtMs: now - 40 * DAY,
          expiresAtMs: now + 50 * DAY,
          lastUsedAtMs: now - 2 * HOUR,
        },
      ],
    }),
    "apiKeys.create": () => ({
      key: {
        id: data.id(13, 1),
        name: "New",
        prefix: "dvk_x",
        permissions: ["servers.read"],
        createdAtMs: now,
        expiresAtMs: null,
        lastUsedAtMs: null,
      },
      secret: `dvk_${"x".repeat(43)}`,
    }),
    "simulator.get": () => ({
      ...shipped,
      catalogues: shipped.catalogues.map((one) => ({ ...one, active: one.name === "ba" })),
    }),
    "audit.list": ({ query }) => page(data.audit, query),
    "audit.verify": () => ({ holds: true, entries: 812, firstBadNumber: null }),
    "securityEvents.list": ({ query }) =>
      page(
        [
          {
            id: "1",
            atMs: now - HOUR,
            kind: "mandate-refused",
            detail: { refusal: "too-often", server: data.servers[2]!.hostname },
          },
        ],
        query,
      ),
  };
}

/** Answers a call, checked against the route's own schema, so that a fixture cannot say what the API never would. */
export function answerFixture(
  answers: ReturnType<typeof makeAnswers>,
  method: string,
  url: URL,
  body: unknown,
): unknown {
  for (const [name, spec] of Object.entries(API_ROUTES)) {
    const params = matchPath(spec.path, url.pathname.replace(/^\/api\/v1/, ""));
    if (spec.method !== method || !params) continue;
    const answer = answers[name as RouteName]?.({
      params,
      query: Object.fromEntries(url.searchParams),
      body: (body ?? {}) as Record<string, unknown>,
    });
    return answer === undefined ? undefined : spec.response.parse(answer);
  }
  return undefined;
}

function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const names: string[] = [];
  const source = pattern.replace(/:(\w+)/g, (_, name: string) => {
    names.push(name);
    return "([^/]+)";
  });
  const found = new RegExp(`^${source}$`).exec(path);
  return found
    ? Object.fromEntries(names.map((name, i) => [name, decodeURIComponent(found[i + 1] ?? "")]))
    : undefined;
}
