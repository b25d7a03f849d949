export * from "./mandate-dialog.tsx";
export * from "./mandate-state.tsx";
export * from "./mandate-table.tsx";
export * from "./operation-text.ts";
