import type { Config } from "../platform/config/index.ts";
import { migrate } from "../platform/database/index.ts";
import { startEmbeddedPostgres } from "../platform/embedded-postgres/index.ts";
import type { Log } from "../platform/log/index.ts";

export type OpenedDatabase = {
  readonly appUrl: string;
  readonly kind: "embedded" | "external";
  stop(): Promise<void>;
};

/** Starts the embedded PostgreSQL or takes the one that is given, and brings it to this version's shape. */
export async function openDatabase(
  config: Config,
  folder: string,
  log: Log,
): Promise<OpenedDatabase> {
  const opened =
    config.database.kind === "embedded"
      ? await openEmbedded(folder, log)
      : openExternal(config.database);
  try {
    const applied = await migrate(opened.ownerUrl, opened.appRole);
    if (applied.length > 0) log.info("migrations applied", { applied });
  } catch (error) {
    await opened.stop();
    throw error;
  }
  return opened;
}

type Opened = OpenedDatabase & { readonly ownerUrl: string; readonly appRole: string };

async function openEmbedded(folder: string, log: Log): Promise<Opened> {
  const server = await startEmbeddedPostgres({ folder, log });
  return { ...server, kind: "embedded" };
}

function openExternal(database: Extract<Config["database"], { kind: "external" }>): Opened {
  const appUrl = database.appUrl.reveal();
  return {
    kind: "external",
    appUrl,
    ownerUrl: database.ownerUrl.reveal(),
    appRole: decodeURIComponent(new URL(appUrl).username),
    stop: async () => {},
  };
}
