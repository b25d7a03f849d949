import { describe, expect, it } from "vitest";
import { catalogueWith, plan, watch } from "../../../../test/catalogues/catalogue-with.ts";
import { compileChecks } from "./compile-checks.ts";

describe("checks", () => {
  const cpu = {
    check: "metric",
    metric: "cpu.busy",
    direction: "above",
    warn: 80,
    crit: 95,
    afterSeconds: 300,
  };
  const disk = { check: "filesystem", warnPercent: 80, critPercent: 95 };
  const checksOf = (...clauses: readonly (readonly object[])[]) =>
    compileChecks(catalogueWith(...clauses.map((checks) => [watch(...checks)])), plan);

  it("se-04: a reading becomes a check with its short name; 300 seconds are 21 beats of 15", () => {
    expect(checksOf([cpu, disk]).checks).toEqual([
      {
        type: "metric",
        id: "cpu",
        clauses: ["x-01"],
        metric: "cpu.busy",
        comparison: "above",
        warning: 80,
        critical: 95,
        maxAttempts: 21,
      },
      {
        type: "filesystems",
        id: "filesystem",
        clauses: ["x-01"],
        warningPercent: 80,
        criticalPercent: 95,
        maxAttempts: 1,
      },
    ]);
  });
  it.each([
    [0, 1],
    [1, 2],
    [15, 2],
    [16, 3],
    [885, 60],
    [9_000, 60],
  ])("%d seconds are %d results in a row", (afterSeconds, maxAttempts) => {
    expect(checksOf([{ ...cpu, afterSeconds }]).checks[0]).toMatchObject({ maxAttempts });
  });
  it("a reading without a short name goes by its own; one that no agent gives is named as unobserved", () => {
    expect(checksOf([{ ...cpu, metric: "disk.busy" }]).checks[0]).toMatchObject({
      id: "disk-busy",
    });
    expect(
      checksOf([
        { ...cpu, metric: "logon.failedPerDay" },
        { check: "smart", reportUnsupported: true },
      ]),
    ).toEqual({
      checks: [],
      unobserved: [
        { clause: "x-01", check: "metric" },
        { clause: "x-01", check: "smart" },
      ],
    });
  });
  it("two clauses about one reading share a check at the tighter limits", () => {
    const [shared] = checksOf(
      [cpu],
      [{ ...cpu, warn: 70, crit: 99, afterSeconds: 0 }],
      [cpu],
    ).checks;
    expect(shared).toMatchObject({
      clauses: ["x-01", "x-02", "x-03"],
      warning: 70,
      critical: 95,
      maxAttempts: 1,
    });
    const below = { ...cpu, metric: "memory.used", direction: "below", warn: 20, crit: 5 };
    expect(checksOf([below], [{ ...below, warn: 10, crit: 8 }]).checks[0]).toMatchObject({
      id: "memory-low",
      warning: 20,
      critical: 8,
    });
    expect(
      checksOf([disk], [{ ...disk, warnPercent: 85, critPercent: 90, afterSeconds: 60 }]).checks[0],
    ).toMatchObject({
      warningPercent: 80,
      criticalPercent: 90,
      maxAttempts: 1,
    });
  });
  it("se-04: a reading with a limit above and one below has two checks, whichever clause comes first", () => {
    const above = { ...cpu, metric: "disk.busy" };
    const below = { ...above, direction: "below", warn: 2, crit: 1, afterSeconds: 0 };
    const high = { id: "disk-busy", comparison: "above", warning: 80, critical: 95 };
    const low = { id: "disk-busy-low", comparison: "below", warning: 2, critical: 1 };
    expect(checksOf([above], [below]).checks).toMatchObject([
      { ...high, clauses: ["x-01"], maxAttempts: 21 },
      { ...low, clauses: ["x-02"], maxAttempts: 1 },
    ]);
    expect(checksOf([below], [above], [{ ...below, warn: 5 }]).checks).toMatchObject([
      { ...low, clauses: ["x-01", "x-03"], warning: 5 },
      { ...high, clauses: ["x-02"] },
    ]);
    expect(checksOf([{ ...cpu, direction: "below" }]).checks).toMatchObject([{ id: "cpu-low" }]);
  });
  it("se-04: file systems that a clause names are watched alone; one clause about all of them is about all", () => {
    const mountsOf = (...clauses: readonly (readonly object[])[]) =>
      checksOf(...clauses).checks.map((check) => ("mounts" in check ? check.mounts : "all"));
    const some = (...mounts: readonly string[]) => [{ ...disk, mounts }];
    expect(mountsOf([{ ...disk, mounts: "all" }])).toEqual(["all"]);
    expect(mountsOf(some("/var", "/srv"))).toEqual([["/var", "/srv"]]);
    expect(mountsOf(some("/var"), some("/srv", "/var"))).toEqual([["/var", "/srv"]]);
    expect(mountsOf(some("/var"), [{ ...disk, mounts: "all" }])).toEqual(["all"]);
    expect(mountsOf([{ ...disk, mounts: "all" }], some("/var"))).toEqual(["all"]);
  });
  it("a host is silent for two thirds of its time and asked for the rest", () => {
    const host = (downAfterSeconds: number) => ({ check: "host", downAfterSeconds });
    expect(checksOf([host(90)]).checks).toEqual([
      { type: "host", id: "host", clauses: ["x-01"], silentSeconds: 60, confirmSeconds: 30 },
    ]);
    expect(checksOf([host(6)]).checks[0]).toMatchObject({ silentSeconds: 5, confirmSeconds: 1 });
    expect(checksOf([host(3)]).checks[0]).toMatchObject({ silentSeconds: 5, confirmSeconds: 0 });
    expect(checksOf([host(90)], [host(60)]).checks[0]).toMatchObject({
      silentSeconds: 40,
      confirmSeconds: 20,
    });
  });
  it("units come from the sets that are named, and from the check itself", () => {
    const set = (name: string, ...units: string[]) => ({
      type: "softwareSet",
      set: name,
      os: "linux",
      items: [{ id: "i", role: "web", products: [{ name: "p", units, packages: {} }] }],
    });
    const services = (sets: unknown, more = {}) => watch({ check: "services", sets, ...more });
    const sets = [set("web", "b.service", "a.service"), set("sql", "c.service")];
    const compiled = (term: object) => compileChecks(catalogueWith([...sets, term]), plan).checks;
    expect(compiled(services("all"))).toEqual([
      {
        type: "units",
        id: "service",
        clauses: ["x-01"],
        scope: "enabled",
        units: ["a.service", "b.service", "c.service"],
        except: [],
        settleSeconds: 10,
      },
    ]);
    expect(
      compiled(services(["sql"], { units: ["z.service", "c.service"], afterSeconds: 3 })),
    ).toMatchObject([{ scope: "named", units: ["c.service", "z.service"], settleSeconds: 3 }]);
    const both = compileChecks(
      catalogueWith([...sets, services(["sql"])], [services("all", { afterSeconds: 30 })]),
      plan,
    );
    expect(both.checks).toMatchObject([
      {
        clauses: ["x-01", "x-02"],
        scope: "enabled",
        units: ["a.service", "b.service", "c.service"],
        settleSeconds: 10,
      },
    ]);
    const named = compileChecks(
      catalogueWith([...sets, services(["sql"])], [services(["web"])], [services(["sql"])]),
      plan,
    );
    expect(named.checks).toMatchObject([
      { scope: "named", units: ["a.service", "b.service", "c.service"] },
    ]);
    const first = compileChecks(
      catalogueWith([...sets, services("all")], [services(["sql"])]),
      plan,
    );
    expect(first.checks).toMatchObject([{ scope: "enabled" }]);
  });
});
