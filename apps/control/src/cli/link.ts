import { resetSignIn } from "../features/people/index.ts";
import { connectDatabase, inScope } from "../platform/database/index.ts";
import { AppError } from "../platform/errors/index.ts";
import { dataFolder } from "../start/data-folder.ts";
import { EXIT } from "../start/exit-codes.ts";
import { findDatabaseUrl } from "../start/find-database.ts";
import { readRunning } from "../start/running-file.ts";
import { folderOf } from "./ask-running.ts";
import {
  COMMON_HELP,
  COMMON_OPTIONS,
  complain,
  printJson,
  readArgs,
  UsageError,
  type Command,
} from "./command.ts";

/**
 * Break-glass for whoever has the data folder: it speaks to the database itself, so that nothing on the network can be
 * talked into it.
 */
export const linkCommand: Command = {
  help: `
driftvakt link ADDRESS [--forget-factors]: a one-time sign-in link for somebody who cannot sign in

  --forget-factors  also forgets the password, the authenticator app and all passkeys
${COMMON_HELP}

All sessions of that person end. It is on record in the audit log.
Exit codes: 0 made, 1 nobody signs in with that address, 64 wrong usage, 69 the database cannot be reached.`,
  run: async (args) => {
    const { values, positionals } = readArgs(
      args,
      { ...COMMON_OPTIONS, "forget-factors": { type: "boolean", default: false } },
      1,
    );
    const [email] = positionals;
    if (!email) throw new UsageError("the address is missing");
    const folder = folderOf(values.data);
    const publicUrl = readRunning(dataFolder(folder).running)?.publicUrl ?? "http://localhost:7443";
    const db = connectDatabase(findDatabaseUrl(folder), { maxConnections: 1 });
    try {
      const link = await inScope(db, "provider", (tx) =>
        resetSignIn(tx, {
          email,
          forgetFactors: values["forget-factors"],
          publicUrl,
          nowMs: Date.now(),
        }),
      );
      if (values.json) printJson({ link });
      else process.stdout.write(`Once and within 15 minutes:\n\n  ${link}\n`);
      return EXIT.done;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      complain(error.message, "the portal lists everybody under users");
      return EXIT.found;
    } finally {
      await db.destroy();
    }
  },
};
