import { gatherSettings } from "../config.ts";
import { findEmbeddedUrl } from "../platform/embedded-postgres/index.ts";
import { dataFolder } from "./data-folder.ts";
import { EXIT } from "./exit-codes.ts";
import { StartError } from "./start-error.ts";

/** Address of the database that a control plane on this data folder uses; for commands that need no control plane. */
export function findDatabaseUrl(folder: string): string {
  const given = gatherSettings({}, process.env, folder).DATABASE_URL;
  const url = given ?? findEmbeddedUrl(dataFolder(folder).postgres);
  if (url) return url;
  throw new StartError(
    EXIT.unreachable,
    `there is no database in ${folder}`,
    "name the data folder with --data; with a database of your own set DATABASE_URL as for up",
  );
}
