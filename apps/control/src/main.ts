import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openApp, type App } from "./app.ts";
import { openBus } from "./platform/bus/index.ts";
import { systemClock } from "./platform/clock/index.ts";
import type { Config } from "./platform/config/index.ts";
import { assertSeparation, connectDatabase } from "./platform/database/index.ts";
import { openJobs } from "./platform/jobs/index.ts";
import { openKeys } from "./platform/keys/index.ts";
import type { Log } from "./platform/log/index.ts";
import { addProcessMetrics, openMetrics } from "./platform/metrics/index.ts";
import type { Platform } from "./platform/index.ts";
import { connectSignIn, makeToken } from "./platform/sign-in/index.ts";
import { openChallengeAnswers } from "./start/acme-answers.ts";
import { openCertificate } from "./start/certificate.ts";
import { dataFolder, prepareDataFolder } from "./start/data-folder.ts";
import { EXIT } from "./start/exit-codes.ts";
import { prepareInstallation, requireValidCatalogue, type Prepared } from "./start/first-run.ts";
import { takeInstanceLock } from "./start/instance-lock.ts";
import { openDatabase } from "./start/open-database.ts";
import { enrolOwnMachine, keepAgentRunning, type OwnMachine } from "./start/own-machine.ts";
import { readRunning, removeRunning, writeRunning } from "./start/running-file.ts";
import { StartError } from "./start/start-error.ts";

const PORTAL_FOLDER = fileURLToPath(new URL("../../portal/dist/", import.meta.url));

export type ControlOptions = {
  readonly config: Config;
  readonly log: Log;
  readonly catalogue: string | undefined;
  readonly ownerEmail: string;
  /** Whether this machine is watched too. */
  readonly watchOwnMachine: boolean;
  /** Told each step, for whoever waits. */
  readonly say: (step: string) => void;
};

export type RunningControl = {
  readonly publicUrl: string;
  readonly port: number;
  readonly prepared: Prepared;
  stop(): Promise<void>;
};

/** What was opened, closed in the other order; also when the start failed half-way. */
class Closing {
  readonly #steps: (() => unknown)[] = [];

  add(step: () => unknown): void {
    this.#steps.push(step);
  }

