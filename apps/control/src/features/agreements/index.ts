export { openAgreements } from "./open-agreements.ts";
