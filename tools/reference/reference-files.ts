import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { z } from "zod";
import type { JsonSchema } from "../catalogue-reference/describe-type.ts";

const folder = new URL("../../docs/reference/", import.meta.url);

/** What is published of a schema: `NAME.schema.json` for editors and `NAME.md` for people. */
export function referenceFiles(
  name: string,
  schema: z.ZodType,
  render: (definitions: Record<string, JsonSchema>) => string,
): Record<string, string> {
  const published = z.toJSONSchema(schema, { io: "input", target: "draft-7" });
  const definitions = published.definitions as Record<string, JsonSchema>;
  const { title, description } = definitions[schema.meta()?.id ?? ""] ?? {};
  return {
    [`${name}.schema.json`]: `${JSON.stringify({ ...published, title, description }, undefined, 1)}\n`,
    [`${name}.md`]: render(definitions),
  };
}

/** Writes what is not as it should be or, with `--check`, tells it. @returns the exit code. */
export function writeOrCheck(files: Readonly<Record<string, string>>, generator: string): number {
  const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
  const stale = Object.entries(files).filter(([name, text]) => readExisting(name) !== text);
  for (const [name, text] of stale) {
    if (values.check)
      console.error(`docs/reference/${name} is not what the schema says\n  -> node ${generator}`);
    else writeFileSync(new URL(name, folder), text);
  }
  return values.check && stale.length > 0 ? 1 : 0;
}

function readExisting(name: string): string {
  try {
    return readFileSync(new URL(name, folder), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}
