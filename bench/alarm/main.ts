/**
 * From a machine's word of a hard problem to the whole mail in a mail server, without the agent: what the control plane
 * takes for the transaction that puts incident, interval and mail on record, and for sending it.
 *
 *   ./driftvakt bench alarm [--runs 50] [--recipients 2] [--apart 200]
 *
 * `--apart`: milliseconds between a whole mail and the next event. With 0 each event meets what the one before left to do:
 * mails' standing to be noted, promises to be judged.
 */
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import { openSmtpSink } from "../../test/control/smtp-sink.ts";
import { enrol, makeAgent, sendTo, signIn } from "../agents/simulated-agent.ts";
import { startSystem, type RunningSystem } from "../system/running-system.ts";

const { values: args } = parseArgs({
  options: {
    runs: { type: "string", default: "50" },
    recipients: { type: "string", default: "2" },
    apart: { type: "string", default: "200" },
  },
});
const RUNS = Number(args.runs);
const RECIPIENTS = Number(args.recipients);
const APART_MS = Number(args.apart);
const WARM_UP = 5;

/** A machine under contract, whose alarms go to some people. */
async function makeMachine(system: RunningSystem) {
  const customer = (await system.ask("POST", "/customers", {
    name: "Alarmed",
    locale: "en",
    timeZone: "UTC",
  })) as { id: string };
  const agent = makeAgent("alarm-1.example.org");
  const made = (await system.ask("POST", "/enrolments", {
    hostname: agent.hostname,
    customerId: customer.id,
  })) as { token: string; serverKey: string };
  const send = sendTo(system.url);
  await enrol(send, agent, made.token, made.serverKey);
  await signIn(send, agent);
  const { plans } = (await system.ask("GET", "/catalogue")) as { plans: { id: string }[] };
  const recipients = Array.from({ length: RECIPIENTS }, (_, i) => ({
    name: `Ops ${i}`,
    email: `ops${i}@example.org`,
    locale: (["en", "de"] as const)[i % 2],
  }));
  await system.ask("POST", "/contracts", {
    customerId: customer.id,
    planId: plans[0]!.id,
    serverIds: [agent.serverId],
    recipients,
    choices: {},
  });
  return { agent, send };
}

function figures(times: readonly number[]) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]! * 10) / 10;
  return { p50Ms: at(0.5), p95Ms: at(0.95), worstMs: at(1) };
}

const sink = await openSmtpSink();
process.env["DRIFTVAKT_SMTP_URL"] = sink.url;
process.env["DRIFTVAKT_SMTP_FROM"] = "Driftvakt <alarm@example.org>";
const system = await startSystem({ catalogue: "msp" });
try {
  const { agent, send } = await makeMachine(system);
  const acknowledged: number[] = [];
  const mailed: number[] = [];
  for (let run = 0; run < RUNS + WARM_UP; run++) {
    for (const problem of [true, false]) {
      await setTimeout(APART_MS);
      const expected = sink.taken.length + RECIPIENTS;
      const nowMs = Date.now();
      const event = {
        type: "check",
        seq: ++agent.seq,
        atMs: nowMs,
        check: "cpu",
        change: "hard",
        from: problem ? "ok" : "critical",
        to: problem ? "critical" : "ok",
        attempt: 3,
        output: "97 %",
        value: 97,
        clauses: ["msp-05", "msp-07"],
      };
      const begun = performance.now();
      const mail = sink.waitFor(expected).then(() => performance.now() - begun);
      const batch = { sentAtMs: nowMs, reports: [], events: [event] };
      const answer = await send("POST", "/agent/v1/reports", batch, agent.token);
      if (answer.status !== 200) throw new Error(JSON.stringify(answer));
      const tookMs = performance.now() - begun;
      const mailedMs = await mail;
      if (run < WARM_UP || !problem) continue;
      acknowledged.push(tookMs);
      mailed.push(mailedMs);
    }
  }
  const rows = [
    { name: "event → acknowledged after the commit", ...figures(acknowledged), goalMs: 10 },
    { name: `event → ${RECIPIENTS} whole mails`, ...figures(mailed), goalMs: 500 },
  ];
  console.table(rows);
  console.log(JSON.stringify({ bench: "alarm", runs: RUNS, apartMs: APART_MS, figures: rows }));
  process.exitCode = rows[1]!.p50Ms < 500 ? 0 : 1;
} finally {
  await system.stop();
  await sink.close();
}
