import { z } from "zod";

/** A unit name as systemd allows it; never an option, because it may not start with a dash. */
export const systemdUnitSchema = z
  .string()
  .max(255)
  .regex(
    /^[A-Za-z0-9_.\\@:][A-Za-z0-9_.\\@:-]*\.(service|socket|timer)$/,
    "a unit such as nginx.service",
  );

/** How units are to be. */
export const systemdSpecSchema = z.strictObject({
  units: z
    .array(
      z.strictObject({
        unit: systemdUnitSchema,
        running: z.boolean(),
        /** Starts with the machine. Absent: left as it is. */
        enabled: z.boolean().optional(),
      }),
    )
    .max(500),
});
export type SystemdSpec = z.infer<typeof systemdSpecSchema>;
