import type { ClauseView } from "@driftvakt/protocol/api";
import { Link } from "@tanstack/react-router";
import { useText } from "../../i18n/use-format.tsx";
import { Mono } from "../../ui/page.tsx";
import classes from "./agreements.module.css";

/** Where a clause stands on the contract's page. */
export const clauseAnchor = (clauseId: string): string => `clause-${clauseId}`;

/** A clause by its id, leading to its words on the same page; one that is not in the contract is only named. */
export function ClauseLink({
  id,
  contractId,
  clauses,
  titled = false,
}: {
  id: string;
  contractId: string;
  clauses: readonly ClauseView[];
  /** Says the clause's title, too. */
  titled?: boolean;
}) {
  const text = useText();
  const clause = clauses.find((one) => one.id === id);
  if (!clause) return <Mono dim>{id}</Mono>;
  return (
    <Link to="/contracts/$contractId" params={{ contractId }} hash={clauseAnchor(id)}>
      {titled ? `${text(clause.title)} ` : null}
      <span className={classes.clause}>
        <Mono>{id}</Mono>
      </span>
    </Link>
  );
}
