export * from "./state-folder.ts";
export * from "./identity.ts";
export * from "./write-durably.ts";
