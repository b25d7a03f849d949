export * from "./enrol.ts";
export * from "./http-client.ts";
export * from "./orders.ts";
export * from "./sender.ts";
export * from "./server-address.ts";
export * from "./session.ts";
