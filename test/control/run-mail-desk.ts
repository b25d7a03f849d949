/** A process that sends mails and does nothing else, to be killed: `node run-mail-desk.ts DATABASE_URL SMTP_URL`. */
import { openBus } from "@driftvakt/control/platform/bus";
import { connectDatabase } from "@driftvakt/control/platform/database";
import { openLog } from "@driftvakt/control/platform/log";
import { openMailDesk } from "@driftvakt/control/platform/mail";

const [databaseUrl, smtpUrl] = process.argv.slice(2) as [string, string];
const log = openLog((line) => process.stderr.write(line), "warn");
const db = connectDatabase(databaseUrl, { maxConnections: 4 });
const bus = await openBus(databaseUrl, log);
const desk = openMailDesk({
  db,
  bus,
  log,
  clock: { nowMs: () => Date.now() },
  server: { url: smtpUrl, from: "Driftvakt <alarm@example.org>" },
});
desk.start();
process.send?.("ready");
