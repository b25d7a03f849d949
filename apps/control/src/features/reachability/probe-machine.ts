import { connect } from "node:net";
import type { Probe } from "@driftvakt/domain/monitoring";
import { judgeAddress } from "../../platform/outbound/index.ts";

/** Ports on which a machine's own system answers, if only to refuse: any answer proves that it lives. */
const PORTS = [22, 443, 80] as const;
const TIMEOUT_MS = 2_000;

/** Errors by which a living system refuses. */
const LIVING = new Set(["ECONNREFUSED", "ECONNRESET"]);

/**
 * Asks a machine from outside whether it lives, by TCP alone, so that no privilege is needed. The address is one that an
 * agent came from, so its owner has a say in it: nothing connects to ourselves, to the network's own services or by a
 * name (A39). This very machine needs no asking: it lives as we do.
 */
export async function probeMachine(
  address: string | null,
  ports: readonly number[] = PORTS,
): Promise<Probe> {
  if (address === null) return "not-askable";
  const kind = judgeAddress(address);
  if (kind !== "elsewhere") return kind === "ourselves" ? "answers" : "not-askable";
  const answers = await Promise.all(ports.map((port) => answersOn(address, port)));
  return answers.includes(true) ? "answers" : "no-answer";
}

function answersOn(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: TIMEOUT_MS });
    const end = (alive: boolean) => {
      socket.destroy();
      resolve(alive);
    };
    socket.once("connect", () => end(true));
    socket.once("timeout", () => end(false));
    socket.once("error", (error: NodeJS.ErrnoException) => end(LIVING.has(error.code ?? "")));
  });
}
