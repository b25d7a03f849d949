import type { ApiAnswer } from "../../api/index.ts";

export type InventoryItem = ApiAnswer<"servers.inventory">["items"][number];

/** The parts on the inventory's own tab, and the order in which their fields are read. */
export const INVENTORY_FIELDS = {
  packages: ["name", "version", "installedBy", "source", "architecture", "automatic"],
  updates: ["name", "installed", "available", "security", "source"],
  sockets: ["port", "protocol", "address", "process", "pid", "uid"],
  processes: [
    "name",
    "cpuPercent",
    "memoryBytes",
    "startedAtMs",
    "pid",
    "command",
    "threads",
    "state",
    "uid",
  ],
  filesystems: ["path", "usedPercent", "type", "source", "readOnly"],
  system: [
    "hostname",
    "operatingSystem",
    "kernel",
    "architecture",
    "processors",
    "processorModel",
    "memoryBytes",
    "virtualization",
    "restartRequired",
    "restartReason",
    "outdatedProcesses",
    "agentVersion",
    "machineId",
  ],
} as const;
export type InventoryPart = keyof typeof INVENTORY_FIELDS;
export const INVENTORY_PARTS = Object.keys(INVENTORY_FIELDS) as InventoryPart[];

/** First of the named fields that an item has, as text. */
export function fieldOf(item: InventoryItem, ...names: string[]): string {
  for (const name of names) {
    const value = item[name];
    if (value !== undefined && value !== null && value !== "") return String(value);
  }
  return "";
}

/** Does any field hold the text? Case does not matter. */
export function holdsText(item: InventoryItem, wanted: string): boolean {
  const small = wanted.toLowerCase();
  return Object.values(item).some((value) => String(value).toLowerCase().includes(small));
}

/** Fields to show for a part: those known, where any item has them; a newer agent's own ones are left to the API. */
export function fieldsOf(part: InventoryPart, items: readonly InventoryItem[]): string[] {
  return INVENTORY_FIELDS[part].filter((field) => items.some((item) => item[field] !== undefined));
}
