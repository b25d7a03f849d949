import type { z } from "zod";
import type { ValuePath } from "./problem.ts";

type Schema = z.core.$ZodType;
type Definition = {
  type: string;
  innerType?: Schema;
  in?: Schema;
  shape?: Record<string, Schema>;
  element?: Schema;
  keyType?: Schema;
  valueType?: Schema;
  options?: readonly Schema[];
  discriminator?: string;
  values?: readonly unknown[];
};

function definitionOf(schema: Schema): Definition {
  return schema._zod.def;
}

/** The schema without what only says “may be missing” or “is turned into”. */
export function bareSchema(schema: Schema): Schema {
  const { type, innerType, in: input } = definitionOf(schema);
  if (type === "pipe" && input !== undefined) return bareSchema(input);
  if (innerType !== undefined) return bareSchema(innerType);
  return schema;
}

/** Every scalar with the schema that it answers to, and every key of a record with the key's schema. */
export type SchemaVisit = (schema: Schema, value: string, path: ValuePath, isKey: boolean) => void;

/**
 * Walks a value along its schema, also where the value does not fit: what cannot be matched is passed over. Used to find
 * what defines ids and what points at them even in a file that has other problems.
 */
export function walkSchema(
  schema: Schema,
  value: unknown,
  visit: SchemaVisit,
  path: ValuePath = [],
): void {
  const bare = bareSchema(schema);
  if (typeof value === "string") visit(scalarSchema(bare), value, path, false);
  else if (Array.isArray(value)) walkList(bare, value, visit, path);
  else if (typeof value === "object" && value !== null)
    walkMap(bare, value as Record<string, unknown>, visit, path);
}

function walkList(
  schema: Schema,
  list: readonly unknown[],
  visit: SchemaVisit,
  path: ValuePath,
): void {
  const element = definitionOf(optionOfType(schema, "array")).element;
  if (element === undefined) return;
  list.forEach((item, i) => walkSchema(element, item, visit, [...path, i]));
}

function walkMap(
  schema: Schema,
  map: Record<string, unknown>,
  visit: SchemaVisit,
  path: ValuePath,
): void {
  const { keyType, valueType } = definitionOf(schema);
  if (keyType !== undefined && valueType !== undefined) {
    for (const [key, value] of Object.entries(map)) {
      visit(keyType, key, [...path, key], true);
      walkSchema(valueType, value, visit, [...path, key]);
    }
    return;
  }
  const shape = shapeOf(schema, map);
  for (const [key, value] of Object.entries(map)) {
    const field = fieldOf(shape, key);
    if (field !== undefined) walkSchema(field, value, visit, [...path, key]);
  }
}

/** A file may use any word as a key: `toString` is a field of no map, though every object answers to it. */
function fieldOf(shape: Record<string, Schema> | undefined, key: string): Schema | undefined {
  return shape !== undefined && Object.hasOwn(shape, key) ? shape[key] : undefined;
}

/** The fields that a map may have, by the union's member that it claims to be. */
export function shapeOf(
  schema: Schema,
  map: Record<string, unknown>,
): Record<string, Schema> | undefined {
  const { type, shape, options = [], discriminator } = definitionOf(schema);
  if (shape !== undefined) return shape;
  if (type !== "union") return undefined;
  if (discriminator === undefined) return definitionOf(optionOfType(schema, "object")).shape;
  const chosen = options.find((option) => {
    const field = definitionOf(bareSchema(option)).shape?.[discriminator];
    return field !== undefined && definitionOf(field).values?.includes(map[discriminator]);
  });
  return chosen && definitionOf(bareSchema(chosen)).shape;
}

function optionOfType(schema: Schema, type: string): Schema {
  const definition = definitionOf(schema);
  if (definition.type !== "union") return schema;
  const option = definition.options?.map(bareSchema).find((o) => definitionOf(o).type === type);
  return option ?? schema;
}

function scalarSchema(schema: Schema): Schema {
  return optionOfType(schema, "string");
}

/** The schema's own schema at a path of a value, as far as it can be followed. */
export function schemaAt(schema: Schema, value: unknown, path: ValuePath): Schema | undefined {
  let here: Schema | undefined = bareSchema(schema);
  let at = value;
  for (const part of path) {
    if (here === undefined) return undefined;
    here = childOf(here, at, part);
    at = (at as Record<string | number, unknown> | undefined)?.[part];
  }
  return here;
}

function childOf(schema: Schema, value: unknown, part: string | number): Schema | undefined {
  const element = definitionOf(optionOfType(schema, "array")).element;
  if (typeof part === "number") return element && bareSchema(element);
  const { valueType } = definitionOf(schema);
  const child =
    valueType ?? fieldOf(shapeOf(schema, (value ?? {}) as Record<string, unknown>), part);
  return child && bareSchema(child);
}
