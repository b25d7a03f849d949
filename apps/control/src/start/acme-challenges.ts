import { createServer, type Server } from "node:http";
import { EXIT } from "./exit-codes.ts";
import { StartError } from "./start-error.ts";

/** Answers an authority's HTTP-01 checks, and sends everybody else to the TLS address. */
export type ChallengeServer = {
  put(token: string, answer: string): void;
  remove(token: string): void;
  close(): Promise<void>;
};

const PREFIX = "/.well-known/acme-challenge/";

export async function openChallengeServer(
  port: number,
  publicUrl: string,
): Promise<ChallengeServer> {
  const answers = new Map<string, string>();
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    const answer = path.startsWith(PREFIX) ? answers.get(path.slice(PREFIX.length)) : undefined;
    if (answer !== undefined) {
      response.writeHead(200, { "content-type": "application/octet-stream" }).end(answer);
    } else if (path.startsWith(PREFIX)) {
      response.writeHead(404).end();
    } else {
      // The path is not carried over: whatever was typed into plain HTTP, the way goes on at the front door.
      response.writeHead(308, { location: `${publicUrl}/` }).end();
    }
  });
  server.headersTimeout = 5000;
  server.requestTimeout = 5000;
  await listen(server, port);
  return {
    put: (token, answer) => void answers.set(token, answer),
    remove: (token) => void answers.delete(token),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
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
