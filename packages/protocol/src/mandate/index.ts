export * from "./operation.ts";
export * from "./mandate.ts";
