import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { parseEnv } from "node:util";
import {
  Secret,
  type Config,
  type DatabaseConfig,
  type TlsConfig,
} from "./platform/config/index.ts";

/** One thing that is wrong with the configuration: its name, what was expected, and an example. */
export type ConfigProblem = {
  readonly name: string;
  readonly expected: string;
  readonly example: string;
};

export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/** Every setting: an environment variable, the flag that says the same, and what it is for. */
export const SETTINGS = {
  DRIFTVAKT_LISTEN: {
    flag: "listen",
    about: "address and port to listen on",
    example: "127.0.0.1:7443",
  },
  DRIFTVAKT_PUBLIC_URL: {
    flag: "public-url",
    about: "address that people and agents use",
    example: "https://driftvakt.example.net",
  },
  DRIFTVAKT_TLS_CERT: {
    flag: "tls-cert",
    about: "certificate chain (PEM)",
    example: "/etc/ssl/driftvakt.crt",
  },
  DRIFTVAKT_TLS_KEY: {
    flag: "tls-key",
    about: "private key (PEM)",
    example: "/etc/ssl/driftvakt.key",
  },
  DRIFTVAKT_ACME_DOMAIN: {
    flag: "acme-domain",
    about: "get the certificate by ACME for these names",
    example: "driftvakt.example.net",
  },
  DRIFTVAKT_ACME_EMAIL: {
    flag: "acme-email",
    about: "where the authority may write to",
    example: "ops@example.net",
  },
  DRIFTVAKT_ACME_DIRECTORY: {
    flag: "acme-directory",
    about: "the authority's directory",
    example: "https://acme-v02.api.letsencrypt.org/directory",
  },
  DRIFTVAKT_ACME_HTTP_PORT: {
    flag: "acme-http-port",
    about: "port for the authority's check, reached as 80 from outside",
    example: "80",
  },
  DRIFTVAKT_ACME_CA: {
    flag: "acme-ca",
    about: "root certificate of a private authority (PEM)",
    example: "/etc/ssl/ca.pem",
  },
  DRIFTVAKT_TRUSTED_PROXIES: {
    flag: "trusted-proxies",
    about: "proxies whose X-Forwarded-For is believed",
    example: "10.0.0.5,10.0.0.6",
  },
  DATABASE_URL: {
    flag: null,
    about: "an existing PostgreSQL (15 or newer), as the role that works",
    example: "postgres://driftvakt_app:…@db/driftvakt",
  },
  DATABASE_OWNER_URL: {
    flag: null,
    about: "the same database, as the role that owns the tables",
    example: "postgres://driftvakt_owner:…@db/driftvakt",
  },
  DRIFTVAKT_SMTP_URL: {
    flag: null,
    about: "mail server; without it mails are kept and shown in the portal",
    example: "smtps://user:…@mail.example.net",
  },
  DRIFTVAKT_SMTP_FROM: {
    flag: "smtp-from",
    about: "sender of mails",
    example: "Driftvakt <driftvakt@example.net>",
  },
  DRIFTVAKT_TSDB_URL: {
    flag: "tsdb-url",
    about: "a Prometheus-compatible store for readings",
    example: "http://127.0.0.1:8428",
  },
  DRIFTVAKT_KEEP_READINGS_DAYS: {
    flag: "keep-readings-days",
    about: "how long every reading is kept",
    example: "31",
  },
  DRIFTVAKT_KEEP_FIVE_MINUTES_DAYS: {
    flag: "keep-five-minutes-days",
    about: "how long averages of five minutes are kept",
    example: "100",
  },
  DRIFTVAKT_KEEP_HOURS_DAYS: {
    flag: "keep-hours-days",
    about: "how long averages of an hour are kept",
    example: "1830",
  },
  DRIFTVAKT_METRICS_TOKEN: {
    flag: null,
    about: "bearer token for /metrics from other machines",
    example: "a long random text",
  },
} as const;
export type SettingName = keyof typeof SETTINGS;
export type Settings = Readonly<Partial<Record<SettingName, string>>>;

/** The data folder, if none is given: the system's for root, the user's data home otherwise. */
export function defaultDataFolder(env: NodeJS.ProcessEnv, isRoot: boolean): string {
  if (isRoot) return "/var/lib/driftvakt";
  const home = env["XDG_DATA_HOME"];
  return home && isAbsolute(home)
    ? join(home, "driftvakt")
    : join(env["HOME"] ?? homedir(), ".local/share/driftvakt");
}

