import { resolve } from "node:path";
import { EXIT } from "../start/exit-codes.ts";
import { findRunning, folderOf, type RunningPlane } from "./ask-running.ts";
import {
  COMMON_HELP,
  COMMON_OPTIONS,
  printJson,
  printTable,
  readArgs,
  UsageError,
  type Command,
} from "./command.ts";
import {
  AGENT_DIST,
  layOutRelease,
  makeReleaseKey,
  signRelease,
  trustReleaseKey,
} from "./sign-release.ts";

const OPTIONS = {
  ...COMMON_OPTIONS,
  key: { type: "string" },
  dist: { type: "string", default: AGENT_DIST },
  days: { type: "string", default: "90" },
  soak: { type: "string", default: "3600" },
  canary: { type: "string", multiple: true, default: [] as string[] },
} as const;
const PUBLIC_KEY = /^[0-9a-f]{64}$/;

export const releaseCommand: Command = {
  help: `
driftvakt release: signed updates of the agents, rolled out ring by ring

  keygen FILE       make a release key; keep FILE away from the control plane (a stick, another machine)
  trust KEY         pin a release key's public half (64 hex digits) on machines that are enrolled from now on
  sign --key FILE   sign the agents in --dist; where the release key is
  publish           begin to roll out the signed release in --dist: one machine, 1 %, 10 %, all
  list              releases and how far each has come
  machines [VERSION]  what became of it, or of the newest, on each machine
  pause VERSION     offer it to no further machine
  resume VERSION    go on

  --dist DIR        folder of the executables (default: where they are built)
  --days N          how long the signature holds (default 90)
  --soak SECONDS    how long a ring is watched before the next one (default 3600)
  --canary HOST     goes first; may be given several times
${COMMON_HELP}

The passphrase of a locked key is read from DRIFTVAKT_RELEASE_PASSPHRASE.
Exit codes: 0 done, 1 refused, 64 wrong usage, 69 not running or not reachable.`,
  run: async (args) => {
    const { values, positionals } = readArgs(args, OPTIONS, 2);
    const [verb = "list", object] = positionals;
    const act = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
    if (!act) throw new UsageError(`there is no '${verb}'`);
    await act({ ...values, object, dist: resolve(values.dist) });
    return EXIT.done;
  },
};

type Ask = ReturnType<typeof readArgs<typeof OPTIONS>>["values"] & {
  readonly object: string | undefined;
};

const VERBS: Readonly<Record<string, (ask: Ask) => Promise<void> | void>> = {
  keygen: async (ask) => {
    const key = makeReleaseKey(need(ask.object, "FILE"), passphrase());
    await trustReleaseKey(folderOf(ask.data), key);
    say(ask, { key }, `release key ${key}\nmachines that are enrolled from now on pin it`);
  },
  trust: async (ask) => {
    const key = need(ask.object, "KEY");
    if (!PUBLIC_KEY.test(key)) throw new UsageError("a release key is 64 hex digits");
    await trustReleaseKey(folderOf(ask.data), key);
    say(ask, { key }, "machines that are enrolled from now on pin it");
  },
  sign: (ask) => {
    const days = Number(ask.days);
    if (!Number.isInteger(days) || days < 1 || days > 400)
      throw new UsageError("--days is 1 to 400");
    const release = signRelease(ask.dist, need(ask.key, "--key FILE"), passphrase(), {
      days,
      nowMs: Date.now(),
    });
    say(ask, release, `signed version ${release.version} in ${ask.dist}`);
  },
  publish: async (ask) => {
    const plane = findRunning(ask.data);
    const soakSeconds = Number(ask.soak);
    if (!Number.isInteger(soakSeconds) || soakSeconds < 0)
      throw new UsageError("--soak is a number of seconds");
    const canaryServerIds = await findServers(plane, ask.canary);
    const envelope = layOutRelease(ask.dist, folderOf(ask.data));
    await plane.ask("releases.publish", { body: { envelope, soakSeconds, canaryServerIds } });
    say(ask, { ok: true }, "the roll-out has begun; driftvakt release list shows how far it is");
  },
  list: async (ask) => {
    const { items } = await findRunning(ask.data).ask("releases.list");
    if (ask.json) return printJson(items);
    printTable(
      ["VERSION", "STATE", "RING", "INSTALLED", "UNDER WAY", "FAILED", "REFUSED", "NOTE"],
      items.map(({ version, state, ring, machines, note }) => [
        version,
        state,
        `${ring} of 4`,
        String(machines.installed),
        String(machines.offered + machines.started),
        String(machines["rolled-back"] + machines.lost),
        String(machines.refused),
        note,
      ]),
    );
  },
  machines: async (ask) => {
    const version = ask.object;
    const { items } = await findRunning(ask.data).ask("releases.machines", { query: { version } });
    if (ask.json) return printJson(items);
    printTable(
      ["HOST", "STATE", "DETAIL"],
      items.map(({ hostname, state, detail }) => [hostname, state, detail]),
    );
  },
  pause: (ask) => turn(ask, "releases.pause"),
  resume: (ask) => turn(ask, "releases.resume"),
};

async function turn(ask: Ask, route: "releases.pause" | "releases.resume"): Promise<void> {
  const version = need(ask.object, "VERSION");
  await findRunning(ask.data).ask(route, { params: { version } });
  say(ask, { ok: true }, route === "releases.pause" ? "paused" : "it goes on");
}

async function findServers(plane: RunningPlane, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return [];
  const servers = await plane.askAll("servers.list");
  return names.map((name) => {
    const found = servers.find(({ id, hostname }) => id === name || hostname === name);
    if (!found) throw new UsageError(`there is no server ${name}`);
    return found.id;
  });
}

function passphrase(): string | undefined {
  return process.env["DRIFTVAKT_RELEASE_PASSPHRASE"];
}

function need(value: string | undefined, name: string): string {
  if (value === undefined) throw new UsageError(`${name} is missing`);
  return value;
}

function say(ask: Ask, value: unknown, text: string): void {
  if (ask.json) printJson(value);
  else process.stdout.write(`${text}\n`);
}
