/** The parts of JSON Schema that the catalogue's schema uses. */
export type JsonSchema = {
  $ref?: string;
  type?: string;
  const?: unknown;
  enum?: unknown[];
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  oneOf?: JsonSchema[];
  anyOf?: JsonSchema[];
  allOf?: JsonSchema[];
  description?: string;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  title?: string;
};

/** A field's type in words: `whole number from 1`, `list of Channel`, `one of all, any`. */
export function describeType(schema: JsonSchema): string {
  const reference = schema.$ref ?? schema.allOf?.[0]?.$ref;
  if (reference !== undefined) return linkTo(reference.split("/").at(-1) ?? "");
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (schema.enum !== undefined)
    return schema.enum.map((word) => `\`${String(word)}\``).join(" · ");
  if (schema.type === "array") return `list of ${describeItems(schema.items ?? {})}`;
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices !== undefined) return choices.map(describeType).join(" or ");
  return describePlain(schema);
}

function describeItems(items: JsonSchema): string {
  const words = describeType(items);
  return words.includes(" or ") || words.includes(" · ") ? `(${words})` : words;
}

function describePlain(schema: JsonSchema): string {
  if (schema.type === "integer") return `whole number${describeRange(schema)}`;
  if (schema.type === "number") return `number${describeRange(schema)}`;
  if (schema.type === "boolean") return "`true` or `false`";
  if (schema.type === "object") return describeFields(schema);
  return schema.description?.startsWith("Id of ")
    ? schema.description.replace(/^I/, "i").replace(/\.$/, "")
    : "text";
}

function describeRange({ minimum, maximum }: JsonSchema): string {
  const from =
    minimum === undefined || minimum === Number.MIN_SAFE_INTEGER ? "" : ` from ${minimum}`;
  const to = maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? "" : ` to ${maximum}`;
  return from + to;
}

function describeFields(schema: JsonSchema): string {
  const fields = Object.entries(schema.properties ?? {});
  if (fields.length === 0)
    return typeof schema.additionalProperties === "object"
      ? `map of id to ${describeType(schema.additionalProperties)}`
      : "map";
  const words = fields.map(([name, field]) => {
    const optional = schema.required?.includes(name) ? "" : "?";
    return `**${name}**${optional} ${describeType(field)}`;
  });
  return `{${words.join("; ")}}`;
}

/** A link to the section that describes a named part. */
export function linkTo(name: string): string {
  const shown = name.replace(/^Term_/, "");
  return `[${shown}](#${shown === "Term" ? "terms" : shown.toLowerCase()})`;
}
