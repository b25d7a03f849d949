import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { defaultDataFolder, readConfig, type Settings } from "./config.ts";

const read = (settings: Settings) => readConfig(settings, "/data", "1.0.0");
const wrongNames = (settings: Settings) => {
  const result = read(settings);
  return result.ok ? [] : result.problems.map(({ name }) => name);
};

describe("configuration", () => {
  it("is whole without a single setting", () => {
    const result = read({});
    expect(result).toMatchObject({
      ok: true,
      config: {
        listen: { host: "127.0.0.1", port: 7443 },
        publicUrl: "http://localhost:7443",
        tls: { kind: "none" },
        database: { kind: "embedded" },
        mail: null,
      },
    });
  });

  it("keeps readings for as long as it is told, the coarser the longer", () => {
    const kept = (settings: Settings) => {
      const result = read(settings);
      return result.ok && result.config.retention;
    };
    expect(kept({})).toEqual({ readingDays: 31, fiveMinuteDays: 100, hourDays: 1830 });
    const longer = {
      DRIFTVAKT_KEEP_READINGS_DAYS: "90",
      DRIFTVAKT_KEEP_FIVE_MINUTES_DAYS: "400",
      DRIFTVAKT_KEEP_HOURS_DAYS: "3660",
    };
    expect(kept(longer)).toEqual({ readingDays: 90, fiveMinuteDays: 400, hourDays: 3660 });
    expect(wrongNames({ DRIFTVAKT_KEEP_READINGS_DAYS: "200" })).toEqual([
      "DRIFTVAKT_KEEP_FIVE_MINUTES_DAYS",
    ]);
    for (const days of ["0", "1.5", "many", "-3"])
      expect(wrongNames({ DRIFTVAKT_KEEP_READINGS_DAYS: days })).toContain(
        "DRIFTVAKT_KEEP_READINGS_DAYS",
      );
  });

  it("reports everything that is wrong at once, with an example each", () => {
    const result = read({
      DRIFTVAKT_LISTEN: "nonsense",
      DATABASE_URL: "mysql://x",
      DRIFTVAKT_SMTP_URL: "mail.example.net",
      DRIFTVAKT_TLS_CERT: "/a.crt",
      DRIFTVAKT_METRICS_TOKEN: "short",
    });
    expect(result.ok).toBe(false);
    if (result.ok) return;
    expect(result.problems.map(({ name }) => name).sort()).toEqual([
      "DATABASE_URL",
      "DRIFTVAKT_LISTEN",
      "DRIFTVAKT_METRICS_TOKEN",
      "DRIFTVAKT_SMTP_FROM",
      "DRIFTVAKT_SMTP_URL",
      "DRIFTVAKT_TLS_KEY",
    ]);
    for (const problem of result.problems) expect(problem.example).not.toBe("");
  });

  it.each([
    [{ DRIFTVAKT_LISTEN: "0.0.0.0:7443" }, ["DRIFTVAKT_LISTEN"]],
    [{ DRIFTVAKT_LISTEN: "192.0.2.1:80" }, ["DRIFTVAKT_LISTEN"]],
    [{ DRIFTVAKT_LISTEN: "127.0.0.1:99999" }, ["DRIFTVAKT_LISTEN"]],
    [{ DRIFTVAKT_LISTEN: "[::1]:7443" }, []],
    [{ DRIFTVAKT_LISTEN: "0.0.0.0:7443", DRIFTVAKT_TLS_CERT: "/c", DRIFTVAKT_TLS_KEY: "/k" }, []],
    [{ DRIFTVAKT_LISTEN: "0.0.0.0:7443", DRIFTVAKT_PUBLIC_URL: "https://x.example" }, []],
    [
      { DRIFTVAKT_ACME_DOMAIN: "x.example", DRIFTVAKT_TLS_CERT: "/c", DRIFTVAKT_TLS_KEY: "/k" },
      ["DRIFTVAKT_ACME_DOMAIN"],
    ],
    [{ DRIFTVAKT_ACME_DOMAIN: "not a name" }, ["DRIFTVAKT_ACME_DOMAIN"]],
    [{ DATABASE_OWNER_URL: "postgres://o@h/d" }, ["DATABASE_URL"]],
    [
      { DRIFTVAKT_SMTP_URL: "smtp://h", DRIFTVAKT_SMTP_FROM: "a@b\r\nBcc: c@d" },
      ["DRIFTVAKT_SMTP_FROM"],
    ],
  ] as [Settings, string[]][])("%j: wrong is %j", (settings, wrong) => {
    expect(wrongNames(settings)).toEqual(wrong);
  });

  it("never prints a secret", () => {
    const result = read({
      DATABASE_URL: "postgres://app:hunter2@h/d",
      DRIFTVAKT_SMTP_URL: "smtp://u:hunter2@h",
      DRIFTVAKT_SMTP_FROM: "a@example.net",
    });
    expect(result.ok).toBe(true);
    expect(`${inspect(result, { depth: 9 })}${JSON.stringify(result)}`).not.toContain("hunter2");
    const bad = read({ DATABASE_URL: "mysql://app:hunter2@h/d" });
    expect(JSON.stringify(bad)).not.toContain("hunter2");
  });

  it("finds the data folder by who runs it", () => {
    expect(defaultDataFolder({}, true)).toBe("/var/lib/driftvakt");
    expect(defaultDataFolder({ HOME: "/home/a" }, false)).toBe("/home/a/.local/share/driftvakt");
    expect(defaultDataFolder({ HOME: "/home/a", XDG_DATA_HOME: "/x" }, false)).toBe("/x/driftvakt");
    expect(defaultDataFolder({ HOME: "/home/a", XDG_DATA_HOME: "relative" }, false)).toBe(
      "/home/a/.local/share/driftvakt",
    );
  });
});
