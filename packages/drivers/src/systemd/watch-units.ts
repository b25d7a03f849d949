import type { DbusValue, Message } from "./dbus/index.ts";
import {
  connectManager,
  isSystemdRunning,
  MANAGER_INTERFACE,
  PROPERTIES_INTERFACE,
  SERVICE_INTERFACE,
  UNIT_INTERFACE,
  UNIT_PATH_PREFIX,
  unitOfPath,
  unitPath,
  type Manager,
} from "./systemd-connection.ts";
import { factsAfter, factsOfRow, type UnitDetails, type UnitFacts } from "./unit.ts";

export type UnitListener = Readonly<{
  /** One unit changed; called in the order in which it happened. */
  onUnit(unit: UnitFacts): void;
  /** Everything was read anew: after connecting, after unit files changed, and on `refresh`. */
  onSnapshot(): void;
  /** The connection is gone; it is sought again by itself. */
  onLost(reason: string): void;
}>;

/** Live knowledge of the machine's services, pushed by systemd the moment they change. */
export type UnitWatch = Readonly<{
  /** Loaded services by name. */
  units: ReadonlyMap<string, UnitFacts>;
  /** State of installed service files by name: `enabled`, `disabled`, `static`, `generated`, … */
  files: ReadonlyMap<string, string>;
  /** Another number whenever `units` or `files` changed. */
  revision(): number;
  isConnected(): boolean;
  details(name: string): Promise<UnitDetails>;
  /** What a unit is this moment, asked and not remembered. */
  activeState(name: string): Promise<string>;
  systemState(): Promise<string>;
  /** Reads everything again: the safety net under the signals. */
  refresh(): Promise<void>;
  close(): void;
}>;

const RECONNECT_MS = 1000;
const FILES_SETTLE_MS = 1000;

/** Watches the services of this machine, or gives undefined where systemd does not run it. */
export function watchUnits(listener: UnitListener): UnitWatch | undefined {
  return isSystemdRunning() ? new SystemdUnitWatch(listener) : undefined;
}

class SystemdUnitWatch implements UnitWatch {
  readonly units = new Map<string, UnitFacts>();
  readonly files = new Map<string, string>();
  readonly #listener: UnitListener;
  #manager: Manager | undefined;
  #revision = 0;
  #closed = false;
  #filesTimer: NodeJS.Timeout | undefined;

  constructor(listener: UnitListener) {
    this.#listener = listener;
    void this.#connect();
  }

  revision(): number {
    return this.#revision;
  }

  isConnected(): boolean {
    return this.#manager !== undefined;
  }

