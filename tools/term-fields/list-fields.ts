import type { z } from "zod";
import { termSchemas } from "../../packages/domain/src/catalogue/index.ts";

/** One thing that a catalogue can say in a term. `anchor`: the word by which code shows that it speaks of this term. */
export type TermField = { readonly id: string; readonly name: string; readonly anchor?: string };

/** What every term has; the selection of terms obeys it. */
const COMMON: readonly string[] = ["type", "id", "when"];

/** Every field of every term, once: `hourQuota.unused.months`, `Check.smart.reportUnsupported`, `Charge.mode`. */
export function listFields(): readonly TermField[] {
  const found = new Map<string, TermField>();
  for (const schema of termSchemas) {
    const type = String(schema.shape.type.value);
    for (const [name, field] of Object.entries(schema.shape)) {
      if (!COMMON.includes(name)) visit(found, field, [type, name], type);
    }
  }
  return [...found.values()];
}

type Def = {
  readonly type: string;
  readonly innerType?: z.core.$ZodType;
  readonly element?: z.core.$ZodType;
  readonly valueType?: z.core.$ZodType;
  readonly options?: readonly z.core.$ZodType[];
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
  readonly values?: readonly unknown[];
};

const defOf = (schema: z.core.$ZodType): Def => schema._zod.def;

/** What several terms share is listed under its own name: its fields are read wherever one of those terms is. */
function sharedName(schema: z.core.$ZodType): string | undefined {
  const { id } = (schema as z.ZodType).meta() ?? {};
  return id;
}

function visit(
  found: Map<string, TermField>,
  schema: z.core.$ZodType,
  path: readonly string[],
  anchor: string | undefined,
): void {
  const id = path.join(".");
  if (!found.has(id)) {
    const name = path.at(-1) ?? "";
    found.set(id, { id, name, ...(anchor !== undefined && { anchor }) });
  }
  for (const part of partsOf(schema)) visitParts(found, part, path, anchor);
}

/** Objects that a value can be made of. */
function partsOf(schema: z.core.$ZodType): readonly z.core.$ZodType[] {
  const { type, innerType, element, valueType, options } = defOf(schema);
  if (type === "object" || sharedName(schema) !== undefined) return [schema];
  const inside = [innerType, element, valueType, ...(options ?? [])];
  return inside.flatMap((one) => (one === undefined ? [] : partsOf(one)));
}

function visitParts(
  found: Map<string, TermField>,
  part: z.core.$ZodType,
  path: readonly string[],
  anchor: string | undefined,
): void {
  const shared = sharedName(part);
  const variants = defOf(part).type === "object" ? [part] : (defOf(part).options ?? []);
  for (const variant of variants) {
    const { shape } = defOf(variant);
    if (shape === undefined) continue;
    const word = variantOf(shape);
    for (const [name, field] of Object.entries(shape)) {
      if (shared === undefined) visit(found, field, [...path, name], anchor);
      else if (variants.length === 1) visit(found, field, [shared, name], undefined);
      else if (defOf(field).type !== "literal") visit(found, field, [shared, word, name], word);
    }
  }
}

/** The word that tells variants apart: `check: smart`. */
function variantOf(shape: NonNullable<Def["shape"]>): string {
  const literal = Object.values(shape).find((field) => defOf(field).type === "literal");
  const [word] = literal === undefined ? [] : (defOf(literal).values ?? []);
  return typeof word === "string" ? word : "";
}
