import type { DbusValue } from "./dbus/index.ts";

/** What is known of a unit at this moment. */
export type UnitFacts = Readonly<{
  name: string;
  description: string;
  /** `loaded`, `not-found`, `masked`, … */
  load: string;
  /** `active`, `reloading`, `inactive`, `failed`, `activating`, `deactivating`, … */
  active: string;
  /** e.g. `running`, `dead`, `auto-restart`. */
  sub: string;
  /** A start, stop or restart is under way. */
  job: boolean;
  /** `success`, `exit-code`, `signal`, `oom-kill`, … of the last run. */
  result: string;
  /** CLD_ code of the main process's end (1 exited, 2 killed, 3 dumped), 0 where none has ended. */
  exitCode: number;
  exitStatus: number;
}>;

/** What does not come by itself and is asked for where a judgement needs it. */
export type UnitDetails = Readonly<{
  /** `simple`, `oneshot`, `notify`, … */
  type: string;
  /** A timer, socket or path starts it when needed. */
  triggered: boolean;
  /** Its conditions were tried and said no. */
  conditionFailed: boolean;
  /** Has run since the machine started. */
  wasActive: boolean;
  result: string;
  exitCode: number;
  exitStatus: number;
}>;

/** A row of `ListUnits`. */
export function factsOfRow(row: readonly DbusValue[]): UnitFacts {
  const [name, description, load, active, sub, , , jobId] = row;
  return {
    name: String(name),
    description: String(description),
    load: String(load),
    active: String(active),
    sub: String(sub),
    job: Number(jobId) !== 0,
    result: "",
    exitCode: 0,
    exitStatus: 0,
  };
}

type Changed = Readonly<Record<string, DbusValue>>;

/** Facts after a PropertiesChanged signal; the same object where nothing that counts has changed. */
export function factsAfter(before: UnitFacts, changed: Changed): UnitFacts {
  const after: UnitFacts = {
    name: before.name,
    description: before.description,
    load: text(changed, "LoadState") ?? before.load,
    active: text(changed, "ActiveState") ?? before.active,
    sub: text(changed, "SubState") ?? before.sub,
    job: jobOf(changed) ?? before.job,
    result: text(changed, "Result") ?? before.result,
    exitCode: count(changed, "ExecMainCode") ?? before.exitCode,
    exitStatus: count(changed, "ExecMainStatus") ?? before.exitStatus,
  };
  const keys = Object.keys(after) as (keyof UnitFacts)[];
  return keys.every((key) => after[key] === before[key]) ? before : after;
}

function text(changed: Changed, name: string): string | undefined {
  const value = changed[name];
  return typeof value === "string" ? value : undefined;
}

function count(changed: Changed, name: string): number | undefined {
  const value = changed[name];
  return typeof value === "number" ? value : undefined;
}

/** `Job` is a pair of number and path; number 0 means none. */
function jobOf(changed: Changed): boolean | undefined {
  const value = changed["Job"];
  return Array.isArray(value) ? Number(value[0]) !== 0 : undefined;
}
