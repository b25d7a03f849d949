import { brotliDecompressSync, gunzipSync } from "node:zlib";
import fastify from "fastify";
import { describe, expect, it } from "vitest";
import { compressAnswer } from "./compress-answer.ts";

const app = fastify();
app.addHook("onSend", compressAnswer);
app.get<{ Querystring: { items: string } }>("/", async ({ query }) =>
  Array.from({ length: Number(query.items) }, (_, n) => ({ n, name: `host ${n}` })),
);

const ask = (items: number, encoding: string) =>
  app.inject({ url: `/?items=${items}`, headers: { "accept-encoding": encoding } });

describe("answers", () => {
  // 30 bytes each: below what is compressed at all, at once, and on another thread.
  it.each([10, 1000, 20_000])("of %i items come whole in every encoding", async (items) => {
    const plain = await ask(items, "identity");
    expect(plain.headers["content-encoding"]).toBeUndefined();
    expect(plain.json()).toHaveLength(items);
    const unpack = { br: brotliDecompressSync, gzip: gunzipSync };
    for (const encoding of ["br", "gzip"] as const) {
      const packed = await ask(items, encoding);
      const isPacked = items > 100;
      expect(packed.headers["content-encoding"]).toBe(isPacked ? encoding : undefined);
      const body = isPacked ? unpack[encoding](packed.rawPayload) : packed.rawPayload;
      expect(body.toString()).toBe(plain.body);
      if (isPacked) expect(packed.rawPayload.length).toBeLessThan(plain.body.length / 4);
    }
  });
});