  async run(): Promise<void> {
    for (const step of this.#steps.splice(0).toReversed()) await step();
  }
}

/** Starts the control plane: folder, lock, keys, database, features, server, agent, in this order. */
export async function startControl(options: ControlOptions): Promise<RunningControl> {
  const closing = new Closing();
  try {
    return await start(options, closing);
  } catch (error) {
    await closing.run();
    throw error;
  }
}

async function start(options: ControlOptions, closing: Closing): Promise<RunningControl> {
  const { config, log, say } = options;
  const folder = dataFolder(config.dataFolder);
  const isEmbedded = config.database.kind === "embedded";
  prepareDataFolder(folder, isEmbedded && !existsSync(join(folder.postgres, "server")));
  const lock = takeInstanceLock(folder.lock, () => readRunning(folder.running)?.publicUrl);
  closing.add(() => lock.free());
  await requireFreePort(config);
  if (options.catalogue !== undefined) requireValidCatalogue(options.catalogue);

  say(isEmbedded ? "starting the database" : "connecting to the database");
  const keys = openKeys(folder.keys);
  const database = await openDatabase(config, folder.postgres, log);
  closing.add(() => database.stop());
  const db = connectDatabase(database.appUrl);
  closing.add(() => db.destroy());
  await assertSeparation(db);
  const answers = openChallengeAnswers(db);
  const certificate = await openCertificate(config, folder.certificates, log, answers);
  closing.add(() => certificate.stop());
  const authDb = connectSignIn(database.appUrl);
  closing.add(() => authDb.destroy());
  const bus = await openBus(database.appUrl, log);
  closing.add(() => bus.close());
  const jobs = await openJobs(database.appUrl, log);
  closing.add(() => jobs.stop());
  const metrics = openMetrics();
  addProcessMetrics(metrics);
  metrics.gauge("driftvakt_dead_letters_count", "Jobs that failed for good", jobs.countDeadLetters);
  const platform: Platform = {
    db,
    log,
    clock: systemClock,
    bus,
    jobs,
    keys,
    config,
    metrics,
  };

  say("starting the control plane");
  const prepared = await prepareInstallation(platform, options);
  const localKey = makeToken("dvc");
  const app = await openApp({
    platform,
    authDb,
    installationId: prepared.installation.id,
    localKey,
    portalFolder: PORTAL_FOLDER,
    tls: certificate.current(),
  });
  closing.add(() => app.stop());
  await app.start();
  const port = await listen(app, config);
  const localUrl = localUrlOf(config, port);
  const startedAtMs = Date.now();
  const { publicUrl } = config;
  const tellHowToAsk = (): void =>
    writeRunning(folder.running, {
      pid: process.pid,
      localUrl,
      publicUrl,
      startedAtMs,
      key: localKey,
      certificate: certificate.fingerprint(),
    });
  tellHowToAsk();
  closing.add(() => removeRunning(folder.running));
  let agent: ReturnType<typeof keepAgentRunning> | undefined;
  // Everybody who knows us by our certificate learns of the new one: browsers, the command, this machine's agent.
  certificate.onRenewal((tls) => {
    app.http.setCertificate(tls);
    tellHowToAsk();
    agent?.onCertificate();
  });
  if (options.watchOwnMachine) {
    agent = await watchOwnMachine(app, platform, prepared, options, closing, {
      folder: folder.agent,
      logFile: join(folder.log, "agent.log"),
      url: localUrl,
      tlsPin: certificate.keyPin,
    });
  }
  return { publicUrl: config.publicUrl, port, prepared, stop: () => closing.run() };
}

/** That this machine's agent fails is shown, not fatal: the control plane serves all the others. */
async function watchOwnMachine(
  app: App,
  platform: Platform,
  prepared: Prepared,
  options: ControlOptions,
  closing: Closing,
  machine: OwnMachine,
): Promise<ReturnType<typeof keepAgentRunning> | undefined> {
  try {
    await enrolOwnMachine(app, platform, prepared.installation, machine, options.ownerEmail);
    const agent = keepAgentRunning(machine, platform);
    closing.add(() => agent.stop());
    return agent;
  } catch (error) {
    platform.log.error("this machine could not be enrolled", { error });
    options.say("this machine is not watched: its agent could not be enrolled (see the log)");
    return undefined;
  }
}

/** Asked before anything is started, so that a busy port is said at once. */
async function requireFreePort({ listen: { host, port } }: Config): Promise<void> {
  if (port === 0) return;
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once("error", (error) => reject(explainListen(error, host, port)));
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve()));
  });
}

async function listen(app: App, config: Config): Promise<number> {
  const { host, port } = config.listen;
  try {
    return await app.http.listen(host, port);
  } catch (error) {
    throw explainListen(error, host, port);
  }
}

function explainListen(error: unknown, host: string, port: number): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "EADDRINUSE") {
    return new StartError(
      EXIT.portBusy,
      `port ${port} on ${host} is taken by another program`,
      `stop that one (ss -ltnp 'sport = :${port}' names it), or choose another with --listen ${host}:PORT`,
      error,
    );
  }
  if (code === "EACCES") {
    return new StartError(
      EXIT.missingRight,
      `no right to listen on port ${port}`,
      "ports below 1024 are for root: choose a higher one with --listen, or give the right with setcap or systemd",
      error,
    );
  }
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
    return new StartError(
      EXIT.badConfig,
      `${host} is no address of this machine`,
      "choose one that ip addr shows with --listen",
      error,
    );
  }
  return error;
}

function localUrlOf(config: Config, port: number): string {
  const { host } = config.listen;
  const reachable =
    host === "0.0.0.0" || host === "localhost" ? "127.0.0.1" : host === "::" ? "::1" : host;
  const name = reachable.includes(":") ? `[${reachable}]` : reachable;
  return `${config.tls.kind === "none" ? "http" : "https"}://${name}:${port}`;
}
