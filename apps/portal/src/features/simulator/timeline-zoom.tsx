import { ActionIcon } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Format } from "../../i18n/format.ts";
import { Icon } from "../../ui/icon.tsx";
import type { Range } from "./lay-out.ts";
import type { TimeWindow } from "./use-time-window.ts";
import classes from "./timeline.module.css";

/** What stretch of time is shown, and the buttons that change it. */
export function TimelineZoom({
  view,
  span,
  format,
}: {
  view: TimeWindow;
  span: Range;
  format: Format;
}) {
  const { t } = useTranslation();
  const { range, isWhole, zoom, move, reset } = view;
  const button = (label: string, sign: string, onClick: () => void, disabled: boolean) => (
    <ActionIcon
      variant="default"
      size="md"
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={onClick}
    >
      {sign === "<" ? (
        <Icon name="previous" size={15} />
      ) : sign === ">" ? (
        <Icon name="next" size={15} />
      ) : (
        <span aria-hidden="true">{sign}</span>
      )}
    </ActionIcon>
  );
  return (
    <div className={classes.zoom}>
      <span className={classes.range} role="status">
        {format.dateTime(Math.max(range.fromMs, span.fromMs))} –{" "}
        {format.dateTime(Math.min(range.toMs, span.toMs))}
        <small>{format.timeZone.replaceAll("_", " ")}</small>
      </span>
      <span className={classes.buttons}>
        {button(t("simulator.earlier"), "<", () => move(-0.5), isWhole)}
        {button(t("simulator.later"), ">", () => move(0.5), isWhole)}
        {button(t("simulator.zoomIn"), "+", () => zoom(0.5), false)}
        {button(t("simulator.zoomOut"), "−", () => zoom(2), isWhole)}
        {button(t("simulator.showAll"), "↔", reset, isWhole)}
      </span>
    </div>
  );
}
