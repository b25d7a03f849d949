import type { Secret } from "./secret.ts";

/** Everything that can be set, read once at the start (`apps/control/src/config.ts`). */
export type Config = {
  readonly version: string;
  /** Where this installation keeps its files. */
  readonly dataFolder: string;
  readonly listen: { readonly host: string; readonly port: number };
  /** The address that people and agents use, without a slash at the end; links in mails begin with it. */
  readonly publicUrl: string;
  readonly tls: TlsConfig;
  /** Addresses of proxies in front whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
  readonly database: DatabaseConfig;
  readonly mail: MailConfig | null;
  /** A Prometheus-compatible store for readings, if not PostgreSQL. */
  readonly readingsStoreUrl: string | null;
  /** For how many days readings are kept: each one, five-minute averages, hourly averages. */
  readonly retention: {
    readonly readingDays: number;
    readonly fiveMinuteDays: number;
    readonly hourDays: number;
  };
  /** Bearer token that `/metrics` wants when it is not asked from this machine; null: this machine only. */
  readonly metricsToken: Secret | null;
};

export type TlsConfig =
  | { readonly kind: "none" }
  | { readonly kind: "files"; readonly certFile: string; readonly keyFile: string }
  | {
      readonly kind: "acme";
      readonly domains: readonly string[];
      readonly email: string | null;
      readonly directoryUrl: string;
      readonly httpPort: number;
      readonly caFile: string | null;
    };

export type DatabaseConfig =
  | { readonly kind: "embedded" }
  | { readonly kind: "external"; readonly appUrl: Secret; readonly ownerUrl: Secret };

/** SMTP. `url` as nodemailer takes it: `smtp://host:25`, `smtps://user:password@host`. */
export type MailConfig = { readonly url: Secret; readonly from: string };
