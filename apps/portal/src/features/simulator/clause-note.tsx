import { useText } from "../../i18n/use-format.tsx";
import { Mono } from "../../ui/page.tsx";
import type { ClauseText } from "./worker-messages.ts";
import classes from "./simulator.module.css";

/** The words of a clause, in the reader's language where the catalogue has them. */
export function ClauseNote({ clause }: { clause: ClauseText | undefined }) {
  const text = useText();
  if (!clause) return null;
  return (
    <blockquote className={classes.clause}>
      <strong>
        <Mono>{clause.id}</Mono> {text(clause.title)}
      </strong>
      <p>{text(clause.text)}</p>
    </blockquote>
  );
}
