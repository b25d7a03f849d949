export * from "./evidence-drawer.tsx";
export * from "./promise-state.tsx";
export * from "./promise-table.tsx";
