import { describe, expect, it } from "vitest";
import { recordedHost } from "../host/index.ts";
import { parsePackages } from "./dpkg.ts";
import { parseAutomatic, parseHistory } from "./history.ts";
import { installerJudge } from "./judge-installer.ts";
import { packagesCollector } from "./packages-collector.ts";
import { parsePolicy } from "./policy.ts";
import { parseSimulation } from "./updates-collector.ts";

const POLICY = `nginx:
  Installed: 1.22.1-9
  Candidate: 1.22.1-9+deb12u1
  Version table:
     1.22.1-9+deb12u1 500
        500 http://security.debian.org/debian-security bookworm-security/main amd64 Packages
 *** 1.22.1-9 500
        500 http://deb.debian.org/debian bookworm/main amd64 Packages
        100 /var/lib/dpkg/status
ours:
  Installed: 1.0
  Candidate: 1.0
  Version table:
 *** 1.0 100
        100 /var/lib/dpkg/status
moved:
  Installed: 1.0
  Candidate: 2.0
  Version table:
     2.0 500
        500 https://user:pass@packages.example/apt stable/main amd64 Packages
 *** 1.0 100
        100 /var/lib/dpkg/status
libc6:i386:
  Installed: 2.36
  Candidate: 2.36
  Version table:
 *** 2.36 500
        500 file:/srv/repository ./ Packages
        100 /var/lib/dpkg/status
`;

describe("where packages come from", () => {
  it("the archive of the installed version, else the one that has moved on, else nobody", () => {
    expect([...parsePolicy(POLICY)]).toEqual([
      ["nginx", "deb.debian.org bookworm/main"],
      ["ours", "local"],
      ["moved", "packages.example stable/main"],
      ["libc6:i386", "/srv/repository ./"],
    ]);
  });
});

const HISTORY = `
Start-Date: 2026-01-02  10:00:00
Commandline: apt install nginx
Requested-By: kim (1000)
Install: nginx:amd64 (1.22.1-9), nginx-common:amd64 (1.22.1-9, automatic), libgd3:amd64 (2.3.3-9, automatic)
End-Date: 2026-01-02  10:00:09

Start-Date: 2026-01-03  06:00:00
Commandline: /usr/bin/unattended-upgrade
Install: linux-image-6.1.0-40-amd64:amd64 (6.1.150-1, automatic)
Upgrade: bash:amd64 (5.2.15-2, 5.2.15-2+b7)
End-Date: 2026-01-03  06:00:30
`;

describe("whose packages they are", () => {
  const transactions = parseHistory(HISTORY);
  it("reads apt's history", () => {
    expect(
      transactions.map(({ commandLine, requestedBy, installed }) => [
        commandLine,
        requestedBy,
        installed.length,
      ]),
    ).toEqual([
      ["apt install nginx", "kim (1000)", 3],
      ["/usr/bin/unattended-upgrade", "", 1],
    ]);
  });
  it.each([
    ["bash", "provider", "was handed over"],
    ["nginx", "customer", "was asked for"],
    ["libgd3", "customer", "came with what was asked for"],
    ["linux-image-6.1.0-40-amd64", "provider", "came with an update of the machine"],
    ["by-dpkg", "customer", "is in no log and not automatic"],
    ["old-automatic", "provider", "is in no log any more, and automatic"],
  ])("se-06: %s is the %s's: it %s", (name, installer) => {
    const automatic = new Set(["libgd3", "old-automatic"]);
    expect(
      installerJudge({ handedOver: new Set(["bash", "apt"]), automatic, transactions })(name),
    ).toBe(installer);
  });
});

it("extended states: automatic ones only", () => {
  const states =
    "Package: a\nArchitecture: amd64\nAuto-Installed: 1\n\nPackage: b\nArchitecture: amd64\nAuto-Installed: 0\n";
  expect([...parseAutomatic(states)]).toEqual(["a"]);
});

describe("dpkg", () => {
  it("counts what is installed, held or not; not what left its configuration", () => {
    const output = "a\t1\tamd64\tii \nb\t2\tall\thi \nc\t3\tamd64\trc \n";
    expect(parsePackages(output).map(({ name }) => name)).toEqual(["a", "b"]);
    expect(() => parsePackages("rubbish\n")).toThrow("does not know");
  });
});

describe("pending updates", () => {
  it("reads what apt would do, new packages included", () => {
    const output = `NOTE: This is only a simulation!
Inst libssl3 [3.0.11-1] (3.0.14-1~deb12u2 Debian-Security:12/stable-security [amd64])
Inst linux-image-6.1.0-40-amd64 (6.1.150-1 Debian:12.12/stable [amd64])
Inst libgcrypt20-dev [1.10.1-3] (1.10.1-3+deb12u1 Debian:12.12/stable, Debian-Security:12/stable-security [amd64]) []
Conf libssl3 (3.0.14-1~deb12u2 Debian-Security:12/stable-security [amd64])
`;
    expect(parseSimulation(output)).toEqual([
      {
        name: "libssl3",
        installed: "3.0.11-1",
        available: "3.0.14-1~deb12u2",
        source: "Debian-Security:12/stable-security",
        security: true,
      },
      {
        name: "linux-image-6.1.0-40-amd64",
        installed: "",
        available: "6.1.150-1",
        source: "Debian:12.12/stable",
        security: false,
      },
      {
        name: "libgcrypt20-dev",
        installed: "1.10.1-3",
        available: "1.10.1-3+deb12u1",
        source: "Debian:12.12/stable, Debian-Security:12/stable-security",
        security: true,
      },
    ]);
    expect(() => parseSimulation("Inst strange\n")).toThrow("does not know");
  });
});

it("joins it all to one list", async () => {
  const show =
    "dpkg-query --show --showformat=${binary:Package}\\t${Version}\\t${Architecture}\\t${db:Status-Abbrev}\\n";
  const host = recordedHost({
    commands: {
      [show]: { stdout: "nginx\t1.22.1-9\tamd64\tii \nours\t1.0\tall\tii \n" },
      "apt-cache policy -- nginx ours": { stdout: POLICY },
    },
    files: { "/var/log/apt/history.log": HISTORY },
  });
  expect(await packagesCollector(new Set(["ours"])).collect(host)).toEqual([
    {
      name: "nginx",
      version: "1.22.1-9",
      architecture: "amd64",
      source: "deb.debian.org bookworm/main",
      automatic: false,
      installedBy: "customer",
    },
    {
      name: "ours",
      version: "1.0",
      architecture: "all",
      source: "local",
      automatic: false,
      installedBy: "provider",
    },
  ]);
});
