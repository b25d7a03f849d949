import type pg from "pg";
import { getConstructionPlans, getMigrationPlans } from "pg-boss";
import jobsPackage from "pg-boss/package.json" with { type: "json" };

export const JOB_SCHEMA = "pgboss";

/** Lays out pg-boss's own schema, or brings it up to date, as the owner: the control plane's role owns nothing. */
export async function installJobs(client: pg.Client): Promise<void> {
  const installed = await findVersion(client);
  const wanted = jobsPackage.pgboss.schema;
  if (installed === undefined) await client.query(getConstructionPlans(JOB_SCHEMA));
  else if (installed < wanted) await client.query(getMigrationPlans(JOB_SCHEMA, installed));
}

async function findVersion(client: pg.Client): Promise<number | undefined> {
  const table = await client.query("select to_regclass($1) as name", [`${JOB_SCHEMA}.version`]);
  if (table.rows[0]?.name == null) return undefined;
  const { rows } = await client.query<{ version: number }>(
    `select version from ${JOB_SCHEMA}.version`,
  );
  return rows[0] && Number(rows[0].version);
}
