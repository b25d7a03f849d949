export * from "./dpkg.ts";
export * from "./history.ts";
export * from "./judge-installer.ts";
export * from "./packages-collector.ts";
export * from "./policy.ts";
export * from "./updates-collector.ts";
