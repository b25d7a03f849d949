import { useEffect, type ReactNode } from "react";
import classes from "./page.module.css";

/** Head of a page: its name, one line of what it shows, what can be done. Also names the browser's tab. */
export function PageHead({
  title,
  lead,
  actions,
  above,
}: {
  title: ReactNode;
  lead?: ReactNode;
  actions?: ReactNode;
  above?: ReactNode;
}) {
  return (
    <header className={classes.head}>
      <div className={classes.words}>
        {above ? <div className={classes.above}>{above}</div> : null}
        <h1 tabIndex={-1} id="page-title">
          {title}
        </h1>
        {lead ? <p className={classes.lead}>{lead}</p> : null}
      </div>
      {actions ? <div className={classes.actions}>{actions}</div> : null}
    </header>
  );
}

/** Sets the browser tab's name while mounted. */
export function useTabTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title ? `${title} · Driftvakt` : "Driftvakt";
  }, [title]);
}

/** A sheet of paper with a heading. */
export function Panel({
  title,
  aside,
  flush = false,
  id,
  children,
}: {
  title?: ReactNode;
  aside?: ReactNode;
  /** Lets a table run to the edges. */
  flush?: boolean;
  id?: string;
  children: ReactNode;
}) {
  return (
    <section className={classes.panel} id={id}>
      {title || aside ? (
        <div className={classes.panelHead}>
          {title ? <h2>{title}</h2> : <span />}
          {aside}
        </div>
      ) : null}
      <div className={flush ? classes.flush : classes.body}>{children}</div>
    </section>
  );
}

/** Small facts in pairs. */
export function Facts({
  items,
}: {
  items: readonly (readonly [name: string, value: ReactNode])[];
}) {
  return (
    <dl className={classes.facts}>
      {items.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A line of filters above a list. */
export function Toolbar({ children }: { children: ReactNode }) {
  return <div className={classes.toolbar}>{children}</div>;
}

/** Host names, ids, hashes. */
export function Mono({ children, dim = false }: { children: ReactNode; dim?: boolean }) {
  return (
    <span className={classes.mono} data-dim={dim || undefined}>
      {children}
    </span>
  );
}

/** Clauses by their ids, each unbroken. */
export function Clauses({ ids }: { ids: readonly string[] }) {
  return (
    <span className={classes.clauses}>
      {ids.map((id) => (
        <span key={id} className={classes.clause}>
          {id}
        </span>
      ))}
    </span>
  );
}

/** Quieter text. */
export function Dim({ children }: { children: ReactNode }) {
  return <span className={classes.dim}>{children}</span>;
}

/** A notice across the page. */
export function Notice({
  tone = "idle",
  title,
  children,
  action,
}: {
  tone?: "good" | "warn" | "bad" | "odd" | "idle";
  title?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={classes.notice} data-tone={tone} role={tone === "bad" ? "alert" : "note"}>
      <div>
        {title ? <strong>{title}</strong> : null}
        {children ? <div>{children}</div> : null}
      </div>
      {action}
    </div>
  );
}

/** Lays panels out: one column on a phone, main and side on a desk. */
export function Columns({ main, side }: { main: ReactNode; side: ReactNode }) {
  return (
    <div className={classes.columns}>
      <div className={classes.stack}>{main}</div>
      <div className={classes.stack}>{side}</div>
    </div>
  );
}

export function Stack({ children }: { children: ReactNode }) {
  return <div className={classes.stack}>{children}</div>;
}

export function Row({ children, end = false }: { children: ReactNode; end?: boolean }) {
  return (
    <div className={classes.row} data-end={end || undefined}>
      {children}
    </div>
  );
}
