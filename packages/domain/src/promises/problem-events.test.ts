import { expect, it } from "vitest";
import { eventsOfProblem } from "./index.ts";

it.each<[string, "warning" | "critical" | "unknown", readonly string[]]>([
  ["service:nginx.service", "critical", ["service.down", "state.critical"]],
  ["service:nginx.service", "warning", ["service.down"]],
  ["service:nginx.service", "unknown", ["service.down"]],
  ["host", "critical", ["host.down", "state.critical"]],
  ["host", "warning", ["host.down"]],
  ["cpu", "critical", ["cpu.high", "state.critical"]],
  ["cpu", "warning", ["cpu.high", "state.warning"]],
  ["cpu", "unknown", ["cpu.high"]],
  ["memory", "warning", ["memory.high", "state.warning"]],
  ["filesystem:/", "warning", ["disk.filling", "state.warning"]],
  ["filesystem:/var:lib", "critical", ["disk.filling", "disk.full", "state.critical"]],
  ["smart:sda", "critical", ["state.critical"]],
  ["smart:sda", "warning", ["state.warning"]],
  ["smart:sda", "unknown", []],
])("se-02, srv-01: %s in state %s is %j", (check, state, events) => {
  expect(eventsOfProblem({ check, state })).toEqual(events);
});
