import { localDate, monthOf } from "../calendar/index.ts";
import type { ClauseTerm } from "../catalogue/index.ts";
import { listTerms } from "../catalogue/index.ts";
import { countPrepaid, coveredMinutes, entitlementsOf } from "../contract/index.ts";
import type { DecisionFacts } from "../contract/index.ts";
import type { BlockRules } from "../money/index.ts";
import {
  buyBlock,
  listBlocks,
  minutesLeft,
  money,
  negate,
  openBlockLedger,
  scale,
  useBlocks,
} from "../money/index.ts";
import type { BlockAccount, ChargedBlock, Course } from "./course.ts";
import type { EventOf } from "./scenario-event.ts";
import type { Timed, World } from "./world.ts";

const MINUTE_MS = 60_000;

type BlockTerm = ClauseTerm<"hourBlock">;

export function openBlockAccount(world: World): BlockAccount {
  const ledger = openBlockLedger(rulesOf(world, blockTerms(world)[0]));
  return { ledger, charged: [], counted: new Map() };
}

function blockTerms({ catalogue, selection }: World): readonly BlockTerm[] {
  return listTerms(catalogue, selection, "hourBlock");
}

function rulesOf({ timeZone }: World, found: BlockTerm | undefined): BlockRules {
  if (found === undefined) return { timeZone, consume: "oldestFirst", rollOverMonths: 0 };
  const {
    unused,
    rollOverMonths = 0,
    consume,
    autoRenewBelowHours,
    hours,
    validMonths,
  } = found.term;
  return {
    timeZone,
    consume,
    rollOverMonths: unused === "rollsOverOnRenewal" ? rollOverMonths : 0,
    ...(autoRenewBelowHours !== undefined && {
      renewal: { belowMinutes: autoRenewBelowHours * 60, minutes: hours * 60, validMonths },
    }),
  };
}

/** A block of prepaid hours is bought. */
export function playPurchase({ world, blocks }: Course, event: Timed<EventOf<"buy">>): void {
  const terms = blockTerms(world);
  const found = terms.find(({ term }) => term.price === event.price) ?? terms[0];
  const { atMs, hours } = event;
  const expiresMs = Temporal.Instant.fromEpochMilliseconds(atMs)
    .toZonedDateTimeISO(world.timeZone)
    .add({ months: event.validMonths }).epochMilliseconds;
  const id = `${event.index}`;
  buyBlock(blocks.ledger, { id, atMs, minutes: hours * 60, expiresMs });
  const clause = found?.clause.id ?? world.catalogue.clauses[0]?.id ?? "";
  charge(world, blocks, { id, atMs, clause, text: `block of ${hours} hours` }, event.price);
}

function charge(
  { catalogue }: World,
  { charged }: BlockAccount,
  block: Omit<ChargedBlock, "price">,
  priceId: string,
): void {
  const price = catalogue.prices.find(({ id }) => id === priceId)?.amount;
  if (price === undefined) return;
  charged.push({ ...block, price: money(price.amountMinor, price.currency) });
}

/** What is on record about prepaid hours; nothing where none were ever bought. */
export function blockFacts(
  { blocks }: Course,
  atMs: number,
): Pick<DecisionFacts, "blockHoursLeft"> {
  const { ledger } = blocks;
  return ledger.blocks.length === 0 ? {} : { blockHoursLeft: minutesLeft(ledger, atMs) / 60 };
}

/**
 * Prepaid minutes that the work uses up, counted in the contract's units and with its surcharges where they are drawn. What is left of a block covers the whole unit
 * that it is begun with.
 * @returns how many minutes of the work they cover
 */
export function fromBlocks(course: Course, event: Timed<EventOf<"work">>, clause: string): number {
  const { world, blocks } = course;
  const found = blockTerms(world).find((one) => one.clause.id === clause);
  if (found === undefined || blocks.ledger.blocks.length === 0) return 0;
  const { ticket, atMs, index } = event;
  const before = minutesLeft(blocks.ledger, atMs);
  const wanted = countTogether(course, event, found);
  const { overageMinutes, renewed } = useBlocks(blocks.ledger, {
    id: `use-${index}`,
    atMs,
    minutes: wanted,
  });
  for (const block of renewed) renew(course, found, block.id, atMs);
  const left = minutesLeft(blocks.ledger, atMs);
  const minutes = wanted - overageMinutes;
  course.lines.push({
    atMs,
    kind: "charge",
    clause,
    what: `${ticket} ${minutes} min from the block, ${left} left`,
    code: "drawn-from-block",
    facts: { ticket, minutes, left },
  });
  if (renewed.length > 0) return event.minutes;
  const entitlements = entitlementsOf(world.catalogue, world.selection);
  return coveredMinutes(entitlements, found.term, { ...event, startMs: atMs }, before);
}

function renew({ world, blocks, lines }: Course, found: BlockTerm, id: string, atMs: number): void {
  const { clause, term } = found;
  const text = `block of ${term.hours} hours, renewed`;
  charge(world, blocks, { id, atMs, clause: clause.id, text }, term.price);
  const hours = term.hours;
  lines.push({
    atMs,
    kind: "charge",
    clause: clause.id,
    what: `block of ${hours} hours renewed below ${term.autoRenewBelowHours} hours`,
    code: "block-renewed",
    facts: { hours, below: term.autoRenewBelowHours ?? 0 },
  });
}

/**
 * Minutes that this work adds to what is rounded together with it: its ticket, its ticket's day, or nothing. Work of
 * another kind is counted by itself, as on an invoice: other surcharges bear on it.
 */
function countTogether(
  { world, blocks }: Course,
  event: Timed<EventOf<"work">>,
  { term }: BlockTerm,
): number {
  const { ticket, atMs, minutes, index } = event;
  const entitlements = entitlementsOf(world.catalogue, world.selection);
  const units = entitlements.terms("timeUnits")[0]?.term;
  const together = {
    entry: `${index}`,
    ticket,
    ticketDay: `${ticket} ${localDate(world.timeZone, atMs)}`,
    month: `${ticket} ${monthOf(world.timeZone, atMs)}`,
  };
  const key = JSON.stringify([together[units?.roundedPer ?? "entry"], event.topics]);
  const before = blocks.counted.get(key) ?? { worked: [], minutes: 0 };
  const entry = {
    id: `${index}`,
    ticket,
    technician: event.technician ?? "technician",
    activity: "other" as const,
    fromMs: atMs,
    toMs: atMs + minutes * MINUTE_MS,
  };
  const worked = [...before.worked, entry];
  const counted = countPrepaid(entitlements, term, event.topics, worked);
  blocks.counted.set(key, { worked, minutes: counted });
  return counted - before.minutes;
}

/** What comes back of blocks that expired with something left, where the contract gives it back (`unused: refunded`). */
export function refundedBlocks({ world, blocks }: Course): readonly ChargedBlock[] {
  const [found] = blockTerms(world);
  if (found?.term.unused !== "refunded") return [];
  const { clause } = found;
  return listBlocks(blocks.ledger, world.span.toMs).flatMap(
    ({ id, minutes, expiredMinutes, expiresMs }) => {
      const paid = blocks.charged.find((block) => block.id === id);
      if (paid === undefined || expiredMinutes === 0) return [];
      const price = negate(scale(paid.price, expiredMinutes, minutes, "half-up"));
      const text = `${expiredMinutes} min of a block given back`;
      return [{ id: `${id}-back`, atMs: expiresMs, clause: clause.id, text, price }];
    },
  );
}
