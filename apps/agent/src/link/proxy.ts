import type { Socket } from "node:net";

type Environment = Readonly<Record<string, string | undefined>>;

const TUNNEL_TIMEOUT_MS = 20_000;
const ANSWER_MAX_BYTES = 16 * 1024;

/** The proxy that the environment names for an address (HTTPS_PROXY, HTTP_PROXY, NO_PROXY), or undefined. */
export function proxyFor(url: URL, environment: Environment): URL | undefined {
  const name = url.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY";
  const value = environment[name] ?? environment[name.toLowerCase()];
  if (!value || isExempt(url.hostname, environment["NO_PROXY"] ?? environment["no_proxy"] ?? ""))
    return undefined;
  const proxy = new URL(value.includes("://") ? value : `http://${value}`);
  if (proxy.protocol !== "http:") throw new Error(`${name}: only an http:// proxy is known`);
  return proxy;
}

/** NO_PROXY as curl reads it: names with or without a leading dot match themselves and what is below; `*` matches all. */
function isExempt(hostname: string, list: string): boolean {
  if (["localhost", "127.0.0.1", "[::1]"].includes(hostname)) return true;
  return list
    .split(/[\s,]+/)
    .filter((entry) => entry !== "")
    .some((entry) => {
      const name = entry.replace(/^\*?\./, "");
      return entry === "*" || hostname === name || hostname.endsWith(`.${name}`);
    });
}

/** Asks a proxy for a tunnel on an open socket. Throws where it refuses. */
export function tunnel(socket: Socket, proxy: URL, target: string): Promise<Socket> {
  const credentials = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  const authorization = proxy.username
    ? `Proxy-Authorization: Basic ${Buffer.from(credentials).toString("base64")}\r\n`
    : "";
  socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n${authorization}\r\n`);
  return new Promise((resolve, reject) => {
    let answer = "";
    const timer = setTimeout(
      () => finish(new Error("the proxy did not answer")),
      TUNNEL_TIMEOUT_MS,
    );
    const finish = (error?: Error) => {
      clearTimeout(timer);
      socket.off("data", onData).off("error", finish).off("close", onClose);
      if (!error) return resolve(socket);
      socket.destroy();
      reject(error);
    };
    const onClose = () => finish(new Error("the proxy closed the connection"));
    const onData = (bytes: Buffer) => {
      answer += bytes.toString("latin1");
      if (answer.length > ANSWER_MAX_BYTES)
        return finish(new Error("the proxy's answer is too long"));
      if (!answer.includes("\r\n\r\n")) return;
      const status = /^HTTP\/1\.\d (\d{3})/.exec(answer)?.[1];
      finish(status?.startsWith("2") ? undefined : new Error(`the proxy answered ${status}`));
    };
    socket.on("data", onData).once("error", finish).once("close", onClose);
  });
}
