import { Catalogue } from "./catalogue.ts";
import { showValue } from "./problem.ts";
import type { Finding, ValuePath } from "./problem.ts";
import { referenceKinds, referenceRoles } from "./reference.ts";
import type { ReferenceKind, ReferenceRole } from "./reference.ts";
import { suggestWord } from "./suggest-word.ts";
import { walkSchema } from "./walk-schema.ts";

type Mention = { id: string; path: ValuePath; isKey: boolean } & ReferenceRole;

/** Ids that are defined twice, and references to ids that are not defined. Works on a file that has other problems too. */
export function checkReferences(value: unknown): Finding[] {
  const mentions: Mention[] = [];
  walkSchema(Catalogue, value, (schema, id, path, isKey) => {
    const role = referenceRoles.get(schema);
    if (role !== undefined) mentions.push({ id, path, isKey, ...role });
  });
  const defined = Map.groupBy(
    mentions.filter((m) => m.role === "defines"),
    (m) => m.kind,
  );
  return [...findDoubles(defined), ...findUnknown(mentions, defined)];
}

function findDoubles(defined: Map<ReferenceKind, Mention[]>): Finding[] {
  return [...defined.values()].flatMap((mentions) => {
    const seen = new Set<string>();
    return mentions.flatMap((mention): Finding[] => {
      const double = mention.unique && seen.has(mention.id);
      seen.add(mention.id);
      return double
        ? [
            {
              path: mention.path,
              message: `the id “${mention.id}” is already taken by ${referenceKinds[mention.kind]} above`,
            },
          ]
        : [];
    });
  });
}

function findUnknown(
  mentions: readonly Mention[],
  defined: Map<ReferenceKind, Mention[]>,
): Finding[] {
  return mentions
    .filter((m) => m.role === "refers" && !defined.get(m.kind)?.some((d) => d.id === m.id))
    .map((m): Finding => {
      const known = [...new Set(defined.get(m.kind)?.map((d) => d.id))];
      const near = suggestWord(m.id, known);
      const expected = `the id of ${referenceKinds[m.kind]}`;
      return {
        path: m.path,
        message: `expected ${expected}, found ${showValue(m.id)}, which does not exist`,
        expected,
        found: m.id,
        suggestion:
          near === undefined
            ? `known: ${known.slice(0, 12).join(", ") || "none"}`
            : `did you mean “${near}”?`,
      };
    });
}
