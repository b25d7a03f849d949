import type { EpochMs } from "../interval/index.ts";
import { coversUpdate } from "./covers-update.ts";
import type { PromiseFacts } from "./facts.ts";
import { judgeBeats, judgeLooks } from "./judge-looks.ts";
import type { Promised } from "./promise.ts";
import type { RecordMeasure } from "./record-measure.ts";
import type { BackupCopy } from "./records.ts";
import type { Verdict } from "./verdict.ts";
import { verdict, worstOf } from "./verdict.ts";

const DAY_MS = 86_400_000;

type MeasureOf<Kind extends RecordMeasure["kind"]> = Extract<RecordMeasure, { kind: Kind }>;

/** A promise that records decide; pending where there are none of the kind. */
export function judgeRecords(
  measure: RecordMeasure,
  promise: Promised,
  facts: PromiseFacts,
  nowMs: EpochMs,
): Verdict {
  switch (measure.kind) {
    case "looks":
      return judgeLooks(measure, promise, facts, nowMs);
    case "beats":
      return judgeBeats(measure, promise, facts, nowMs);
    case "storage":
      return judgeStorage(measure, facts);
    case "firewall":
      return judgeFirewall(measure, facts, nowMs);
    case "provisioning":
      return judgeProvisioning(measure, facts);
    case "intake":
      return judgeIntake(measure, promise, facts, nowMs);
    case "filtering":
      return judgeFiltering(measure, facts);
    case "patching":
      return judgePatching(measure, facts, nowMs);
  }
}

/** Every copy lies where and as it was promised (se-23, dk-15). */
function judgeStorage({ term }: MeasureOf<"storage">, facts: PromiseFacts): Verdict {
  const copies = facts.backupCopies;
  if (copies === undefined) return verdict("pending", "no-source");
  const isWrong = ({ offsite, encrypted, country }: BackupCopy): boolean =>
    (term.offsite && !offsite) ||
    (term.encrypted && !encrypted) ||
    (term.locationOnRecord && country === null) ||
    (term.countries !== undefined && country !== null && !term.countries.includes(country));
  const verdicts = copies
    .filter(isWrong)
    .map(({ id }) => verdict("broken", "storage-wrong", { what: id }, [id]));
  if (copies.length === 0) return verdict("kept", "nothing-due");
  return worstOf(verdicts) ?? verdict("kept", "storage-right", { count: copies.length });
}

/** Nothing can be reached but what was named, and changes are made in time (se-09). */
function judgeFirewall(
  { appliedWithinMs }: MeasureOf<"firewall">,
  { firewall }: PromiseFacts,
  nowMs: EpochMs,
): Verdict {
  if (firewall === undefined) return verdict("pending", "no-source");
  const open = firewall.reachable.filter((port) => !firewall.named.includes(port));
  const verdicts = open.map((port) => verdict("broken", "port-open", { what: port }, [port]));
  for (const { id, askedMs, appliedMs } of firewall.changes) {
    const dueMs = askedMs + appliedWithinMs;
    if ((appliedMs ?? nowMs) > dueMs) {
      verdicts.push(verdict("broken", "change-late", { atMs: askedMs, dueMs }, [id]));
    } else if (appliedMs === null) {
      verdicts.push(verdict("pending", "change-due", { dueMs }, [id]));
    }
  }
  return worstOf(verdicts) ?? verdict("kept", "ports-named", { count: firewall.named.length });
}

/** Everything was set up before the machine was handed over (msp-03). */
function judgeProvisioning({ steps }: MeasureOf<"provisioning">, facts: PromiseFacts): Verdict {
  const { provisioning } = facts;
  if (provisioning === undefined) return verdict("pending", "no-source");
  const count = steps.filter((step) => provisioning.done.includes(step)).length;
  const said = { count, of: steps.length };
  if (count === steps.length) return verdict("kept", "steps-done", said);
  return provisioning.handedOverMs === null
    ? verdict("pending", "steps-running", said)
    : verdict("broken", "steps-missing", { ...said, atMs: provisioning.handedOverMs });
}

/** Every request became a ticket, whichever way it came; what is none by the end of the period was lost (msp-15). */
function judgeIntake(
  { channels }: MeasureOf<"intake">,
  promise: Promised,
  { requests }: PromiseFacts,
  nowMs: EpochMs,
): Verdict {
  if (requests === undefined) return verdict("pending", "no-source");
  const ours = requests.filter(({ channel }) => channels.includes(channel));
  const verdicts = ours
    .filter(({ ticket }) => ticket === null)
    .map(({ id, atMs }) =>
      nowMs >= promise.toMs
        ? verdict("broken", "request-lost", { atMs }, [id])
        : verdict("at-risk", "request-open", { atMs }, [id]),
    );
  if (ours.length === 0) return verdict("kept", "nothing-due");
  return worstOf(verdicts) ?? verdict("kept", "requests-recorded", { count: ours.length });
}

/** The share that was caught is in the range that was named; without a guarantee less is a risk, not a breach (ba-23). */
function judgeFiltering({ term }: MeasureOf<"filtering">, facts: PromiseFacts): Verdict {
  const measured = facts.detection?.[term.level];
  if (measured === undefined) return verdict("pending", "no-source");
  const { bad, caught } = measured;
  if (bad === 0) return verdict("kept", "nothing-due");
  const said = {
    percent: (Math.floor((caught * 10_000) / bad) / 100).toFixed(2),
    target: String(term.detectionFromPercent ?? 0),
  };
  // Whole numbers: tenths of a percent are the finest that a catalogue names.
  const enough = caught * 1_000 >= bad * Math.round((term.detectionFromPercent ?? 0) * 10);
  if (enough) return verdict("kept", "detection-good", said);
  return verdict(term.guaranteed ? "broken" : "at-risk", "detection-low", said);
}

/** Updates that the clause covers are installed, and in time where it names one (se-05, msp-18, srv-15). */
function judgePatching(
  { term }: MeasureOf<"patching">,
  { updates }: PromiseFacts,
  nowMs: EpochMs,
): Verdict {
  if (updates === undefined) return verdict("pending", "no-source");
  const ours = updates.filter((update) => coversUpdate(term, update));
  const verdicts = ours.flatMap(({ package: name, releasedMs, installedMs }) => {
    const dueMs = releasedMs + (term.withinDays ?? Infinity) * DAY_MS;
    const said = { what: name, atMs: releasedMs };
    if ((installedMs ?? nowMs) > dueMs)
      return [verdict("broken", "update-late", { ...said, dueMs }, [name])];
    return installedMs === null ? [verdict("at-risk", "update-missing", said, [name])] : [];
  });
  if (ours.length === 0) return verdict("kept", "nothing-due");
  return worstOf(verdicts) ?? verdict("kept", "updates-installed", { count: ours.length });
}
