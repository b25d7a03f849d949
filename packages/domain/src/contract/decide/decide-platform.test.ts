import { describe, expect, it } from "vitest";
import { decideTerms, sayTerms } from "../../../../../test/catalogues/decide-terms.ts";
import type { TermsCase } from "../../../../../test/catalogues/decide-terms.ts";
import type { DecisionRequest } from "../index.ts";

const denied = (...more: readonly object[]) =>
  more.map((one) => [{ type: "deniedAccess", denies: ["ssh"], instead: [], ...one }]);
const php = (...disabled: readonly string[]) => [{ type: "phpFunctions", disabled }];
const forbidden = (processNames: readonly string[], packageNames: readonly string[] = []) => [
  {
    type: "forbiddenSoftware",
    categories: [
      { id: "gameServer", processNames: [], packageNames: [] },
      { id: "coinMiner", processNames, packageNames },
    ],
  },
];
const custody = (releasedTo: string) => [
  { type: "credentialCustody", credentials: "administrator", releasedTo },
];
const scope = [{ type: "scope", includes: [], otherwise: "outOfScope" }];
const unless = (one: object) => ({ unless: one });

const way = (name: "ssh" | "rdp"): DecisionRequest => ({ kind: "access", way: name });
const call = (name: string): DecisionRequest => ({ kind: "php", function: name });
const run = (process: string): DecisionRequest => ({ kind: "run", process });
const ask = (
  by: "customer" | "orderer" | "technician" | "lead" | "owner" | "system",
  credentials = "administrator",
): DecisionRequest => ({ kind: "credential", by, credentials });

const cases: readonly TermsCase[] = [
  ["ba-14: a way that is denied", denied({}), way("ssh"), {}, "refused access-denied x-01"],
  ["ba-14: another way", [...denied({}), scope], way("rdp"), {}, "allowed granted x-02"],
  [
    "srv-24: unless an option is booked",
    denied(unless({ options: ["root"] })),
    way("ssh"),
    { options: ["root"] },
    "allowed granted x-01",
  ],
  [
    "srv-24: one of two options is enough",
    denied(unless({ options: ["panel", "root"] })),
    way("ssh"),
    { options: ["root"] },
    "allowed granted x-01",
  ],
  [
    "srv-24: another option is none",
    denied(unless({ options: ["root"] })),
    way("ssh"),
    { options: ["panel"] },
    "refused access-denied x-01",
  ],
  [
    "ba-34: unless it is agreed",
    denied(unless({ agreement: true })),
    way("ssh"),
    {},
    "needs x-01 agreement",
  ],
  [
    "ba-34: the customer's own agreement is none",
    denied(unless({ agreement: true })),
    way("ssh"),
    { agreements: ["customer"] },
    "needs x-01 agreement",
  ],
  [
    "ba-34: agreed",
    denied(unless({ agreement: true })),
    way("ssh"),
    { agreements: ["provider"] },
    "allowed granted x-01",
  ],
  [
    "ba-14: an agreement where none is provided for",
    denied({}),
    way("ssh"),
    { agreements: ["provider"] },
    "refused access-denied x-01",
  ],
  [
    "srv-24: lifted by one clause, denied by the next",
    denied(unless({ options: ["root"] }), {}),
    way("ssh"),
    { options: ["root"] },
    "refused access-denied x-02",
  ],
  [
    "ba-34: agreed by one clause, denied by the next",
    denied(unless({ agreement: true }), {}),
    way("ssh"),
    { agreements: ["provider"] },
    "refused access-denied x-02",
  ],

  [
    "ba-28: switched off, however it is written",
    [scope, php("exec", "shell_exec")],
    call("Shell_Exec"),
    {},
    "refused forbidden x-02",
  ],
  [
    "ba-28: by the second of two clauses",
    [php("exec"), php("system")],
    call("system"),
    {},
    "refused forbidden x-02",
  ],
  ["ba-28: not switched off", [scope, php("exec")], call("strlen"), {}, "allowed granted x-02"],
  ["ba-28: where no clause speaks of it", [scope], call("exec"), {}, "allowed granted x-01"],

  [
    "ba-12: by its process",
    [scope, forbidden(["xmrig"])],
    run("xmrig"),
    {},
    "refused forbidden x-02",
  ],
  [
    "ba-12: by its path and in other letters",
    [scope, forbidden(["XMRig"])],
    run("/opt/tools/xmRig"),
    {},
    "refused forbidden x-02",
  ],
  [
    "ba-12: by its package",
    [scope, forbidden([], ["cpuminer"])],
    run("/usr/bin/cpuminer"),
    {},
    "refused forbidden x-02",
  ],
  [
    "ba-12: a folder of that name is no program",
    [scope, forbidden(["xmrig"])],
    run("/opt/xmrig/readme"),
    {},
    "allowed granted x-02",
  ],
  [
    "ba-12: a longer name is another program",
    [scope, forbidden(["xmrig"])],
    run("xmrig-proxy"),
    {},
    "allowed granted x-02",
  ],
  ["ba-12: where no clause speaks of it", [scope], run("xmrig"), {}, "allowed granted x-01"],

  [
    "ba-38: to the orderer",
    [scope, custody("orderer")],
    ask("orderer"),
    {},
    "allowed granted x-02",
  ],
  [
    "ba-38: not to anybody else of the customer",
    [scope, custody("orderer")],
    ask("customer"),
    {},
    "refused access-denied x-02",
  ],
  [
    "ba-38: not to a technician",
    [custody("orderer")],
    ask("technician"),
    {},
    "refused access-denied x-01",
  ],
  [
    "srv-24: named persons are those who order",
    [custody("namedPersons")],
    ask("orderer"),
    {},
    "allowed granted x-01",
  ],
  [
    "srv-24: and nobody else",
    [custody("namedPersons")],
    ask("technician"),
    {},
    "refused access-denied x-01",
  ],
  [
    "dk-11: to a technician",
    [custody("technicians")],
    ask("technician"),
    {},
    "allowed granted x-01",
  ],
  ["dk-11: to the lead", [custody("technicians")], ask("lead"), {}, "allowed granted x-01"],
  ["dk-11: to the owner", [custody("technicians")], ask("owner"), {}, "allowed granted x-01"],
  [
    "dk-11: not to the orderer",
    [custody("technicians")],
    ask("orderer"),
    {},
    "refused access-denied x-01",
  ],
  [
    "dk-11: not to the product itself",
    [custody("technicians")],
    ask("system"),
    {},
    "refused access-denied x-01",
  ],
  ["srv-24: to nobody", [custody("nobody")], ask("technician"), {}, "refused access-denied x-01"],
  [
    "srv-24: nor to the orderer",
    [custody("nobody")],
    ask("orderer"),
    {},
    "refused access-denied x-01",
  ],
  [
    "srv-24: other credentials",
    [scope, custody("orderer")],
    ask("orderer", "ftp"),
    {},
    "refused not-in-contract x-01",
  ],
];

describe("what the platform is open to", () => {
  it.each(cases)("%s", (...row) => {
    expect(sayTerms(row)).toBe(row[4]);
  });

  it("ba-34: the agreement that is missing is the provider's", () => {
    const clauses = denied(unless({ agreement: true }));
    expect(decideTerms(["", clauses, way("ssh"), {}, ""]).needs).toEqual([
      { kind: "agreement", clause: "x-01", of: "provider" },
    ]);
  });
});
