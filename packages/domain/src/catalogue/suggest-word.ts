/** The known word nearest to a written one, if it is near enough to be meant; small letters and capitals count as near. */
export function suggestWord(written: string, known: readonly string[]): string | undefined {
  if (written.length > 80) return undefined;
  const lower = written.toLowerCase();
  let best: { word: string; distance: number } | undefined;
  for (const word of known) {
    const distance = editDistance(
      lower,
      word.toLowerCase(),
      Math.max(1, Math.floor(word.length / 3)),
    );
    if (distance !== undefined && (best === undefined || distance < best.distance))
      best = { word, distance };
  }
  return best?.word ?? known.find((word) => lower.length > 2 && word.toLowerCase().includes(lower));
}

/** Number of letters to add, drop, change or swap with a neighbour; undefined when more than `limit`. */
function editDistance(a: string, b: string, limit: number): number | undefined {
  if (Math.abs(a.length - b.length) > limit) return undefined;
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) row.push(cell(rows, row, a, b, i, j));
    if (Math.min(...row) > limit) return undefined;
    rows.push(row);
  }
  const distance = rows[a.length]?.[b.length] ?? Infinity;
  return distance > limit ? undefined : distance;
}

function cell(rows: number[][], row: number[], a: string, b: string, i: number, j: number): number {
  const above = rows[i - 1] ?? [];
  const change = (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
  const plain = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, change);
  const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
  return swapped ? Math.min(plain, (rows[i - 2]?.[j - 2] ?? 0) + 1) : plain;
}
