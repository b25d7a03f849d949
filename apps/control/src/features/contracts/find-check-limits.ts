import type { CheckStandingView } from "@driftvakt/protocol/api";
import { targetStateSchema } from "@driftvakt/protocol/target";
import type { Tx } from "../../platform/database/index.ts";

type Limits = NonNullable<CheckStandingView["limits"]>;
/** Limits of a check's instance by its id (`cpu`, `filesystem:/var`); null where it watches no reading. */
export type LimitsOf = (check: string) => Limits | null;

/** The limits that a machine's checks are judged by, as they stand in the target state that was sent to it (msp-06). */
export async function findCheckLimits(tx: Tx, serverId: string): Promise<LimitsOf> {
  const row = await tx
    .selectFrom("compiled_state")
    .select("envelope")
    .where("server_id", "=", serverId)
    .where("kind", "=", "target")
    .orderBy("epoch", "desc")
    .orderBy("version", "desc")
    .executeTakeFirst();
  if (!row) return () => null;
  const text = Buffer.from(row.envelope.payload, "base64").toString("utf8");
  const { checks } = targetStateSchema.parse(JSON.parse(text));
  const byId = new Map(checks.map((check) => [check.id, check]));
  return (instance) => {
    const colon = instance.indexOf(":");
    const check = byId.get(colon < 0 ? instance : instance.slice(0, colon));
    if (check?.type === "metric") {
      const { metric, comparison, warning, critical } = check;
      return { metric, comparison, warning, critical };
    }
    if (check?.type !== "filesystems" || colon < 0) return null;
    return {
      metric: `filesystem.used${instance.slice(colon)}`,
      comparison: "above",
      warning: check.warningPercent,
      critical: check.criticalPercent,
    };
  };
}
