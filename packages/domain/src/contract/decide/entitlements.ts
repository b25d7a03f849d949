import { compileCalendar } from "../../calendar/index.ts";
import type { Calendar } from "../../calendar/index.ts";
import { listTerms } from "../../catalogue/index.ts";
import type {
  Catalogue,
  Clause,
  ClauseTerm,
  OperationName,
  Selection,
  TermType,
} from "../../catalogue/index.ts";
import { calendarSpecOf } from "../calendar-spec.ts";

/** What a contract has from its catalogue, made ready to be asked often. */
export type Entitlements = {
  readonly catalogue: Catalogue;
  readonly selection: Selection;
  readonly terms: <Type extends TermType>(type: Type) => readonly ClauseTerm<Type>[];
  /** Operation clauses that name this operation. */
  readonly operationTerms: (operation: OperationName) => readonly ClauseTerm<"operation">[];
  readonly calendar: (id: string) => Calendar;
  readonly clause: (id: string) => Clause | undefined;
  /** Sentences put into words before; only saves work. */
  readonly sentences: Map<string, Readonly<Record<"en" | "sv" | "da" | "de" | "bs", string>>>;
};

/** Answers depend on catalogue and selection alone; remembering them only saves work. */
const remembered = new WeakMap<Catalogue, Map<string, Entitlements>>();

/** What this selection of a catalogue entitles to. */
export function entitlementsOf(catalogue: Catalogue, selection: Selection): Entitlements {
  const known = remembered.get(catalogue) ?? new Map<string, Entitlements>();
  remembered.set(catalogue, known);
  const key = `${selection.plan} ${selection.level ?? ""} ${selection.options?.join(" ") ?? ""}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const made = makeEntitlements(catalogue, selection);
  known.set(key, made);
  return made;
}

function makeEntitlements(catalogue: Catalogue, selection: Selection): Entitlements {
  const byType = new Map<TermType, ClauseTerm[]>();
  const byOperation = new Map<OperationName, ClauseTerm<"operation">[]>();
  for (const entry of listTerms(catalogue, selection)) {
    listIn(byType, entry.term.type).push(entry);
    if (entry.term.type !== "operation") continue;
    for (const operation of entry.term.operations) {
      listIn(byOperation, operation).push(entry as ClauseTerm<"operation">);
    }
  }
  const calendars = new Map<string, Calendar>();
  const clauses = new Map(catalogue.clauses.map((clause) => [clause.id, clause]));
  return {
    catalogue,
    selection,
    terms: <Type extends TermType>(type: Type) =>
      (byType.get(type) ?? []) as unknown as readonly ClauseTerm<Type>[],
    operationTerms: (operation) => byOperation.get(operation) ?? [],
    calendar: (id) => {
      const known = calendars.get(id);
      if (known !== undefined) return known;
      const made = compileCalendar(calendarSpecOf(catalogue, id));
      calendars.set(id, made);
      return made;
    },
    clause: (id) => clauses.get(id),
    sentences: new Map(),
  };
}

function listIn<Key, Value>(map: Map<Key, Value[]>, key: Key): Value[] {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made: Value[] = [];
  map.set(key, made);
  return made;
}
