export * from "./spec.ts";
export * from "./driver.ts";
export * from "./restart-service.ts";
export * from "./restart-machine.ts";
export * from "./unit.ts";
export * from "./watch-units.ts";
export { isSystemdRunning } from "./systemd-connection.ts";
