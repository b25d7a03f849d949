import {
  advance,
  initialStanding,
  type FilesystemsCheck,
  type MetricCheck,
} from "@driftvakt/domain/monitoring";
import { describe, expect, it } from "vitest";
import type { NewEvent, NewReport, StandingRow } from "../spool/index.ts";
import { judgeSample } from "./judge-sample.ts";
import { Standings, type StandingStore } from "./standings.ts";

const cpu: MetricCheck = {
  type: "metric",
  id: "cpu",
  clauses: ["msp-07"],
  metric: "cpu.busy",
  comparison: "above",
  warning: 80,
  critical: 95,
  maxAttempts: 3,
};
const disks: FilesystemsCheck = {
  type: "filesystems",
  id: "filesystem",
  clauses: ["msp-07"],
  warningPercent: 80,
  criticalPercent: 90,
  maxAttempts: 1,
};

function memoryStore() {
  const rows = new Map<string, string>();
  const events: NewEvent[] = [];
  const items: (NewReport | NewEvent)[] = [];
  let writes = 0;
  const store: StandingStore = {
    listStandings: () => [...rows].map(([id, body]) => ({ id, body })),
    forgetStanding: (id) => void rows.delete(id),
    add: (added: readonly (NewReport | NewEvent)[], standings: readonly StandingRow[]) => {
      writes += 1;
      items.push(...added);
      for (const item of added) if ("type" in item) events.push(item);
      for (const { id, body } of standings) rows.set(id, body);
    },
  };
  const log = () =>
    events.map((event) =>
      event.type === "check" ? `${event.check} ${event.change} ${event.from}→${event.to}` : "?",
    );
  return { store, events, items, log, writes: () => writes };
}
const sample = (values: Record<string, number | null>) => new Map(Object.entries(values));

describe("standings", () => {
  it("msp-07: a problem alarms after three results in a row, and recovers at once", () => {
    const { store, log } = memoryStore();
    const standings = new Standings(store);
    for (const [i, busy] of [10, 97, 98, 99, 99, 20].entries())
      standings.judge(judgeSample([cpu], sample({ "cpu.busy": busy })), i * 15_000);
    expect(log()).toEqual([
      "cpu appeared ok→ok",
      "cpu soft ok→critical",
      "cpu hard ok→critical",
      "cpu hard critical→ok",
    ]);
  });

  it("msp-07: each file system is judged by itself, found without anybody naming it", () => {
    const { store, log, events } = memoryStore();
    const standings = new Standings(store);
    standings.judge(
      judgeSample(
        [disks],
        sample({ "filesystem.used:/": 40, "filesystem.used:/var": 91, "filesystem.free:/var": 1 }),
      ),
      1,
    );
    expect(log()).toEqual([
      "filesystem:/ appeared ok→ok",
      "filesystem:/var appeared ok→ok",
      "filesystem:/var hard ok→critical",
    ]);
    expect(events.at(-1)).toMatchObject({
      output: "/var is 91 % full, limits 80 % and 90 %",
      value: 91,
      clauses: ["msp-07"],
    });
  });

  it("msp-07: file systems that the contract names are watched alone", () => {
    const { store, log } = memoryStore();
    const some = { ...disks, mounts: ["/var"] };
    const full = { "filesystem.used:/": 95, "filesystem.used:/var": 91 };
    new Standings(store).judge(judgeSample([some], sample(full)), 1);
    expect(log()).toEqual(["filesystem:/var appeared ok→ok", "filesystem:/var hard ok→critical"]);
  });

  it("R12: says nothing twice after a restart of the agent", () => {
    const { store, events, log } = memoryStore();
    new Standings(store).judge(judgeSample([disks], sample({ "filesystem.used:/": 95 })), 1);
    events.length = 0;
    const again = new Standings(store);
    again.judge(judgeSample([disks], sample({ "filesystem.used:/": 96 })), 2);
    expect(log()).toEqual([]);
    again.judge(judgeSample([disks], sample({ "filesystem.used:/": 10 })), 3);
    expect(log()).toEqual(["filesystem:/ hard critical→ok"]);
  });

  it("writes nothing while nothing changes", () => {
    const { store, writes } = memoryStore();
    const standings = new Standings(store);
    for (let i = 0; i < 100; i++)
      standings.judge(judgeSample([cpu], sample({ "cpu.busy": i / 10 })), i);
    const settled = writes();
    for (let i = 0; i < 100; i++)
      standings.judge(judgeSample([cpu], sample({ "cpu.busy": i / 10 })), i);
    expect(writes()).toBe(settled);
  });

  it("keeps readings and what they changed in one write", () => {
    const { store, items, writes } = memoryStore();
    const standings = new Standings(store);
    const report = { atMs: 1, layout: "0123456789abcdef", values: [97] };
    standings.judge(judgeSample([cpu], sample({ "cpu.busy": 97 })), 1, [report]);
    expect(writes()).toBe(1);
    expect(items[0]).toBe(report);
    expect(items).toHaveLength(3);
    standings.judge([], 2, [{ ...report, atMs: 2 }]);
    expect(writes()).toBe(2);
  });

  it("stands after any results where each of them one by one leads", () => {
    const { store } = memoryStore();
    const standings = new Standings(store);
    const ok = (count: number) => Array.from({ length: count }, () => 1);
    const results = [...ok(45), 99, ...ok(2), 99, 99, 99, 99, 1, 99, ...ok(30), 99, ...ok(25)];
    let expected = initialStanding(0);
    for (const [i, busy] of results.entries()) {
      standings.judge(judgeSample([cpu], sample({ "cpu.busy": busy })), i);
      expected = advance(expected, busy > 95 ? "critical" : "ok", i, cpu.maxAttempts).standing;
      const [row] = store.listStandings();
      expect((JSON.parse(row?.body ?? "") as { standing: unknown }).standing).toEqual(expected);
    }
  });

  it("does not judge a reading that is missing", () => {
    expect(
      judgeSample([cpu, disks], sample({ "cpu.busy": null, "filesystem.used:/": null })),
    ).toEqual([]);
  });

  it("does not mistake one metric for another that begins alike", () => {
    expect(judgeSample([{ ...cpu, metric: "load.1" }], sample({ "load.15": 99 }))).toEqual([]);
  });

  it("says goodbye to what the contract no longer watches", () => {
    const { store, log } = memoryStore();
    const standings = new Standings(store);
    standings.judge(
      judgeSample([cpu, disks], sample({ "cpu.busy": 1, "filesystem.used:/": 95 })),
      1,
    );
    standings.keepOnly([cpu], 2);
    expect(log().at(-1)).toBe("filesystem:/ disappeared critical→ok");
    expect(store.listStandings().map(({ id }) => id)).toEqual(["cpu"]);
  });
});
