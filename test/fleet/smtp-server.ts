import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";
import type { Fleet } from "./fleet.ts";
import type { Machine } from "./machine.ts";
import { Maildir } from "./maildir.ts";

export type SmtpOptions = {
  readonly hostname?: string;
  /** Offers STARTTLS with a certificate for its address; without it the server speaks plain SMTP only. */
  readonly startTls?: boolean;
};

/** Debian's Postfix in a machine of its own: takes mail for anyone, delivers all of it into one Maildir. */
export type SmtpServer = Pick<Maildir, "all" | "waitFor" | "close"> & {
  readonly host: string;
  readonly port: number;
  /** PEM of the certificate to trust, with `startTls`. */
  readonly certificate: string | undefined;
  /** The machine it runs on: stop postfix, cut its network, kill it. */
  readonly machine: Machine;
};

const spool = "/var/mail/received";
/** Not a user of the machine: Postfix delivers by the number alone. */
const owner = "5000";

const configuration = `
compatibility_level = 3.6
inet_interfaces = all
inet_protocols = ipv4
smtpd_banner = $myhostname ESMTP
smtpd_relay_restrictions = reject_unauth_destination
smtpd_peername_lookup = no
alias_maps =
mydestination =
virtual_mailbox_domains = static:all
virtual_mailbox_maps = static:all/
virtual_mailbox_base = ${spool}
virtual_uid_maps = static:${owner}
virtual_gid_maps = static:${owner}
biff = no
`;

const certificatePath = "/etc/postfix/test-server.pem";
const keyPath = "/etc/postfix/test-server.key";

/** A key and a certificate for the machine's name and address. */
const certify = `
openssl req -x509 -nodes -days 7 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -subj "/CN=$NAME" \\
  -addext "subjectAltName=IP:$ADDRESS,DNS:$NAME" -keyout ${keyPath} -out ${certificatePath}
postconf smtpd_tls_security_level=may smtpd_tls_cert_file=${certificatePath} smtpd_tls_key_file=${keyPath}
systemctl reload postfix
`;

async function offerStartTls(machine: Machine): Promise<string> {
  const env = { NAME: machine.hostname, ADDRESS: machine.address };
  await machine.output(["sh", "-euc", certify], { env });
  return machine.readFile(certificatePath);
}

/** Resolves when the server greets, as a client sees it. @throws with its log when it does not within 10 s. */
async function requireGreeting(machine: Machine): Promise<void> {
  const socket = connect(25, machine.address).setEncoding("utf8");
  try {
    const [greeting] = await once(socket, "data", { signal: AbortSignal.timeout(10_000) });
    if (!String(greeting).startsWith("220 ")) throw new Error(`it said ${String(greeting)}`);
  } catch (error) {
    const log = await machine.run([
      "journalctl",
      "--no-pager",
      "-n",
      "15",
      "-t",
      "postfix/smtpd",
      "-t",
      "postfix/master",
    ]);
    throw new Error(`Postfix does not greet:\n${log.stdout}`, { cause: error });
  } finally {
    socket.destroy();
  }
}

/** Boots a machine with Postfix on the fleet and reads what arrives. It goes with the fleet; `close` stops the reading. */
export async function startSmtpServer(
  fleet: Fleet,
  options: SmtpOptions = {},
): Promise<SmtpServer> {
  const machine = await fleet.boot({
    hostname: options.hostname ?? "mail",
    packages: ["postfix"],
    files: { "/etc/postfix/main.cf": configuration },
  });
  const folders = ["new", "cur", "tmp"].map((name) => `${spool}/all/${name}`);
  await machine.output([
    "install",
    "-d",
    "-o",
    owner,
    "-g",
    owner,
    spool,
    `${spool}/all`,
    ...folders,
  ]);
  const certificate = options.startTls === true ? await offerStartTls(machine) : undefined;
  await requireGreeting(machine);
  const maildir = new Maildir(join(machine.changesDirectory, spool, "all/new"));
  return {
    host: machine.address,
    port: 25,
    certificate,
    machine,
    all: () => maildir.all(),
    waitFor: (predicate, deadline) => maildir.waitFor(predicate, deadline),
    close: () => maildir.close(),
  };
}
