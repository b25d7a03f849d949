import { createHash } from "node:crypto";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { TLSSocket } from "node:tls";
import { API_ROUTES, type ApiRoutes, type RouteName } from "@driftvakt/protocol/api";
import type { z } from "zod";
import { defaultDataFolder } from "../config.ts";
import { dataFolder } from "../start/data-folder.ts";
import { EXIT } from "../start/exit-codes.ts";
import { readRunning, type Running } from "../start/running-file.ts";
import { StartError } from "../start/start-error.ts";

type Answer<N extends RouteName> = z.output<ApiRoutes[N]["response"]>;
type Ask = {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
};

/** The control plane that runs on a data folder, asked with this machine's own key. */
export type RunningPlane = {
  readonly running: Running;
  ask<N extends RouteName>(name: N, ask?: Ask): Promise<Answer<N>>;
  /** Every page of a list. */
  askAll<N extends RouteName>(name: N, query?: Ask["query"]): Promise<Items<N>>;
  isReady(): Promise<boolean>;
};
type Items<N extends RouteName> = Answer<N> extends { items: infer T } ? T : never;

const ANSWER_WITHIN_MS = 15_000;
const PAGE = 200;

export function folderOf(data: string | undefined): string {
  return (
    data ??
    process.env["DRIFTVAKT_DATA"] ??
    defaultDataFolder(process.env, process.getuid?.() === 0)
  );
}

/** @throws StartError `unreachable` when none runs there. */
export function findRunning(data: string | undefined): RunningPlane {
  const folder = folderOf(data);
  const running = readRunning(dataFolder(folder).running);
  if (!running) {
    throw new StartError(
      EXIT.unreachable,
      `no control plane runs on ${folder}`,
      "start it with driftvakt up, or name its folder with --data",
    );
  }
  const ask: RunningPlane["ask"] = async (name, input = {}) => {
    const { method, path } = API_ROUTES[name];
    const filled = path.replace(/:(\w+)/g, (_, key: string) => input.params?.[key] ?? "");
    const query = new URLSearchParams(
      Object.entries(input.query ?? {}).flatMap(([key, value]) =>
        value === undefined ? [] : [[key, String(value)]],
      ),
    );
    const { status, text } = await send(
      running,
      method,
      `/api/v1${filled}?${query.toString()}`,
      input.body,
    );
    const answer = JSON.parse(text) as Record<string, unknown>;
    if (status === 200) return answer as never;
    throw new StartError(
      EXIT.found,
      String(answer["detail"] ?? answer["title"]),
      `the control plane answered ${status} (${String(answer["code"])}, request ${String(answer["requestId"])})`,
    );
  };
  const askAll: RunningPlane["askAll"] = async (name, query = {}) => {
    const items: unknown[] = [];
    let cursor: string | undefined;
    do {
      const page = (await ask(name, { query: { ...query, limit: PAGE, cursor } })) as {
        items: unknown[];
        nextCursor?: string | null;
      };
      items.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return items as never;
  };
  return {
    running,
    ask,
    askAll,
    isReady: async () => (await send(running, "GET", "/readyz")).status === 200,
  };
}

function send(
  running: Running,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; text: string }> {
  const url = new URL(path, running.localUrl);
  const isTls = url.protocol === "https:";
  return new Promise((resolve, reject) => {
    const request = (isTls ? httpsRequest : httpRequest)(
      url,
      {
        method,
        timeout: ANSWER_WITHIN_MS,
        headers: {
          authorization: `Bearer ${running.key}`,
          ...(body !== undefined && { "content-type": "application/json" }),
        },
        // The certificate names the public address; here it is known by its fingerprint.
        ...(isTls && { rejectUnauthorized: false, agent: false }),
      },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => (text += chunk));
        response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
      },
    );
    if (isTls) {
      request.on("socket", (socket) =>
        socket.once("secureConnect", () => {
          if (!isOurs(socket as TLSSocket, running))
            request.destroy(new Error("another program answers on that port"));
        }),
      );
    }
    request.on("timeout", () => request.destroy(new Error("it does not answer")));
    request.on("error", (error) =>
      reject(
        new StartError(
          EXIT.unreachable,
          `the control plane at ${running.localUrl} cannot be reached: ${error.message}`,
          "did it end? driftvakt up starts it again",
          error,
        ),
      ),
    );
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

function isOurs(socket: TLSSocket, running: Running): boolean {
  const { raw } = socket.getPeerCertificate();
  return createHash("sha256").update(raw).digest("hex") === running.certificate;
}
