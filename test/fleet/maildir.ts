import { readdirSync, watch, type FSWatcher } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import PostalMime, { type Address } from "postal-mime";
import { within } from "./wait-until.ts";

/** A mail as a real server put it down, parsed. */
export type ReceivedMail = {
  /** Envelope, as SMTP said it: one mail for each recipient. */
  readonly envelopeSender: string;
  readonly envelopeRecipient: string;
  /** Addresses of the headers. */
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly messageId: string;
  readonly text: string;
  readonly html: string;
  /** Every header by lower-case name; the first one where there are several. */
  readonly headers: ReadonlyMap<string, string>;
  /** When the whole mail lay in the mailbox, epoch milliseconds (of the host's clock) with fractions. */
  readonly arrivedAtMilliseconds: number;
  /** The mail as it was transmitted, with the server's headers on top. */
  readonly source: string;
};

const addressesOf = (addresses: readonly Address[] = []): string[] =>
  addresses.flatMap(
    ({ address, group }) => group?.map((member) => member.address) ?? address ?? [],
  );

async function parseMail(bytes: Buffer, arrivedAtMilliseconds: number): Promise<ReceivedMail> {
  const mail = await PostalMime.parse(bytes);
  const headers = new Map(mail.headers.map(({ key, value }) => [key, value] as const).reverse());
  return {
    envelopeSender: mail.returnPath ?? "",
    envelopeRecipient: headers.get("x-original-to") ?? mail.deliveredTo ?? "",
    from: mail.from?.address ?? "",
    to: addressesOf(mail.to),
    subject: mail.subject ?? "",
    messageId: mail.messageId ?? "",
    text: mail.text ?? "",
    html: mail.html ?? "",
    headers,
    arrivedAtMilliseconds,
    source: bytes.toString("utf8"),
  };
}

/** Watches a Maildir's `new` folder: a delivery renames a whole file into it, and the kernel tells at once. */
export class Maildir {
  readonly #folder: string;
  readonly #watcher: FSWatcher;
  readonly #known = new Set<string>();
  readonly #mails: ReceivedMail[] = [];
  #reading: Promise<void> = Promise.resolve();
  #changed = Promise.withResolvers<void>();

  /** @param folder the Maildir's `new` folder; it has to exist. */
  constructor(folder: string) {
    this.#folder = folder;
    this.#watcher = watch(folder, () => this.#readNew());
    this.#readNew();
  }

  #readNew(): void {
    this.#reading = this.#reading.then(() => this.#readOnce());
    this.#reading.catch((error: Error) => this.#changed.reject(error));
  }

  async #readOnce(): Promise<void> {
    const fresh = readdirSync(this.#folder).filter((name) => !this.#known.has(name));
    if (fresh.length === 0) return;
    const mails = await Promise.all(fresh.map((name) => this.#read(name)));
    for (const name of fresh) this.#known.add(name);
    this.#mails.push(...mails.sort((a, b) => a.arrivedAtMilliseconds - b.arrivedAtMilliseconds));
    const { resolve } = this.#changed;
    this.#changed = Promise.withResolvers<void>();
    resolve();
  }

  async #read(name: string): Promise<ReceivedMail> {
    const path = join(this.#folder, name);
    // The rename into the folder is the last change of its inode.
    const { ctimeMs } = await stat(path);
    return parseMail(await readFile(path), ctimeMs);
  }

  /** Every mail so far, in order of arrival. */
  async all(): Promise<readonly ReceivedMail[]> {
    this.#readNew();
    await this.#reading;
    return [...this.#mails];
  }

  /**
   * The first mail, of those that came before or come now, that the predicate accepts.
   * @throws at the deadline (default 10 s), naming the mails that did come.
   */
  waitFor(
    predicate: (mail: ReceivedMail) => boolean,
    { deadlineSeconds = 10 }: { deadlineSeconds?: number } = {},
  ): Promise<ReceivedMail> {
    const what = () => {
      const came = this.#mails.map((mail) => `- to ${mail.envelopeRecipient}: ${mail.subject}`);
      return `a mail as wanted (${came.length} others came)\n${came.join("\n")}\n`;
    };
    return within(this.#find(predicate), { what, deadlineSeconds });
  }

  async #find(predicate: (mail: ReceivedMail) => boolean): Promise<ReceivedMail> {
    for (;;) {
      const { promise } = this.#changed;
      const found = this.#mails.find(predicate);
      if (found !== undefined) return found;
      await promise;
    }
  }

  close(): void {
    this.#watcher.close();
  }
}
