import { existsSync } from "node:fs";
import { connectDbus, type DbusConnection, type DbusValue, type Message } from "./dbus/index.ts";

const DIRECT = "/run/systemd/private";
const SYSTEM_BUS = "/run/dbus/system_bus_socket";
const SERVICE = "org.freedesktop.systemd1";
const MANAGER_PATH = "/org/freedesktop/systemd1";
export const UNIT_PATH_PREFIX = `${MANAGER_PATH}/unit/`;
export const UNIT_INTERFACE = `${SERVICE}.Unit`;
export const SERVICE_INTERFACE = `${SERVICE}.Service`;
export const MANAGER_INTERFACE = `${SERVICE}.Manager`;
export const PROPERTIES_INTERFACE = "org.freedesktop.DBus.Properties";

/** The service manager, spoken to over its own socket, or over the system bus where that is closed to us. */
export type Manager = Readonly<{
  manage(member: string, ...args: string[]): Promise<DbusValue[]>;
  property(unitPath: string, interfaceName: string, name: string): Promise<DbusValue>;
  /** `running`, `degraded`, `starting`, `stopping`, … */
  systemState(): Promise<string>;
  close(): void;
}>;

/** Is systemd the service manager that runs this machine? sd_booted(3) asks the same. */
export function isSystemdRunning(): boolean {
  return existsSync("/run/systemd/system");
}

/** Connects to the service manager. Throws where none answers. */
export async function connectManager(
  onSignal: (message: Message) => void,
  onLost: (reason: string) => void,
): Promise<Manager> {
  const direct = existsSync(DIRECT);
  const connection = await connectDbus({
    socketPath: direct ? DIRECT : SYSTEM_BUS,
    onSignal,
    onLost,
  });
  const manager = managerOn(connection, direct ? undefined : SERVICE);
  if (!direct) await joinBus(connection);
  await manager.manage("Subscribe");
  return manager;
}

async function joinBus(connection: DbusConnection): Promise<void> {
  const bus = {
    path: "/org/freedesktop/DBus",
    interface: "org.freedesktop.DBus",
    destination: "org.freedesktop.DBus",
  };
  await connection.call({ ...bus, member: "Hello", args: [] });
  await connection.call({
    ...bus,
    member: "AddMatch",
    args: [`type='signal',sender='${SERVICE}'`],
  });
}

function managerOn(connection: DbusConnection, destination: string | undefined): Manager {
  const to = destination === undefined ? {} : { destination };
  const property = async (path: string, interfaceName: string, name: string) => {
    const call = {
      path,
      interface: PROPERTIES_INTERFACE,
      member: "Get",
      args: [interfaceName, name],
    };
    const [value] = await connection.call({ ...to, ...call });
    return value ?? "";
  };
  return {
    manage: (member, ...args) =>
      connection.call({ ...to, path: MANAGER_PATH, interface: MANAGER_INTERFACE, member, args }),
    property,
    systemState: async () => String(await property(MANAGER_PATH, MANAGER_INTERFACE, "SystemState")),
    close: () => connection.close(),
  };
}

/** The object path of a unit, by sd_bus_path_encode(3). */
export function unitPath(name: string): string {
  const escaped = name.replace(/[^A-Za-z0-9]/g, (sign) =>
    [...Buffer.from(sign)].map((byte) => `_${byte.toString(16).padStart(2, "0")}`).join(""),
  );
  return (
    UNIT_PATH_PREFIX + escaped.replace(/^\d/, (digit) => `_${digit.charCodeAt(0).toString(16)}`)
  );
}

/** The unit of an object path. */
export function unitOfPath(path: string): string {
  return path
    .slice(UNIT_PATH_PREFIX.length)
    .replace(/_([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}