  async #connect(): Promise<void> {
    try {
      this.#manager = await connectManager(
        (message) => this.#take(message),
        (reason) => this.#lost(reason),
      );
      await this.refresh();
    } catch (error) {
      this.#lost((error as Error).message);
    }
  }

  #lost(reason: string): void {
    this.#manager?.close();
    this.#manager = undefined;
    if (this.#closed) return;
    this.#listener.onLost(reason);
    setTimeout(() => void this.#connect(), RECONNECT_MS).unref();
  }

  async refresh(): Promise<void> {
    const manager = this.#required();
    const [rows] = (await manager.manage("ListUnits")) as [DbusValue[][]];
    const [files] = (await manager.manage("ListUnitFiles")) as [[string, string][]];
    this.#takeFiles(files);
    const seen = new Set<string>();
    for (const row of rows) {
      const fresh = factsOfRow(row);
      if (!isService(fresh.name)) continue;
      seen.add(fresh.name);
      this.units.set(fresh.name, keepRun(this.units.get(fresh.name), fresh));
    }
    for (const name of this.units.keys()) if (!seen.has(name)) this.units.delete(name);
    await this.#readInstanceFiles(manager);
    this.#revision += 1;
    this.#listener.onSnapshot();
  }

  #takeFiles(files: readonly (readonly [string, string])[]): void {
    this.files.clear();
    for (const [path, state] of files) {
      const name = path.slice(path.lastIndexOf("/") + 1);
      if (isService(name)) this.files.set(name, state);
    }
  }

  /** The list of unit files knows templates only; what an instance is must be asked for. */
  async #readInstanceFiles(manager: Manager): Promise<void> {
    for (const name of this.units.keys()) {
      if (!name.includes("@") || this.files.has(name)) continue;
      const state = await manager.property(unitPath(name), UNIT_INTERFACE, "UnitFileState");
      this.files.set(name, String(state));
    }
  }

  async details(name: string): Promise<UnitDetails> {
    const manager = this.#required();
    const path = unitPath(name);
    const unit = (property: string) => manager.property(path, UNIT_INTERFACE, property);
    const service = (property: string) => manager.property(path, SERVICE_INTERFACE, property);
    const [
      type,
      triggers,
      conditionAt,
      condition,
      activeAt,
      inactiveAt,
      result,
      exitCode,
      exitStatus,
    ] = await Promise.all([
      service("Type"),
      unit("TriggeredBy"),
      unit("ConditionTimestamp"),
      unit("ConditionResult"),
      unit("ActiveEnterTimestamp"),
      unit("InactiveEnterTimestamp"),
      service("Result"),
      service("ExecMainCode"),
      service("ExecMainStatus"),
    ]);
    return {
      type: String(type),
      triggered: Array.isArray(triggers) && triggers.length > 0,
      conditionFailed: Number(conditionAt) > 0 && condition === false,
      // A job that has run was never "active"; but it came back to "inactive".
      wasActive: Number(activeAt) > 0 || Number(inactiveAt) > 0,
      result: String(result),
      exitCode: Number(exitCode),
      exitStatus: Number(exitStatus),
    };
  }

  async activeState(name: string): Promise<string> {
    return String(await this.#required().property(unitPath(name), UNIT_INTERFACE, "ActiveState"));
  }

  systemState(): Promise<string> {
    return this.#manager ? this.#manager.systemState() : Promise.resolve("unknown");
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#filesTimer);
    this.#manager?.close();
  }

  #required(): Manager {
    if (!this.#manager) throw new Error("the service manager is not connected");
    return this.#manager;
  }

  #take(message: Message): void {
    if (message.interface === PROPERTIES_INTERFACE) this.#takeProperties(message);
    else if (message.interface === MANAGER_INTERFACE) this.#takeManagerSignal(message);
  }

  #takeProperties(message: Message): void {
    if (!message.path.startsWith(UNIT_PATH_PREFIX)) return;
    const name = unitOfPath(message.path);
    if (!isService(name)) return;
    const [interfaceName, changed] = message.body();
    if (interfaceName !== UNIT_INTERFACE && interfaceName !== SERVICE_INTERFACE) return;
    const before = this.units.get(name) ?? newUnit(name);
    const after = factsAfter(before, changed as Record<string, DbusValue>);
    if (after === before) return;
    this.units.set(name, after);
    this.#revision += 1;
    // A service's own properties come just before the unit's state: one change for both is enough.
    if (interfaceName === UNIT_INTERFACE) this.#listener.onUnit(after);
  }

  #takeManagerSignal(message: Message): void {
    if (message.member === "UnitRemoved") this.#forget(String(message.body()[0]));
    else if (message.member === "UnitFilesChanged" || isReloaded(message)) this.#readFilesSoon();
    else if (message.member === "StartupFinished") this.#readFilesSoon();
  }

  /** systemd unloads units that nobody needs; to us that is the same as inactive. */
  #forget(name: string): void {
    const before = this.units.get(name);
    if (!before) return;
    this.units.delete(name);
    this.#revision += 1;
    if (before.active !== "inactive" || before.job)
      this.#listener.onUnit({ ...before, active: "inactive", sub: "dead", job: false });
  }

  #readFilesSoon(): void {
    clearTimeout(this.#filesTimer);
    this.#filesTimer = setTimeout(() => {
      if (this.#manager) this.refresh().catch((error: Error) => this.#lost(error.message));
    }, FILES_SETTLE_MS);
    this.#filesTimer.unref();
  }
}

function isService(name: string): boolean {
  return name.endsWith(".service");
}

/** `Reloading(false)`: a daemon-reload has just ended. */
function isReloaded(message: Message): boolean {
  return message.member === "Reloading" && message.body()[0] === false;
}

/** A row of the list does not tell how the last run ended; what signals told is kept. */
function keepRun(before: UnitFacts | undefined, fresh: UnitFacts): UnitFacts {
  if (!before) return fresh;
  const { result, exitCode, exitStatus } = before;
  return { ...fresh, result, exitCode, exitStatus };
}

function newUnit(name: string): UnitFacts {
  return {
    name,
    description: "",
    load: "loaded",
    active: "inactive",
    sub: "dead",
    job: false,
    result: "",
    exitCode: 0,
    exitStatus: 0,
  };
}
