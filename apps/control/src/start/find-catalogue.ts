import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { EXIT } from "./exit-codes.ts";
import { StartError } from "./start-error.ts";

const CATALOGUES_FOLDER = fileURLToPath(new URL("../../../../catalogues/", import.meta.url));

/** The file of a catalogue that comes with Driftvakt, by name, or the file that is given. @throws StartError */
export function findCatalogue(name: string): string {
  const own = join(CATALOGUES_FOLDER, `${name}.yaml`);
  if (/^[a-z]+$/.test(name) && existsSync(own)) return own;
  if (existsSync(name)) return name;
  throw new StartError(
    EXIT.badData,
    `there is no catalogue ${name}`,
    "take one of se, msp, dk, srv, ba, or give a file",
  );
}
