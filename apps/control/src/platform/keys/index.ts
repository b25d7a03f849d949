export * from "./keys.ts";
export * from "./secret-box.ts";
export * from "./secret-file.ts";
export * from "./signing-key.ts";
