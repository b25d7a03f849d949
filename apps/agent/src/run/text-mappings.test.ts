import { expect, it } from "vitest";
import { textMappings } from "./text-mappings.ts";

const block = (head: string, anonymousKibibytes: number) =>
  `${head}\nSize:                  8 kB\nAnonymous:  ${String(anonymousKibibytes).padStart(8)} kB\nVmFlags: rd ex mr\n`;

it("gives back only what is read from a file and was never written", () => {
  const smaps = [
    block("00400000-00402000 r--p 00000000 fe:00 17                         /opt/agent", 0),
    block("00402000-00500000 r-xp 00002000 fe:00 17                         /opt/a blank", 0),
    block("00500000-00501000 r--p 00100000 fe:00 17                         /opt/agent", 4),
    block("00501000-00502000 rw-p 00101000 fe:00 17                         /opt/agent", 0),
    block("00600000-00700000 rw-p 00000000 00:00 0                          [heap]", 900),
    block("7f0000000000-7f0000001000 r-xp 00000000 00:00 0", 0),
    block("7f0000001000-7f0000002000 r-xp 00000000 00:00 0                  [vdso]", 0),
    block("7f0000002000-7f0000003000 r--s 00000000 fe:00 9                  /var/lib/spool", 0),
  ].join("");
  expect(textMappings(smaps)).toEqual([
    { start: 0x400000n, length: 0x2000n },
    { start: 0x402000n, length: 0xfe000n },
  ]);
  expect(textMappings("")).toEqual([]);
});
