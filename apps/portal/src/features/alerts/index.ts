export * from "./check-name.ts";
export * from "./check-state.tsx";
