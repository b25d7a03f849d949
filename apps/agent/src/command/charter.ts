import { readFileSync, rmSync } from "node:fs";
import type { Charter, CharterGrant } from "@driftvakt/protocol/mandate";
import { raisedGrants, readCharter, readPendingCharter } from "../converge/index.ts";
import { Journal } from "../journal/index.ts";
import { findIdentity, writeDurably, type Identity, type StateFolder } from "../state/index.ts";
import { EXIT, NotEnrolled } from "./exit-codes.ts";

/** `charter show`: what the provider and the customer may have done here, clause by clause. */
export function showCharter(folder: StateFolder, json: boolean): number {
  const identity = required(folder);
  const charter = readCharter(folder, identity);
  const pending = readPendingCharter(folder, identity);
  const text = json
    ? JSON.stringify({ charter: charter ?? null, pending: pending ?? null })
    : [...describe("in force", charter), ...describePending(charter, pending)].join("\n");
  process.stdout.write(`${text}\n`);
  return EXIT.done;
}

/** `charter approve`: root on the machine accepts what the control plane cannot give itself. */
export function approveCharter(folder: StateFolder): number {
  const identity = required(folder);
  const pending = readPendingCharter(folder, identity);
  if (!pending) {
    process.stdout.write("nothing waits for approval\n");
    return EXIT.done;
  }
  const raised = raisedGrants(readCharter(folder, identity)?.grants ?? [], pending.grants);
  const journal = new Journal(folder.journal);
  // On record before it holds: a charter that nobody saw being approved must not be in force.
  journal.append(
    { kind: "charter-approved", version: pending.version, raised, by: "root" },
    Date.now(),
  );
  journal.close();
  writeDurably(folder.charter, readFileSync(folder.pendingCharter, "utf8"));
  rmSync(folder.pendingCharter);
  process.stdout.write(`charter version ${pending.version} is in force\n`);
  return EXIT.done;
}

function required(folder: StateFolder): Identity {
  const identity = findIdentity(folder);
  if (!identity) throw new NotEnrolled();
  return identity;
}

function describe(title: string, charter: Charter | undefined): string[] {
  if (!charter) return [`${title}: no charter; nothing is carried out`];
  const { version, catalogue, grants } = charter;
  const head = `${title}: version ${version}, ${catalogue.id} ${catalogue.version}`;
  return [head, ...(grants.length === 0 ? ["  watching only"] : grants.map(line))];
}

function describePending(charter: Charter | undefined, pending: Charter | undefined): string[] {
  if (!pending) return [];
  const raised = raisedGrants(charter?.grants ?? [], pending.grants);
  return [
    ...describe("waits for approval", pending),
    "  new in it:",
    ...raised.map((grant) => `  ${line(grant)}`),
    '"driftvakt-agent charter approve" lets it hold',
  ];
}

function line({ operation, clause, askers, units, maxPerHour }: CharterGrant): string {
  const where = units ? ` on ${units.join(", ")}` : "";
  return `  ${operation}${where}, asked by ${askers.join(" or ")}, ${maxPerHour} an hour (${clause})`;
}
