export { addCustomer, type CustomerFacts } from "./add-customer.ts";
export { openCustomers } from "./open-customers.ts";
