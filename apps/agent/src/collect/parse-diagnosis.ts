/** A TCP socket that listens, as the kernel tells of it over netlink. */
export type TcpListener = Readonly<{
  /** In the order of the network, 4 or 16 bytes. */
  address: Buffer;
  port: number;
  uid: number;
  inode: string;
}>;

const HEADER_BYTES = 16;
const ERROR = 2;
const DONE = 3;
const IPV4 = 2;
/** Length of an `inet_diag_msg`; attributes that nobody asked for may follow. */
const BODY_BYTES = 72;

/**
 * Reads the messages of one answer to the question with this number; what is left of an earlier answer is passed over.
 * @throws where the kernel refuses, or says something that is no answer.
 */
export function parseDiagnosis(
  bytes: Buffer,
  sequence: number,
): { listeners: TcpListener[]; isLast: boolean } {
  const listeners: TcpListener[] = [];
  for (let at = 0; at + HEADER_BYTES <= bytes.length;) {
    const length = bytes.readUInt32LE(at);
    if (length < HEADER_BYTES || at + length > bytes.length)
      throw new Error("a netlink message is cut short");
    const type = bytes.readUInt16LE(at + 4);
    if (bytes.readUInt32LE(at + 8) === sequence) {
      if (type === DONE) return { listeners, isLast: true };
      if (type === ERROR) throw new Error(`netlink: ${bytes.readInt32LE(at + HEADER_BYTES)}`);
      listeners.push(parseListener(bytes.subarray(at + HEADER_BYTES, at + length)));
    }
    at += (length + 3) & ~3;
  }
  return { listeners, isLast: false };
}

/** An `inet_diag_msg`: addresses and ports in the order of the network, the rest in the machine's. */
function parseListener(body: Buffer): TcpListener {
  if (body.length < BODY_BYTES) throw new Error("a netlink message is too short");
  const addressBytes = body.readUInt8(0) === IPV4 ? 4 : 16;
  return {
    port: body.readUInt16BE(4),
    address: Buffer.from(body.subarray(8, 8 + addressBytes)),
    uid: body.readUInt32LE(64),
    inode: String(body.readUInt32LE(68)),
  };
}
