import { z } from "zod";

/** A unit name as systemd allows it; no option can be smuggled in, because it may not start with a dash. */
export const unitNameSchema = z
  .string()
  .max(255)
  .regex(
    /^[A-Za-z0-9_.\\@:][A-Za-z0-9_.\\@:-]*\.(service|socket|timer)$/,
    "a unit such as nginx.service",
  );

export const restartServiceSchema = z.strictObject({ unit: unitNameSchema });
export const restartMachineSchema = z.strictObject({
  /** Seconds between the agent's last report and the restart, so that the outcome can leave first. */
  delaySeconds: z.number().int().min(0).max(60).default(2),
});

/**
 * Every operation that an agent of this release can carry out. There is no other way to make an agent act,
 * and none of them takes a command line.
 */
export const OPERATIONS = {
  "service.restart": { version: 1, danger: "disruptive", parameters: restartServiceSchema },
  "machine.restart": { version: 1, danger: "disruptive", parameters: restartMachineSchema },
} as const satisfies Record<string, { version: number; danger: Danger; parameters: z.ZodType }>;

export type OperationName = keyof typeof OPERATIONS;
/** What an operation can break: reads nothing changes; reversible; disruptive interrupts service; destructive loses data. */
export type Danger = "read" | "reversible" | "disruptive" | "destructive";

export const operationNames = Object.keys(OPERATIONS) as [OperationName, ...OperationName[]];
export const operationNameSchema = z.enum(operationNames);

/** An operation with its parameters, checked by the operation's own schema. */
export const operationSchema = z.discriminatedUnion("name", [
  z.strictObject({
    name: z.literal("service.restart"),
    version: z.literal(1),
    parameters: restartServiceSchema,
  }),
  z.strictObject({
    name: z.literal("machine.restart"),
    version: z.literal(1),
    parameters: restartMachineSchema,
  }),
]);
export type Operation = z.infer<typeof operationSchema>;