/** Settings from flags, the environment and `driftvakt.env` in the data folder, in this order. */
export function gatherSettings(
  flags: Readonly<Record<string, unknown>>,
  env: NodeJS.ProcessEnv,
  dataFolder: string,
): Settings {
  const file = join(dataFolder, "driftvakt.env");
  const stored = existsSync(file) ? parseEnv(readFileSync(file, "utf8")) : {};
  const entries = Object.entries(SETTINGS).map(([name, { flag }]) => {
    const given = flag === null ? undefined : flags[flag];
    return [name, given ?? env[name] ?? stored[name]] as const;
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== ""));
}

/** Reads the configuration. Pure; reports all that is wrong at once. */
export function readConfig(settings: Settings, dataFolder: string, version: string): ConfigResult {
  const problems: ConfigProblem[] = [];
  const wrong = (name: SettingName, expected: string): void => {
    problems.push({ name, expected, example: SETTINGS[name].example });
  };
  const listen = readListen(settings, wrong);
  const tls = readTls(settings, wrong);
  const isLoopback = LOOPBACK.has(listen.host);
  if (tls.kind === "none" && !isLoopback && !isHttps(settings.DRIFTVAKT_PUBLIC_URL)) {
    wrong(
      "DRIFTVAKT_LISTEN",
      "a loopback address, because without TLS passwords would cross the network in the clear: add --tls-cert and --tls-key, --acme-domain, or a --public-url with https:// when a proxy on this machine does TLS",
    );
  }
  const config: Config = {
    version,
    dataFolder: resolve(dataFolder),
    listen,
    publicUrl: readPublicUrl(settings, listen, tls, wrong),
    tls,
    trustedProxies: splitList(settings.DRIFTVAKT_TRUSTED_PROXIES),
    database: readDatabase(settings, wrong),
    mail: readMail(settings, wrong),
    readingsStoreUrl: readUrl("DRIFTVAKT_TSDB_URL", settings, ["http:", "https:"], wrong) ?? null,
    retention: readRetention(settings, wrong),
    metricsToken: readMetricsToken(settings, wrong),
  };
  return problems.length === 0 ? { ok: true, config } : { ok: false, problems };
}

type Wrong = (name: SettingName, expected: string) => void;

const LOOPBACK = new Set(["127.0.0.1", "::1", "localhost"]);
const DEFAULT_LISTEN = "127.0.0.1:7443";

function readListen(settings: Settings, wrong: Wrong): Config["listen"] {
  const text = settings.DRIFTVAKT_LISTEN ?? DEFAULT_LISTEN;
  const match = /^(?:\[([0-9a-f:]+)\]|([A-Za-z0-9.-]+)):(\d{1,5})$/i.exec(text);
  const port = Number(match?.[3]);
  if (!match || port > 65_535) {
    wrong("DRIFTVAKT_LISTEN", `HOST:PORT, not "${text}"`);
    return { host: "127.0.0.1", port: 7443 };
  }
  return { host: (match[1] ?? match[2])!, port };
}

function readTls(settings: Settings, wrong: Wrong): TlsConfig {
  const { DRIFTVAKT_TLS_CERT: certFile, DRIFTVAKT_TLS_KEY: keyFile } = settings;
  const domains = splitList(settings.DRIFTVAKT_ACME_DOMAIN);
  if (certFile && !keyFile) wrong("DRIFTVAKT_TLS_KEY", "the key to the certificate that is given");
  if (keyFile && !certFile) wrong("DRIFTVAKT_TLS_CERT", "the certificate to the key that is given");
  if (certFile && domains.length > 0) {
    wrong("DRIFTVAKT_ACME_DOMAIN", "either a certificate of your own or ACME, not both");
  }
  if (certFile && keyFile) return { kind: "files", certFile, keyFile };
  if (domains.length === 0) return { kind: "none" };
  const httpPort = Number(settings.DRIFTVAKT_ACME_HTTP_PORT ?? "80");
  if (!Number.isInteger(httpPort) || httpPort < 1 || httpPort > 65_535) {
    wrong("DRIFTVAKT_ACME_HTTP_PORT", "a port");
  }
  if (
    !domains.every((domain) =>
      /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,62})\.)*[a-z0-9-]{1,63}$/i.test(domain),
    )
  ) {
    wrong("DRIFTVAKT_ACME_DOMAIN", "host names, separated by commas");
  }
  return {
    kind: "acme",
    domains,
    email: settings.DRIFTVAKT_ACME_EMAIL ?? null,
    directoryUrl:
      readUrl("DRIFTVAKT_ACME_DIRECTORY", settings, ["https:"], wrong) ??
      SETTINGS.DRIFTVAKT_ACME_DIRECTORY.example,
    httpPort,
    caFile: settings.DRIFTVAKT_ACME_CA ?? null,
  };
}

