import { createServer, type Server } from "node:http";
import type { ChallengeAnswers } from "./acme-answers.ts";
import { EXIT } from "./exit-codes.ts";
import { StartError } from "./start-error.ts";

/** Answers an authority's HTTP-01 checks, and sends everybody else to the TLS address. */
export type ChallengeServer = {
  close(): Promise<void>;
};

const PREFIX = "/.well-known/acme-challenge/";
/** Tokens of RFC 8555 are base64url; nothing else is worth a look. */
const TOKEN = /^[A-Za-z0-9_-]{16,200}$/;
/** Looks at answers a minute: authorities ask a handful of times, everybody else only costs. */
const MOST_LOOKS = 300;

export async function openChallengeServer(
  port: number,
  publicUrl: string,
  answers: Pick<ChallengeAnswers, "find">,
): Promise<ChallengeServer> {
  const find = limitLooks(answers);
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    if (path.startsWith(PREFIX)) {
      find(path.slice(PREFIX.length)).then(
        (answer) =>
          answer === undefined
            ? response.writeHead(404).end()
            : response.writeHead(200, { "content-type": "application/octet-stream" }).end(answer),
        // The authority asks again.
        () => response.writeHead(503).end(),
      );
    } else {
      // The path is not carried over: whatever was typed into plain HTTP, the way goes on at the front door.
      response.writeHead(308, { location: `${publicUrl}/` }).end();
    }
  });
  server.headersTimeout = 5000;
  server.requestTimeout = 5000;
  await listen(server, port);
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function limitLooks(answers: Pick<ChallengeAnswers, "find">): ChallengeAnswers["find"] {
  let looks = 0;
  let endsAtMs = 0;
  return async (token) => {
    if (!TOKEN.test(token)) return undefined;
    const nowMs = performance.now();
    if (nowMs > endsAtMs) {
      looks = 0;
      endsAtMs = nowMs + 60_000;
    }
    return ++looks > MOST_LOOKS ? undefined : answers.find(token);
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => {
      const { code } = error as NodeJS.ErrnoException;
      const [exitCode, what] =
        code === "EADDRINUSE"
          ? ([EXIT.portBusy, "is taken by another program"] as const)
          : ([EXIT.missingRight, "cannot be used"] as const);
      reject(
        new StartError(
          exitCode,
          `port ${port}, which the certificate authority asks, ${what}`,
          "free it, or choose another with --acme-http-port and forward port 80 to it",
          error,
        ),
      );
    });
    server.listen(port, () => resolve());
  });
}
