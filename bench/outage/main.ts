/**
 * From `kill -9` of a watched service on a machine to the whole mail in a mail server, all of it as shipped: a booted Debian
 * with the installed agent, the control plane out of the box, Postfix. Needs root, as the tests on machines do.
 *
 *   ./driftvakt bench outage [--runs 50]
 */
import { parseArgs } from "node:util";
import { openSite } from "../../test/e2e/site.ts";

const { values: args } = parseArgs({ options: { runs: { type: "string", default: "50" } } });
const RUNS = Number(args.runs);
const GOAL_MS = { median: 500, worst: 2000 };
/** What is killed over and over flaps, and alarms no more: so each service dies a few times only. */
const DEATHS_EACH = 3;
const UNITS = Array.from(
  { length: Math.ceil(RUNS / DEATHS_EACH) },
  (_, i) => `postgresql@bench-${i}.service`,
);
const TEMPLATE = "[Service]\nExecStart=/bin/sleep infinity\n";
const kill = (unit: string) => `kill -9 "$(systemctl show --property MainPID --value ${unit})"`;
/** Without the reset systemd refuses a unit that is started too often. */
const start = (unit: string) => `systemctl reset-failed ${unit}; systemctl start ${unit}`;
const DEADLINE_SECONDS = 30;

const site = await openSite({ name: "outage", catalogue: "se", locale: "sv" });
try {
  const { machine, serverId } = await site.watch({
    hostname: "data-1",
    files: { "/etc/systemd/system/postgresql@.service": TEMPLATE },
  });
  await machine.output(["systemctl", "start", ...UNITS]);
  await site.control.waitFor(
    "servers.checks",
    { params: { serverId } },
    ({ items }) => UNITS.every((unit) => items.some(({ check }) => check === `service:${unit}`)),
    60,
  );
  const seen = new Set<string>();
  /** A mail that was not there before. */
  const nextMail = async () => {
    const mail = await site.mail.waitFor(
      ({ messageId, subject }) => subject.includes("bench-") && !seen.has(messageId),
      { deadlineSeconds: DEADLINE_SECONDS },
    );
    seen.add(mail.messageId);
    return mail.arrivedAtMilliseconds;
  };
  const took: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const unit = UNITS[run % UNITS.length]!;
    const began = performance.timeOrigin + performance.now();
    await machine.output(["sh", "-ec", kill(unit)]);
    took.push((await nextMail()) - began);
    await machine.output(["sh", "-ec", start(unit)]);
    await nextMail();
  }
  took.sort((a, b) => a - b);
  const at = (share: number) => Math.round(took[Math.min(RUNS - 1, Math.floor(RUNS * share))]!);
  const figures = { runs: RUNS, medianMs: at(0.5), p95Ms: at(0.95), worstMs: at(1) };
  console.table([{ name: "kill -9 → whole mail", ...figures, goalMs: GOAL_MS.median }]);
  console.log(JSON.stringify({ bench: "outage", ...figures, goalMs: GOAL_MS }));
  process.exitCode = figures.medianMs <= GOAL_MS.median && figures.worstMs < GOAL_MS.worst ? 0 : 1;
} finally {
  await site.close();
}
