import type { Actor } from "../../catalogue/index.ts";
import type { Answer } from "./answer.ts";
import { allowed, needing, refused } from "./answer.ts";
import type { Entitlements } from "./entitlements.ts";
import type { DecisionFacts } from "./facts.ts";
import { nearestClause } from "./fall-back.ts";
import type { AccessWay } from "./request.ts";

/** Ways in that a clause denies (ba-14, srv-24); undefined where none does. */
export function judgeAccess(
  entitlements: Entitlements,
  way: AccessWay,
  facts: DecisionFacts,
): Answer | undefined {
  for (const { clause, term } of entitlements.terms("deniedAccess")) {
    if (!term.denies.includes(way)) continue;
    if (term.unless?.options?.some((option) => entitlements.selection.options?.includes(option))) {
      continue;
    }
    if (term.unless?.agreement !== true) return refused(clause.id, "access-denied");
    if (!facts.agreements?.includes("provider")) {
      return needing([{ kind: "agreement", clause: clause.id, of: "provider" }]);
    }
  }
  return undefined;
}

/** Whether a way into the platform is open to the customer. */
export function decideAccess(
  entitlements: Entitlements,
  way: AccessWay,
  facts: DecisionFacts,
): Answer {
  return judgeAccess(entitlements, way, facts) ?? allowed(nearestClause(entitlements));
}

/** Whether a PHP function may be called on a shared web server (ba-28). */
export function decidePhp(entitlements: Entitlements, name: string): Answer {
  const said = entitlements.terms("phpFunctions");
  const found = said.find(({ term }) => term.disabled.includes(name.toLowerCase()));
  if (found) return refused(found.clause.id, "forbidden");
  return allowed(said[0]?.clause.id ?? nearestClause(entitlements));
}

/** Whether a program may run on the platform (ba-12). */
export function decideRun(entitlements: Entitlements, process: string): Answer {
  const found = findForbidden(entitlements, process);
  if (found !== undefined) return refused(found, "forbidden");
  const said = entitlements.terms("forbiddenSoftware")[0];
  return allowed(said?.clause.id ?? nearestClause(entitlements));
}

/** The clause that forbids a program, by the name of its process (with or without a folder) or package. */
export function findForbidden({ terms }: Entitlements, process: string): string | undefined {
  const name = process.slice(process.lastIndexOf("/") + 1).toLowerCase();
  return terms("forbiddenSoftware").find(({ term }) =>
    term.categories.some((category) =>
      [...category.processNames, ...category.packageNames].some(
        (one) => one.toLowerCase() === name,
      ),
    ),
  )?.clause.id;
}

/** Who gets to see credentials (srv-24: nobody but the provider; ba-38: the orderer alone). */
export function decideCredential(
  entitlements: Entitlements,
  credentials: string,
  by: Actor,
): Answer {
  const found = entitlements
    .terms("credentialCustody")
    .find(({ term }) => term.credentials === credentials);
  if (found === undefined) return refused(nearestClause(entitlements), "not-in-contract");
  const { clause, term } = found;
  const isStaff = by === "technician" || by === "lead" || by === "owner";
  const may =
    term.releasedTo === "orderer"
      ? by === "orderer"
      : term.releasedTo === "namedPersons"
        ? by === "orderer"
        : term.releasedTo === "technicians" && isStaff;
  return may ? allowed(clause.id) : refused(clause.id, "access-denied");
}
