import type { Answer } from "./answer.ts";
import { allowed, refused } from "./answer.ts";
import { decideUse } from "./decide-use.ts";
import type { Entitlements } from "./entitlements.ts";
import type { DecisionFacts } from "./facts.ts";
import { nearestClause } from "./fall-back.ts";
import type { MailRequest } from "./request.ts";

/** Whether a message may pass: its sender (ba-24), attachments (ba-26), size (ba-20), recipients (ba-21), and whose server sends it (ba-22). */
export function decideMail(
  entitlements: Entitlements,
  request: MailRequest,
  facts: DecisionFacts,
): Answer {
  return (
    judgeScope(entitlements, request) ??
    judgeSender(entitlements, request) ??
    judgeAttachments(entitlements, request) ??
    judgeFigures(entitlements, request, facts) ??
    allowed(passClause(entitlements, request))
  );
}

function passClause(entitlements: Entitlements, { via }: MailRequest): string {
  const scope = via === undefined ? undefined : entitlements.terms("filteringScope")[0];
  return (
    scope?.clause.id ??
    entitlements.terms("mailFiltering")[0]?.clause.id ??
    entitlements.terms("blockedAttachments")[0]?.clause.id ??
    nearestClause(entitlements)
  );
}

/** A customer's own server is neither filtered nor relayed unless that is booked. */
function judgeScope({ terms, selection }: Entitlements, { via }: MailRequest): Answer | undefined {
  if (via === undefined) return undefined;
  const found = terms("filteringScope").find(({ term }) => term.notCovered.includes(via));
  if (found === undefined) return undefined;
  const { clause, term } = found;
  return term.unlessOption.some((option) => selection.options?.includes(option))
    ? undefined
    : refused(clause.id, "not-included");
}

function judgeSender({ terms }: Entitlements, request: MailRequest): Answer | undefined {
  const { account, aliases = [] } = request;
  if (request.direction === "inbound" || account === undefined) return undefined;
  for (const { clause, term } of terms("senderMatch")) {
    const own = [account, ...(term.aliases ? aliases : [])].map(fold);
    const senders = term.compare.map((which) =>
      which === "envelopeFrom" ? request.envelopeFrom : request.headerFrom,
    );
    const forged = senders.some((sender) => sender !== undefined && !own.includes(fold(sender)));
    if (forged && term.action === "refuse") return refused(clause.id, "forbidden");
  }
  return undefined;
}

const fold = (address: string): string => address.trim().toLowerCase();

/** Every extension of a name counts: `invoice.pdf.exe` and `invoice.exe.` are programs. */
function judgeAttachments({ terms }: Entitlements, request: MailRequest): Answer | undefined {
  const names = request.attachments ?? [];
  const found = terms("blockedAttachments").find(
    ({ term }) =>
      term.directions.includes(request.direction) &&
      names.some((name) => extensionsOf(name).some((one) => term.extensions.includes(one))),
  );
  return found && refused(found.clause.id, "forbidden");
}

function extensionsOf(name: string): readonly string[] {
  return name.trim().toLowerCase().split(".").slice(1);
}

function judgeFigures(
  entitlements: Entitlements,
  { recipients, megabytes }: MailRequest,
  facts: DecisionFacts,
): Answer | undefined {
  const uses = [
    { metric: "mail.messageMegabytes", amount: megabytes },
    { metric: "mail.recipientsPerMessage", amount: recipients },
  ] as const;
  for (const { metric, amount } of uses) {
    if (amount === undefined || !isLimited(entitlements, metric)) continue;
    const answer = decideUse(entitlements, { kind: "use", metric, amount }, facts);
    if (answer.outcome !== "allowed" || answer.reason === "limit-contact") return answer;
  }
  return undefined;
}

function isLimited({ terms }: Entitlements, metric: string): boolean {
  return (
    terms("rateLimit").some(({ term }) => term.metric === metric) ||
    terms("fairUse").some(({ term }) => term.metric === metric)
  );
}
