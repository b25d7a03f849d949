import { inScope } from "../../platform/database/index.ts";
import type { RouteHandlers } from "../../platform/http/index.ts";
import type { Feature, Platform } from "../../platform/index.ts";
import { listAudit } from "./list-audit.ts";
import { listSecurityEvents } from "./list-security-events.ts";
import { verifyAudit } from "./verify-audit.ts";
import { writeCheckpoint } from "./write-checkpoint.ts";

const CHECKPOINT_JOB = "audit-checkpoint";

export function openAudit(platform: Platform): Feature & { readonly handlers: RouteHandlers } {
  const { db, clock, log, jobs, keys } = platform;
  return {
    start: async () => {
      await jobs.work(CHECKPOINT_JOB, async () => {
        const checkpoint = await inScope(db, "provider", (tx) =>
          writeCheckpoint(tx, keys.signing, clock.nowMs()),
        );
        if (checkpoint) log.info("audit checkpoint", { checkpoint });
      });
      await jobs.schedule(CHECKPOINT_JOB, "0 * * * *");
    },
    handlers: {
      "audit.list": ({ caller, query }) => inScope(db, caller.scope, (tx) => listAudit(tx, query)),
      "audit.verify": ({ caller }) => inScope(db, caller.scope, verifyAudit),
      "securityEvents.list": ({ caller, query }) =>
        inScope(db, caller.scope, (tx) => listSecurityEvents(tx, query)),
    },
  };
}
