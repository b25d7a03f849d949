import { checkSchema } from "@driftvakt/domain/monitoring";
import { z } from "zod";

/** What a machine should be, compiled from its contract; sent to its agent in an envelope of type `target`. */
export const targetStateSchema = z.strictObject({
  format: z.literal(1),
  serverId: z.uuid(),
  /** Grows by one with each enrolment of the machine; older epochs are void. */
  epoch: z.number().int().min(1),
  /** Grows with each compilation; an agent never goes back. */
  version: z.number().int().min(1),
  contractId: z.uuid().nullable(),
  compiledAtMs: z.number().int(),
  beatSeconds: z.number().int().min(5).max(300),
  checks: z.array(checkSchema).max(200),
  /** Who installed a package is judged by this: packages on the machine when the provider handed it over (se-06). */
  providerPackages: z.array(z.string().max(128)).max(20_000).optional(),
});
export type TargetState = z.infer<typeof targetStateSchema>;
