import {
  advance,
  initialStanding,
  judgeReading,
  type CheckStanding,
  type MetricCheck,
} from "@driftvakt/domain/monitoring";
import type { CheckEvent } from "@driftvakt/protocol/agent";
import { READING_KEYS } from "../agents/machine-readings.ts";

/** Ten rules, as a contract gives a server: what an agent judges on every beat. */
const RULES: readonly { key: string; check: MetricCheck }[] = [
  rule("cpu", "cpu.busy", 55, 70),
  rule("memory", "memory.used", 55, 60),
  rule("load", "load.5", 1.5, 2.5),
  ...["/", "/var", "/home", "/srv", "/boot", "/var/log", "/var/lib/mysql"].map((path) =>
    rule(`filesystem:${path}`, `filesystem.used:${path}`, 80, 95),
  ),
];
export const RULE_COUNT = RULES.length;

function rule(id: string, key: string, warning: number, critical: number) {
  return {
    key,
    check: {
      type: "metric" as const,
      id,
      clauses: ["msp-07"],
      metric: key.split(":")[0]!,
      comparison: "above" as const,
      warning,
      critical,
      maxAttempts: 3,
    },
  };
}

const PLACES = RULES.map(({ key }) => READING_KEYS.indexOf(key));

/** Judges a machine's readings with the agent's own rules; says what changed, as events without their numbers. */
export function openJudge(): (
  values: readonly (number | null)[],
  atMs: number,
) => Omit<CheckEvent, "seq">[] {
  const standings: CheckStanding[] = RULES.map(() => initialStanding(0));
  return (values, atMs) => {
    const events: Omit<CheckEvent, "seq">[] = [];
    for (let i = 0; i < RULES.length; i++) {
      const { check } = RULES[i]!;
      const value = values[PLACES[i]!] ?? Number.NaN;
      const step = advance(standings[i]!, judgeReading(check, value), atMs, check.maxAttempts);
      standings[i] = step.standing;
      for (const change of step.changes)
        events.push({
          type: "check",
          atMs,
          check: check.id,
          change: change.kind,
          from: change.from,
          to: change.to,
          attempt: step.standing.attempt,
          output: `${check.metric} ${value}`,
          value,
          clauses: check.clauses,
        });
    }
    return events;
  };
}
