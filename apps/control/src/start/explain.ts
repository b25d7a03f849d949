import { MigrationError, SeparationError } from "../platform/database/index.ts";
import { ProgramError, ReachError } from "../platform/embedded-postgres/index.ts";
import { SecretFileError } from "../platform/keys/index.ts";
import { EXIT } from "./exit-codes.ts";
import { StartError } from "./start-error.ts";

/** What the machine or the database said, in words that help; undefined for a bug of ours. */
export function explain(error: unknown): StartError | undefined {
  if (error instanceof StartError) return error;
  return explainOwn(error) ?? explainSystem(error) ?? explainPostgres(error);
}

function explainOwn(error: unknown): StartError | undefined {
  if (error instanceof SeparationError) {
    return new StartError(
      EXIT.separation,
      error.message,
      "give DATABASE_URL a role of its own; docs/operations.md has the three statements that make one",
      error,
    );
  }
  if (error instanceof MigrationError) {
    return new StartError(
      EXIT.databaseVersion,
      error.message,
      "nothing was changed; see docs/operations.md, upgrading",
      error,
    );
  }
  if (error instanceof SecretFileError) {
    return new StartError(
      EXIT.badConfig,
      error.message,
      "close the file, and think about who may have read it",
      error,
    );
  }
  if (error instanceof ReachError) {
    return new StartError(
      EXIT.missingRight,
      error.message,
      `chmod a+x ${error.folder}, or choose a folder outside it with --data`,
      error,
    );
  }
  if (error instanceof ProgramError) {
    return new StartError(
      EXIT.unreachable,
      error.message,
      "run npm install, or set DATABASE_URL",
      error,
    );
  }
  return undefined;
}

function explainSystem(error: unknown): StartError | undefined {
  const { code, path, message } = describe(error);
  if (
    code === "ENOSPC" ||
    code === "EDQUOT" ||
    code === "53100" ||
    /No space left on device/.test(message)
  ) {
    return new StartError(
      EXIT.diskFull,
      "the disk is full",
      "free some space, or choose another folder with --data; nothing that was stored is lost",
      error,
    );
  }
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") {
    return new StartError(
      EXIT.missingRight,
      `no right to use ${path ?? "a file of the data folder"}`,
      "run it as the user who owns the folder, or choose another one with --data",
      error,
    );
  }
  return undefined;
}

const UNREACHABLE =
  /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EAI_AGAIN|ENOENT|28\w{3}|3D000|08\w{3}|57P0\d|53300)$/;

function explainPostgres(error: unknown): StartError | undefined {
  const { code, message } = describe(error);
  if (code !== undefined && UNREACHABLE.test(code)) {
    return new StartError(
      EXIT.unreachable,
      `the database does not let us in: ${message}`,
      "is it running, and are name, password and address in DATABASE_URL right?",
      error,
    );
  }
  if (code === "42501") {
    return new StartError(
      EXIT.missingRight,
      `the database role may not do this: ${message}`,
      "DATABASE_OWNER_URL must name the role that owns the database",
      error,
    );
  }
  if (/timeout expired|Connection terminated/.test(message)) {
    return new StartError(
      EXIT.unreachable,
      `the database does not answer: ${message}`,
      "is it running and reachable from here?",
      error,
    );
  }
  return undefined;
}

type Described = { code: string | undefined; path: string | undefined; message: string };

/** An AggregateError (one try per address) says what its first part says. */
function describe(error: unknown): Described {
  const first = error instanceof AggregateError ? error.errors[0] : error;
  const { code, path, message } = (first ?? {}) as Partial<Described>;
  return { code, path, message: message ?? String(first) };
}
