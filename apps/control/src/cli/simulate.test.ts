import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";

const main = join(import.meta.dirname, "main.ts");
const scenarios = join(import.meta.dirname, "../../../../test/scenarios");
const folder = mkdtempSync(join(tmpdir(), "simulate-"));
afterAll(() => rmSync(folder, { recursive: true }));

function simulate(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, "simulate", ...args], {
    encoding: "utf8",
    timeout: 60_000,
  });
  return { status, stdout, stderr };
}

const outage = join(scenarios, "ba-outage-of-87-minutes.yaml");

describe("driftvakt simulate", () => {
  it("ba-06, ba-07, ba-08: prints the timeline, each line with its clause", () => {
    const { status, stdout } = simulate(outage);
    expect(status).toBe(0);
    expect(stdout).toMatch(/2027-05-01 00:00 +credit +ba-07 +2027-04 15\.00 BAM granted/);
    expect(stdout).toMatch(/ba-06 +1 broken, 1 kept/);
  });

  it("prints the same for programs", () => {
    const { status, stdout } = simulate(outage, "--json");
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      catalogue: "ba",
      credits: { amountMinor: 1500, currency: "BAM" },
      promises: { "ba-06": "broken" },
      unmet: [],
    });
  });

  it("finds catalogues of this checkout's tests, and paths beside the scenario", () => {
    expect(simulate(join(scenarios, "hall-capped-at-the-fee.yaml")).status).toBe(0);
  });

  it("exits with 1 where it shows something else than expected", () => {
    const file = join(folder, "other.yaml");
    writeFileSync(
      file,
      `format: 1
name: Not what is expected
catalogue: ba
from: '2027-04-01'
to: '2027-05-01'
contract: {plan: web}
events: []
expect: {credits: 1.00 BAM}
`,
    );
    const { status, stdout } = simulate(file);
    expect(status).toBe(1);
    expect(stdout).toContain("not as expected: credits: expected 1.00 BAM, found 0.00 BAM");
  });

  it("tells the line of what is wrong, and a plan that does not exist, and exits with 65", () => {
    const file = join(folder, "wrong.yaml");
    const text = `format: 1
name: Wrong
catalogue: ba
from: '2027-04-01'
to: '2027-05-01'
contract: {plan: vps}
events:
  - {at: '2027-04-10T12:00', event: outge, cause: ddos, minutes: 3}
`;
    writeFileSync(file, text);
    const wrong = simulate(file);
    expect(wrong.status).toBe(65);
    expect(wrong.stderr).toContain("wrong.yaml:8:");
    writeFileSync(file, text.replace("outge", "outage"));
    const plan = simulate(file);
    expect(plan.status).toBe(65);
    expect(plan.stderr).toContain("has no plan vps; it has web, mail");
    expect(simulate(join(folder, "none.yaml")).status).toBe(65);
    expect(simulate().status).toBe(64);
  });

  it("reports drawn years, the same for the same seed", () => {
    const file = join(folder, "years.yaml");
    writeFileSync(
      file,
      `format: 1
name: What would 99.9 % have cost
catalogue: ba
from: '2027-01-01'
to: '2028-01-01'
contract: {plan: vps-full, machines: 20}
events: []
random: {outagesPerMachineYear: 6, medianMinutes: 20, spread: 3, causes: [{cause: hardwareFault, weight: 1}], announcedPercent: 90, claimedPercent: 100}
`,
    );
    const first = simulate(file, "--years", "5", "--json");
    expect(first.status).toBe(0);
    expect(JSON.parse(first.stdout)).toMatchObject({ years: 5, machines: 20, currency: "BAM" });
    expect(simulate(file, "--years", "5", "--json").stdout).toBe(first.stdout);
    expect(simulate(file, "--years", "5", "--seed", "2", "--json").stdout).not.toBe(first.stdout);
    expect(simulate(file, "--years", "0").status).toBe(64);
    expect(simulate(outage, "--years", "1").status).toBe(65);
  });
});
