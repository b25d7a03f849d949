import { inScope } from "../../platform/database/index.ts";
import type { RouteHandlers } from "../../platform/http/index.ts";
import type { Feature, Platform } from "../../platform/index.ts";
import { announceWork, cancelWork } from "./announce-work.ts";
import { getAnnouncement, listAnnouncements } from "./list-announcements.ts";

export function openAnnouncements(
  platform: Platform,
): Feature & { readonly handlers: RouteHandlers } {
  return {
    handlers: {
      "announcements.list": ({ caller, query }) =>
        inScope(platform.db, caller.scope, (tx) => listAnnouncements(tx, query)),
      "announcements.create": ({ caller, body }) =>
        inScope(platform.db, caller.scope, async (tx) =>
          getAnnouncement(
            tx,
            await announceWork(tx, platform.bus, body, caller.actor, platform.clock.nowMs()),
          ),
        ),
      "announcements.cancel": ({ caller, params }) =>
        inScope(platform.db, caller.scope, async (tx) => {
          await cancelWork(tx, params.announcementId, caller.actor, platform.clock.nowMs());
          return getAnnouncement(tx, params.announcementId);
        }),
    },
  };
}
