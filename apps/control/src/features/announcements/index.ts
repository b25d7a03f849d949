export { listAnnouncementsOfServer } from "./list-announcements.ts";
export { openAnnouncements } from "./open-announcements.ts";
