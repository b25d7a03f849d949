export type Mapping = Readonly<{ start: bigint; length: bigint }>;

/** /proc/self/smaps: mappings of files that are readable, not writable, and have no page of our own making. */
export function textMappings(smaps: string): readonly Mapping[] {
  const mappings: Mapping[] = [];
  for (const block of smaps.split(/\n(?=[0-9a-f]+-[0-9a-f]+ )/)) {
    const head = /^([0-9a-f]+)-([0-9a-f]+) r-[x-]p [0-9a-f]+ \S+ [1-9]\d* +\//.exec(block);
    if (!head || !/^Anonymous: +0 kB$/m.test(block)) continue;
    const start = BigInt(`0x${head[1]}`);
    mappings.push({ start, length: BigInt(`0x${head[2]}`) - start });
  }
  return mappings;
}
