import { z } from "zod";

/** Largest payload that anybody may sign or verify, in bytes. */
export const ENVELOPE_PAYLOAD_MAX_BYTES = 512 * 1024;

/**
 * A signed message: the exact payload bytes travel, so nothing is ever re-serialised before verifying
 * (the idea of DSSE). `type` is part of what is signed, so a charter cannot pass for a mandate.
 */
export const envelopeSchema = z.strictObject({
  type: z.string().regex(/^[a-z][a-z-]{0,30}$/),
  payload: z.base64().max(Math.ceil((ENVELOPE_PAYLOAD_MAX_BYTES * 4) / 3) + 4),
  keyId: z.string().regex(/^[0-9a-f]{64}$/),
  signature: z.base64().length(88),
});
export type Envelope = z.infer<typeof envelopeSchema>;
