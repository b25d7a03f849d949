import type { Availability } from "@driftvakt/protocol/api";
import { useFormat } from "../../i18n/use-format.tsx";
import { StateMark } from "../../ui/state-mark.tsx";

/** The share of time a machine was there, with a mark that says whether it is what was promised. */
export function AvailabilityShare({
  availability,
}: {
  availability: Pick<Availability, "milliPercent" | "promisedMilliPercent">;
}) {
  const format = useFormat();
  const { milliPercent, promisedMilliPercent } = availability;
  if (milliPercent === null) return <StateMark tone="idle" shape="ring" label="–" />;
  const label = format.percent(milliPercent / 1000, 3);
  if (promisedMilliPercent === null) return <StateMark tone="idle" shape="ring" label={label} />;
  if (milliPercent >= promisedMilliPercent)
    return <StateMark tone="good" shape="tick" label={label} />;
  return <StateMark tone="bad" shape="cross" label={label} />;
}
