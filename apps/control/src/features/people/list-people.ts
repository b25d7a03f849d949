import type { Tx } from "../../platform/database/index.ts";
import { likePattern, pageOf, readCursor, type Page } from "../../platform/paging/index.ts";
import type { Person } from "@driftvakt/protocol/api";
import { selectPeople, viewPerson } from "./repository.ts";

export type PeopleQuery = {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly search?: string | undefined;
};

/** People by name. */
export async function listPeople(tx: Tx, query: PeopleQuery): Promise<Page<Person>> {
  const after = readCursor(query.cursor, "string", "string");
  let people = selectPeople(tx);
  if (query.search) {
    const pattern = likePattern(query.search);
    people = people.where((eb) =>
      eb.or([eb("person.name", "ilike", pattern), eb("person.email", "ilike", pattern)]),
    );
  }
  if (after) {
    people = people.where((eb) =>
      eb(eb.refTuple("person.name", "person.id"), ">", eb.tuple(after[0], after[1])),
    );
  }
  const rows = await people
    .orderBy("person.name")
    .orderBy("person.id")
    .limit(query.limit + 1)
    .execute();
  return pageOf(rows, query, (row) => [row.name, row.id], viewPerson);
}
