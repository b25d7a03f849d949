export * from "./envelope.ts";
export * from "./envelope-schema.ts";
