export * from "./customer-select.tsx";
export { NewCustomerButton } from "./customer-dialog.tsx";
