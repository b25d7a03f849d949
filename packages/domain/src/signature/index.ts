export type { SignatureReading, SignatureRules } from "./signature-rules.ts";
export { readSignatureAge } from "./read-signature-age.ts";