function readPublicUrl(
  settings: Settings,
  listen: Config["listen"],
  tls: TlsConfig,
  wrong: Wrong,
): string {
  const given = readUrl("DRIFTVAKT_PUBLIC_URL", settings, ["http:", "https:"], wrong);
  if (given) return new URL(given).origin;
  if (tls.kind === "acme") return originOf("https:", tls.domains[0]!, listen.port);
  // Passkeys need a name: browsers take `localhost`, but no address.
  const host = LOOPBACK.has(listen.host)
    ? "localhost"
    : listen.host.includes(":")
      ? `[${listen.host}]`
      : listen.host;
  return originOf(tls.kind === "none" ? "http:" : "https:", host, listen.port);
}

/** A host that is none has been reported already. */
function originOf(protocol: string, host: string, port: number): string {
  return URL.parse(`${protocol}//${host}:${port}`)?.origin ?? "";
}

function readDatabase(settings: Settings, wrong: Wrong): DatabaseConfig {
  const appUrl = readUrl("DATABASE_URL", settings, ["postgres:", "postgresql:"], wrong);
  const ownerUrl = readUrl("DATABASE_OWNER_URL", settings, ["postgres:", "postgresql:"], wrong);
  if (ownerUrl && !settings.DATABASE_URL) {
    wrong("DATABASE_URL", "the working role's address beside the owner's");
  }
  if (!appUrl) return { kind: "embedded" };
  return { kind: "external", appUrl: new Secret(appUrl), ownerUrl: new Secret(ownerUrl ?? appUrl) };
}

function readMail(settings: Settings, wrong: Wrong): Config["mail"] {
  const url = readUrl("DRIFTVAKT_SMTP_URL", settings, ["smtp:", "smtps:"], wrong);
  const from = settings.DRIFTVAKT_SMTP_FROM;
  if (settings.DRIFTVAKT_SMTP_URL && !from) wrong("DRIFTVAKT_SMTP_FROM", "who the mails are from");
  if (from !== undefined && !/^[^\r\n]*@[^\r\n]*$/.test(from)) {
    wrong("DRIFTVAKT_SMTP_FROM", "a mail address, with a name or without");
  }
  return url && from ? { url: new Secret(url), from } : null;
}

/** The coarser the longer: graphs of a long time are drawn from what is kept for it. */
function readRetention(settings: Settings, wrong: Wrong): Config["retention"] {
  const daysOf = (name: SettingName, atLeast: number): number => {
    const days = Number(settings[name] ?? SETTINGS[name].example);
    if (!Number.isInteger(days) || days < atLeast || days > 36_600)
      wrong(name, `a number of days from ${atLeast} to 36600`);
    return days;
  };
  const readingDays = daysOf("DRIFTVAKT_KEEP_READINGS_DAYS", 2);
  const fiveMinuteDays = daysOf("DRIFTVAKT_KEEP_FIVE_MINUTES_DAYS", readingDays);
  const hourDays = daysOf("DRIFTVAKT_KEEP_HOURS_DAYS", fiveMinuteDays);
  return { readingDays, fiveMinuteDays, hourDays };
}

function readMetricsToken(settings: Settings, wrong: Wrong): Secret | null {
  const token = settings.DRIFTVAKT_METRICS_TOKEN;
  if (token === undefined) return null;
  if (token.length < 16) wrong("DRIFTVAKT_METRICS_TOKEN", "at least 16 characters");
  return new Secret(token);
}

function readUrl(
  name: SettingName,
  settings: Settings,
  protocols: readonly string[],
  wrong: Wrong,
): string | undefined {
  const text = settings[name];
  if (text === undefined) return undefined;
  if (URL.canParse(text) && protocols.includes(new URL(text).protocol)) return text;
  // The value may hold a password: it is not repeated.
  wrong(name, `an address beginning with ${protocols.map((one) => `${one}//`).join(" or ")}`);
  return undefined;
}

function isHttps(url: string | undefined): boolean {
  return url !== undefined && URL.canParse(url) && new URL(url).protocol === "https:";
}

function splitList(text: string | undefined): string[] {
  return (text ?? "")
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}
