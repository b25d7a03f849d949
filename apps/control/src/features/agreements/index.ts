export { findContractFacts } from "./find-contract-facts.ts";
export { openAgreements } from "./open-agreements.ts";
