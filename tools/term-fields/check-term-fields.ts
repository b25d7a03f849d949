import { findReaders, readSources } from "./find-readers.ts";
import type { Reads } from "./find-readers.ts";
import { listFields } from "./list-fields.ts";
import type { TermField } from "./list-fields.ts";
import { unreadFields } from "./unread-fields.ts";

/** Ids of the fields that are known not to be read, `quota.unit` from `quota: unit per; …`. */
export function listUnread(table: typeof unreadFields): ReadonlySet<string> {
  const rows = Object.values(table).flatMap((byReason) => Object.values(byReason));
  return new Set(
    rows
      .flatMap((row) => row.split("; "))
      .flatMap((row) => {
        const [term = "", names = ""] = row.split(": ");
        return names.split(" ").map((name) => `${term}.${name}`);
      }),
  );
}

/** An option of the catalogue that nothing obeys is a defect: what is wrong with the fields and the table of unread ones. */
export function judgeTermFields(
  fields: readonly TermField[],
  sources: readonly Reads[],
  unread: ReadonlySet<string>,
): string[] {
  const known = new Set(fields.map(({ id }) => id));
  const strange = [...unread].filter((id) => !known.has(id));
  return [
    ...fields.flatMap((field) => judgeField(field, sources, unread)),
    ...strange.map((id) => `${id} stands in tools/term-fields/unread-fields.ts but is no field`),
  ];
}

function judgeField(
  field: TermField,
  sources: readonly Reads[],
  unread: ReadonlySet<string>,
): readonly string[] {
  const { id } = field;
  const [reader] = findReaders(field, sources);
  if (reader !== undefined && unread.has(id)) {
    return [`${id} is read now (${reader}): take it from tools/term-fields/unread-fields.ts`];
  }
  if (reader === undefined && !unread.has(id)) {
    return [
      `${id} can be said in a catalogue and no rule reads it: obey it, remove it, or say why not in tools/term-fields/unread-fields.ts`,
    ];
  }
  return [];
}

/** The same for the checkout as it is. */
export function checkTermFields(): string[] {
  return judgeTermFields(listFields(), readSources(), listUnread(unreadFields));
}
