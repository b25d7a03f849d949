import { z } from "zod";

/** What one place in a catalogue can define and another can point at. */
export const referenceKinds = {
  calendar: "a calendar",
  plan: "a plan",
  level: "a service level",
  option: "an option",
  price: "a line of the price list",
  clause: "a clause",
  consent: "a consent (`consent` of a consent term)",
  softwareSet: "a service set (`set` of a softwareSet term)",
  softwareItem: "an item of a service set",
  severity: "a severity (of a severityRule term)",
  countedThing: "a counted thing (`thing` of a countLimit term)",
  document: "a document (of a termsAcceptance term)",
} as const;
export type ReferenceKind = keyof typeof referenceKinds;

/** Kinds that several places may define alike, because each plan may bring its own. */
const mayRepeat: readonly ReferenceKind[] = ["severity", "countedThing", "consent", "softwareItem"];

export type ReferenceRole = { role: "defines" | "refers"; kind: ReferenceKind; unique: boolean };

/** Which schemas define an id and which point at one; read by the reference check. */
export const referenceRoles = z.registry<ReferenceRole>();

function slug(description: string) {
  return z
    .string()
    .regex(
      /^[a-z0-9][a-zA-Z0-9-]{0,62}$/,
      "an id: starts with a small letter or a digit, then letters, digits and dashes",
    )
    .meta({ description });
}

/** An id that others point at. */
export function Defined(kind: ReferenceKind, description = `Id of ${referenceKinds[kind]}.`) {
  const schema = slug(description);
  referenceRoles.add(schema, { role: "defines", kind, unique: !mayRepeat.includes(kind) });
  return schema;
}

/** Points at an id that is defined elsewhere; an unknown one is refused with the nearest that exists. */
export function Reference(kind: ReferenceKind, description = `Id of ${referenceKinds[kind]}.`) {
  const schema = slug(description);
  referenceRoles.add(schema, { role: "refers", kind, unique: false });
  return schema;
}
