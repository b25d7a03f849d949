export * from "./mail-state.tsx";
