import { useTranslation } from "react-i18next";
import type { ReactNode } from "react";
import { Button } from "@mantine/core";
import { useFormat } from "../i18n/use-format.tsx";
import classes from "./data-table.module.css";
import { Icon } from "./icon.tsx";

export type Column<T> = {
  id: string;
  header: string;
  cell: (row: T) => ReactNode;
  align?: "end";
  /** Left out where the screen is narrow. */
  wideOnly?: boolean;
  /** The column that names the row; its cell should hold the row's link. */
  names?: boolean;
  /** Its heading is only read out. */
  silent?: boolean;
  /** Takes what room is left. */
  grows?: boolean;
};

/** A list of things: a table on a desk, cards on a phone. A click anywhere in a row follows the row's link. */
export function DataTable<T>({
  caption,
  columns,
  rows,
  rowKey,
  muted,
}: {
  /** Read out by screen readers. */
  caption: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  rowKey: (row: T) => string;
  muted?: (row: T) => boolean;
}) {
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <caption className={classes.caption}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.id}
                scope="col"
                data-align={column.align}
                data-wide={column.wideOnly || undefined}
                data-grows={column.grows || undefined}
              >
                {column.silent ? (
                  <span className={classes.silent}>{column.header}</span>
                ) : (
                  column.header
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} onClick={followRowLink} data-muted={muted?.(row) || undefined}>
              {columns.map((column) => (
                <td
                  key={column.id}
                  data-label={column.silent ? "" : column.header}
                  data-align={column.align}
                  data-wide={column.wideOnly || undefined}
                  data-names={column.names || undefined}
                >
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Lets the whole row be clicked without stealing clicks from buttons, links and text being marked. */
function followRowLink(event: React.MouseEvent<HTMLTableRowElement>): void {
  const target = event.target as HTMLElement;
  if (target.closest("a,button,input,label") || getSelection()?.toString()) return;
  const link = event.currentTarget.querySelector<HTMLElement>("[data-row-link]");
  link?.dispatchEvent(
    new MouseEvent("click", {
      bubbles: true,
      cancelable: true,
      ctrlKey: event.ctrlKey,
      metaKey: event.metaKey,
    }),
  );
}

/** Foot of a paged list. Pages are reached by cursor, so there is a way on and a way back, and no page numbers. */
export function Pager({
  shown,
  total,
  offset,
  onNext,
  onPrevious,
}: {
  shown: number;
  total: number | null;
  offset: number;
  onNext?: () => void;
  onPrevious?: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!onNext && !onPrevious && (total === null || total <= shown)) {
    return <div className={classes.pager}>{t("pager.all", { count: shown })}</div>;
  }
  const range = { from: format.number(offset + 1), to: format.number(offset + shown) };
  return (
    <nav className={classes.pager} aria-label={t("pager.label")}>
      <span>
        {total === null
          ? t("pager.range", range)
          : t("pager.rangeOf", { ...range, total: format.number(total) })}
      </span>
      <span className={classes.turns}>
        <Button
          variant="default"
          size="xs"
          disabled={!onPrevious}
          onClick={onPrevious}
          leftSection={<Icon name="previous" size={14} />}
        >
          {t("pager.previous")}
        </Button>
        <Button
          variant="default"
          size="xs"
          disabled={!onNext}
          onClick={onNext}
          rightSection={<Icon name="next" size={14} />}
        >
          {t("pager.next")}
        </Button>
      </span>
    </nav>
  );
}
