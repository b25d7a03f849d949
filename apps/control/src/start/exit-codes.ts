/**
 * Exit codes of the command, after sysexits.h where it has one. They never change their meaning;
 * docs/operations.md lists them.
 */
export const EXIT = {
  done: 0,
  /** It ran and found something wrong: an alert, a broken chain, an invalid catalogue. */
  found: 1,
  usage: 64,
  /** A file given is not what it should be, e.g. a catalogue. */
  badData: 65,
  /** The database, or the running control plane, cannot be reached. */
  unreachable: 69,
  bug: 70,
  /** Nowhere to write: the data folder cannot be made. */
  cannotCreate: 73,
  diskFull: 74,
  alreadyRunning: 75,
  /** The database would not keep customers apart. */
  separation: 76,
  missingRight: 77,
  badConfig: 78,
  portBusy: 79,
  /** The database is too old, newer than this version, or its history was changed. */
  databaseVersion: 80,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
