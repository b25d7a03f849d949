export * from "./connection.ts";
export type { Message, MethodCall } from "./message.ts";
export type { DbusValue } from "./read.ts";
