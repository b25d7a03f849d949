export * from "./customer-select.tsx";
