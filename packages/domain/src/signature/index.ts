export type * from "./signature-rules.ts";
import type { Calendar } from "../calendar/index.ts";
import type { SignatureReading, SignatureRules } from "./signature-rules.ts";
/** As found by the last check due at or before `now`; `signatureMs` absent: no signature seen. */
export declare function readSignatureAge(
  rules: SignatureRules,
  calendar: Calendar,
  signatureMs: number | undefined,
  now: Temporal.Instant,
): SignatureReading;
