import { crc32 } from "node:zlib";
import type { AgentWireEvent, Report } from "@driftvakt/protocol/agent";

type WithoutSeq<T> = T extends unknown ? Omit<T, "seq"> : never;
export type NewReport = WithoutSeq<Report>;
export type NewEvent = WithoutSeq<AgentWireEvent>;

/** A report or an event as it lies in the spool: its wire text without the sequence number. */
export type SpoolRecord = Readonly<{
  seq: number;
  kind: "report" | "event";
  atMs: number;
  /** Layout of a report, part of an inventory event, else empty. */
  tag: string;
  body: string;
  checksum: number;
}>;

/** Makes a record; the checksum covers everything, so a flipped bit anywhere shows. */
export function makeRecord(seq: number, item: NewReport | NewEvent): SpoolRecord {
  const kind = "type" in item ? "event" : "report";
  const tag = "type" in item ? (item.type === "inventory" ? item.part : "") : item.layout;
  const body = JSON.stringify(item);
  const { atMs } = item;
  return { seq, kind, atMs, tag, body, checksum: checksumOf({ seq, kind, atMs, tag, body }) };
}

export function isWhole(record: SpoolRecord): boolean {
  return record.checksum === checksumOf(record);
}

function checksumOf(record: Omit<SpoolRecord, "checksum">): number {
  const { seq, kind, atMs, tag, body } = record;
  return crc32(`${seq} ${kind} ${atMs} ${tag} ${body}`);
}

/** The record as JSON for the wire. */
export function wireText(record: SpoolRecord): string {
  return `{"seq":${record.seq},${record.body.slice(1)}`;
}
