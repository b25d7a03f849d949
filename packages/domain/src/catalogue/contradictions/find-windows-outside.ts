import type { Calendar } from "../calendar.ts";
import type { Catalogue } from "../catalogue.ts";
import type { Finding } from "../problem.ts";
import { listLocatedTerms } from "./list-located-terms.ts";

/** Windows that reach outside the service hours in which they must lie. */
export function findWindowsOutside(catalogue: Catalogue): Finding[] {
  return listLocatedTerms(catalogue, "window").flatMap(({ clause, term, path }): Finding[] => {
    const inner = catalogue.calendars[term.calendar];
    const outer = term.within === undefined ? undefined : catalogue.calendars[term.within];
    if (inner === undefined || outer === undefined) return [];
    const outside = firstOutside(inner, outer);
    return outside === undefined
      ? []
      : [
          {
            path: [...path, "calendar"],
            message: `the window of ${clause.id} is open on ${outside} outside ${term.within}`,
          },
        ];
  });
}

/** The first block, such as `tue 17:00-20:00`, that is not inside the other calendar's week. */
function firstOutside(inner: Calendar, outer: Calendar): string | undefined {
  const blocks = inner.weekly.flatMap((row) =>
    row.days.flatMap((day) => row.blocks.map((block) => ({ day, block }))),
  );
  const found = blocks.find(({ day, block }) => !isCovered(block, blocksOf(outer, day)));
  return found && `${found.day} ${found.block.from}-${found.block.to}`;
}

function blocksOf(calendar: Calendar, day: string): { from: string; to: string }[] {
  return calendar.weekly
    .filter((row) => (row.days as readonly string[]).includes(day))
    .flatMap((row) => row.blocks)
    .toSorted((a, b) => a.from.localeCompare(b.from));
}

/** Do the blocks, in order and touching ones joined, cover this one? Times of day compare as text. */
function isCovered(
  block: { from: string; to: string },
  by: readonly { from: string; to: string }[],
): boolean {
  let reached = block.from;
  for (const { from, to } of by) if (from <= reached && to > reached) reached = to;
  return reached >= block.to;
}
