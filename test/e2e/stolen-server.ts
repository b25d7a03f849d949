import { createPrivateKey, randomUUID, sign, type KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { keyId, open, publicKeyFromRaw, seal, type Envelope } from "@driftvakt/protocol/envelope";
import { charterSchema, type Charter, type Mandate } from "@driftvakt/protocol/mandate";
import { signingKeyFromPem } from "../../apps/control/src/platform/keys/index.ts";
import type pg from "pg";

/** Somebody who took the control plane over: they have its signing key and write into its database. */
export class StolenServer {
  readonly key: KeyObject;
  readonly #ledger: pg.Client;
  readonly #publicKey: KeyObject;
  #rows = 1_000_000;

  constructor(dataFolder: string, ledger: pg.Client) {
    const pem = readFileSync(join(dataFolder, "keys/signing-key.pem"), "utf8");
    this.key = createPrivateKey(pem);
    this.#publicKey = publicKeyFromRaw(signingKeyFromPem(pem).rawBase64);
    this.#ledger = ledger;
  }

  /** A mandate that a machine would carry out, but for the changes; its number is above all that the machine was given. */
  async draft(serverId: string, changes: Partial<Mandate> = {}): Promise<Mandate> {
    const { rows } = await this.#ledger.query<{ epoch: number; installation: string }>(
      `select epoch, (select id from installation limit 1) as installation from server where id = $1`,
      [serverId],
    );
    this.#rows += 1;
    return {
      format: 1,
      id: randomUUID(),
      audience: { installationId: rows[0]!.installation, serverId, epoch: rows[0]!.epoch },
      sequence: this.#rows,
      operation: {
        name: "service.restart",
        version: 1,
        parameters: { unit: "vsftpd.service" },
      },
      clause: "se-08",
      catalogue: { id: "se", version: "1.0.0" },
      askedBy: { kind: "technician", id: "t1", name: "Mallory" },
      approvedBy: [],
      reason: "because I can",
      notBeforeMs: Date.now() - 1_000,
      expiresMs: Date.now() + 300_000,
      ...changes,
    };
  }

  seal(type: string, value: unknown): Envelope {
    return seal(type, value, this.key);
  }

  /** Signs a payload exactly as given, which the product's own writer would never produce. */
  sealText(type: string, text: string): Envelope {
    const payload = Buffer.from(text);
    const bytes = Buffer.concat([Buffer.from(`DRIFTVAKT/1 ${type} ${payload.length} `), payload]);
    return {
      type,
      payload: payload.toString("base64"),
      keyId: keyId(this.#publicKey),
      signature: sign(null, bytes, this.key).toString("base64"),
    };
  }

  /** Puts an order on the machine's stream, past every decision of the control plane. @returns the row's id. */
  async order(serverId: string, envelope: Envelope, rowId: string = randomUUID()): Promise<string> {
    this.#rows += 1;
    await this.#ledger.query(
      `insert into mandate (id, customer_id, server_id, epoch, sequence, operation, parameters, clause, asked_by,
         state, envelope, issued_at, expires_at)
       select $1, customer_id, id, epoch, $2, 'service.restart', '{}', 'se-08', '{"kind":"technician","id":"t1","name":"M"}',
         'issued', $3, now(), now() + interval '1 day' from server where id = $4`,
      [rowId, this.#rows, JSON.stringify(envelope), serverId],
    );
    await this.tell(serverId);
    return rowId;
  }

  /** Makes the control plane look for orders of this machine. */
  async tell(serverId: string): Promise<void> {
    await this.#ledger.query("select pg_notify('driftvakt_orders', $1)", [
      JSON.stringify({ serverId }),
    ]);
  }

  /** Replaces the machine's charter by one of our own making, with the next version. @returns the one before. */
  async plantCharter(
    serverId: string,
    change: (charter: Charter) => Partial<Charter>,
  ): Promise<Charter> {
    const { rows } = await this.#ledger.query<{ envelope: Envelope }>(
      `select envelope from compiled_state where server_id = $1 and kind = 'charter' order by version desc limit 1`,
      [serverId],
    );
    const opened = open(
      "charter",
      rows[0]!.envelope,
      new Map([[keyId(this.#publicKey), this.#publicKey]]),
    );
    if (!opened.ok) throw new Error(opened.refusal);
    const before = charterSchema.parse(opened.value);
    const next = { ...before, version: before.version + 1, ...change(before) };
    await this.#ledger.query(
      `insert into compiled_state (customer_id, server_id, kind, epoch, version, contract_id, content_hash, envelope, compiled_at)
       select customer_id, server_id, kind, epoch, $2, contract_id, content_hash, $3, now() from compiled_state
       where server_id = $1 and kind = 'charter' order by version desc limit 1`,
      [serverId, next.version, JSON.stringify(this.seal("charter", next))],
    );
    await this.tell(serverId);
    return before;
  }
}
