import { layoutId } from "@driftvakt/protocol/agent";
import { inScope } from "../../apps/control/src/platform/database/index.ts";
import { newId } from "../../apps/control/src/platform/ids/index.ts";
import {
  openSampleWriter,
  type SampleRow,
} from "../../apps/control/src/features/monitoring/open-sample-writer.ts";
import type { TestPlatform } from "../../test/control/platform.ts";

export const BEAT_MS = 15_000;
const ROWS_AT_ONCE = 1500;

export type Machine = {
  readonly id: string;
  readonly no: number;
  readonly customerId: string;
  readonly layoutNo: number;
};

/** A customer with machines that report the same keys. */
export async function makeMachines(
  platform: TestPlatform,
  count: number,
  keys: readonly string[],
): Promise<Machine[]> {
  return inScope(platform.db, "provider", async (tx) => {
    const customerId = newId();
    await tx
      .insertInto("customer")
      .values({ id: customerId, name: "Bench", locale: "en", time_zone: "UTC" })
      .execute();
    const { no: layoutNo } = await tx
      .insertInto("metric_layout")
      .values({ customer_id: customerId, id: layoutId(keys), keys: [...keys] })
      .returning("no")
      .executeTakeFirstOrThrow();
    const machines: Machine[] = [];
    for (let i = 0; i < count; i++) {
      const id = newId();
      const hostname = `machine-${i}.example.org`;
      const { no } = await tx
        .insertInto("server")
        .values({ id, customer_id: customerId, hostname })
        .returning("no")
        .executeTakeFirstOrThrow();
      await tx
        .insertInto("server_layout")
        .values({ customer_id: customerId, server_no: no, layout_no: layoutNo })
        .execute();
      machines.push({ id, no, customerId, layoutNo });
    }
    return machines;
  });
}

/** Stores every machine's readings from one moment to another, a beat of 15 seconds apart, as ingest does. */
export async function storeReadings(
  platform: TestPlatform,
  machines: readonly Machine[],
  range: { fromMs: number; toMs: number },
  read: (machine: number, beat: number) => readonly (number | null)[],
): Promise<void> {
  const writer = openSampleWriter(platform.db, platform.log);
  let rows: SampleRow[] = [];
  for (let atMs = range.fromMs, beat = 0; atMs < range.toMs; atMs += BEAT_MS, beat++) {
    for (const [i, machine] of machines.entries()) {
      rows.push({
        // Agents are not punctual to the millisecond, and events take numbers in between.
        atMs: atMs + 137 * i + ((beat * 7919) % 23),
        seq: 1 + beat + Math.floor(beat / 40),
        serverNo: machine.no,
        layoutNo: machine.layoutNo,
        epoch: 1,
        customerId: machine.customerId,
        values: read(i, beat),
        uncertain: false,
      });
    }
    if (rows.length < ROWS_AT_ONCE) continue;
    await writer.store(rows);
    rows = [];
  }
  await writer.store(rows);
}
