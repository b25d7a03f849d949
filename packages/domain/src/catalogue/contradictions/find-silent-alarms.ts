import type { Catalogue } from "../catalogue.ts";
import type { Finding } from "../problem.ts";
import { eventsOfCheck } from "../terms/watching.ts";
import type { EventName } from "../vocabulary.ts";
import { listLocatedTerms } from "./list-located-terms.ts";

/** Events that the product raises by itself, without a watch: tickets, mail, maintenance, people. */
const raisedByProduct: readonly EventName[] = [
  "state.warning",
  "state.critical",
  "state.recovered",
  "agent.unreachable",
  "certificate.compromised",
  "update.available",
  "update.failed",
  "restart.required",
  "software.endOfLife",
  "software.unlicensed",
  "restore.done",
  "backup.failed",
  "fairUse.passed",
  "quota.passed",
  "sharedSite.overused",
  "mail.bulk",
  "mail.spam",
  "mail.senderMismatch",
  "mail.blocked",
  "mail.quarantined",
  "delisting.requested",
  "abuse.known",
  "abuse.complaint",
  "abuse.solved",
  "machine.zombie",
  "maintenance.planned",
  "maintenance.thirdParty",
  "interruption.unplanned",
  "customer.silent",
  "danger.imminent",
  "sealed.opened",
  "data.inspected",
  "order.unauthorised",
  "contract.ended",
  "terms.changed",
  "usage.excessive",
  "availability.missed",
  "malware.found",
];

/** Alarms, notices and timers on events that no watch of the catalogue can raise. */
export function findSilentAlarms(catalogue: Catalogue): Finding[] {
  const raised = new Set<EventName>([...raisedByProduct, ...eventsOfWatches(catalogue)]);
  return listLocatedTerms(
    catalogue,
    "alarm",
    "notifyCustomer",
    "suspension",
    "precautionCase",
  ).flatMap(({ clause, term, path }) => {
    const key = term.type === "alarm" ? "events" : "on";
    const events = term.type === "alarm" ? term.events : term.on;
    return events.flatMap((event, k): Finding[] =>
      raised.has(event)
        ? []
        : [
            {
              path: [...path, key, k],
              message: `${clause.id} reacts to ${event}, which no watch of this catalogue raises`,
              suggestion: "add it to `raises` of a watch",
            },
          ],
    );
  });
}

function eventsOfWatches(catalogue: Catalogue): EventName[] {
  return listLocatedTerms(catalogue, "watch").flatMap(({ term }) => [
    ...(term.raises ?? []),
    ...term.checks.flatMap((check) => eventsOfCheck[check.check]),
  ]);
}
