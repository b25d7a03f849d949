import { createServer, type AddressInfo, type Socket } from "node:net";

export type TakenMail = {
  readonly recipients: readonly string[];
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
  readonly atMs: number;
};

/** What the sink does with a mail: takes it, refuses it for now or for good, says nothing, or hangs up after its data. */
export type Manner = "take" | "defer" | "reject" | "stall" | "drop";

export type SmtpSink = {
  readonly url: string;
  /** Mails whose data came in whole, in order, whatever was answered. */
  readonly taken: TakenMail[];
  /** Decided at the recipient. */
  manner: (recipient: string) => Manner;
  /** Called between the data and the answer to it; what it returns is waited for. */
  beforeAnswer: () => Promise<void> | void;
  /** Called right after the answer was handed to the kernel. */
  afterAnswer: () => void;
  waitFor(count: number, withinMs?: number): Promise<void>;
  close(): Promise<void>;
};

/** A mail server that takes everything and does with it what a test wants, as slow and dying ones do. */
export async function openSmtpSink(): Promise<SmtpSink> {
  const sockets = new Set<Socket>();
  const waiting = new Set<() => void>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    converse(socket, sink, () => waiting.forEach((look) => look()));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const sink: SmtpSink = {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken: [],
    manner: () => "take",
    beforeAnswer: () => {},
    afterAnswer: () => {},
    waitFor: (count, withinMs = 20_000) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`${sink.taken.length} of ${count} mails came in`));
        }, withinMs);
        const look = () => {
          if (sink.taken.length < count) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    close: async () => {
      sockets.forEach((socket) => socket.destroy());
      await new Promise((done) => server.close(done));
    },
  };
  return sink;
}

function converse(socket: Socket, sink: SmtpSink, onMail: () => void): void {
  let buffer = "";
  let recipients: string[] = [];
  let inData = false;
  const say = (line: string) => socket.write(`${line}\r\n`);
  socket.setEncoding("utf8");
  say("220 sink ESMTP");

  const finishData = async (data: string): Promise<void> => {
    inData = false;
    sink.taken.push(readMail(recipients, data));
    onMail();
    const manner = sink.manner(recipients[0] ?? "");
    await sink.beforeAnswer();
    if (manner === "drop") return void socket.destroy();
    if (manner === "stall") return;
    socket.write("250 taken\r\n", () => sink.afterAnswer());
  };

  const command = (line: string): void => {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === "EHLO" || verb === "HELO") say("250 sink");
    else if (verb === "MAIL") {
      recipients = [];
      say("250 ok");
    } else if (verb === "RCPT") {
      const address = /<(.*)>/.exec(line)?.[1] ?? "";
      const manner = sink.manner(address);
      if (manner === "defer") return void say("450 later");
      if (manner === "reject") return void say("550 no");
      recipients.push(address);
      if (manner !== "stall") say("250 ok");
    } else if (verb === "DATA") {
      inData = true;
      say("354 go on");
    } else if (verb === "QUIT") {
      say("221 bye");
      socket.end();
    } else say("250 ok");
  };

  socket.on("data", (chunk: string) => {
    buffer += chunk;
    for (;;) {
      const mark = inData ? "\r\n.\r\n" : "\r\n";
      const end = buffer.indexOf(mark);
      if (end < 0) return;
      const part = buffer.slice(0, end);
      buffer = buffer.slice(end + mark.length);
      if (inData) void finishData(part);
      else command(part);
    }
  });
}

function readMail(recipients: readonly string[], data: string): TakenMail {
  const split = data.indexOf("\r\n\r\n");
  const lines = data
    .slice(0, split)
    .replace(/\r\n[ \t]+/g, " ")
    .split("\r\n");
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
  return { recipients: [...recipients], headers, text: data.slice(split + 4), atMs: Date.now() };
}
