import type { Announcement } from "@driftvakt/protocol/api";
import { useTranslation } from "react-i18next";
import { StateMark } from "../../ui/state-mark.tsx";

/** Whether announced work lies ahead, goes on, is over, or was called off. */
export function AnnouncementMark({
  announcement,
  nowMs,
}: {
  announcement: Announcement;
  nowMs: number;
}) {
  const { t } = useTranslation();
  const { cancelledAtMs, startsAtMs, endsAtMs } = announcement;
  if (cancelledAtMs !== null)
    return <StateMark tone="idle" shape="dash" label={t("announcements.cancelled")} />;
  if (nowMs < startsAtMs)
    return <StateMark tone="idle" shape="clock" label={t("announcements.ahead")} />;
  if (nowMs < endsAtMs) return <StateMark tone="odd" shape="dots" label={t("announcements.now")} />;
  return <StateMark tone="good" shape="tick" label={t("announcements.over")} />;
}
