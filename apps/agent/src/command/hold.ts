import { existsSync, rmSync } from "node:fs";
import { Journal } from "../journal/index.ts";
import { isOnHold, writeDurably, type StateFolder } from "../state/index.ts";
import { EXIT } from "./exit-codes.ts";

/** `hold`: the kill switch. Works with the control plane owned, and by `touch` alone. */
export function hold(folder: StateFolder): number {
  writeDurably(folder.hold, "");
  record(folder, "held");
  process.stdout.write("on hold: nothing is carried out until driftvakt-agent resume\n");
  return EXIT.done;
}

/** `resume`: takes the kill switch off. */
export function resume(folder: StateFolder): number {
  if (!existsSync(folder.hold) && isOnHold(folder))
    throw new Error("held by a file under /etc/driftvakt-agent; remove that file");
  rmSync(folder.hold, { force: true });
  record(folder, "resumed");
  process.stdout.write("mandates are carried out again\n");
  return EXIT.done;
}

function record(folder: StateFolder, kind: "held" | "resumed"): void {
  const journal = new Journal(folder.journal);
  journal.append({ kind, by: "root" }, Date.now());
  journal.close();
}
