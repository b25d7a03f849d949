/** Numbers that look like chance and are the same for the same seed: [0, 1). */
export type Random = () => number;

/** Mulberry32 on a hashed seed: small, quick, good enough to draw outages; never for secrets. */
export function seededRandom(seed: string): Random {
  let state = hash(seed);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function hash(text: string): number {
  let value = 2_166_136_261;
  for (let k = 0; k < text.length; k += 1) {
    value = Math.imul(value ^ text.charCodeAt(k), 16_777_619);
  }
  return value;
}

/** How many times something happens that on average happens so often (Poisson, in parts that e^-mean can hold). */
export function drawCount(random: Random, mean: number): number {
  let count = 0;
  for (let left = mean; left > 0; left -= 16) count += drawPart(random, Math.min(left, 16));
  return count;
}

function drawPart(random: Random, mean: number): number {
  const limit = Math.exp(-mean);
  let product = random();
  let count = 0;
  while (product > limit) {
    product *= random();
    count += 1;
  }
  return count;
}

/** A length around a median, two thirds of them within a factor of `spread` (log-normal). */
export function drawLength(random: Random, median: number, spread: number): number {
  const radius = Math.sqrt(-2 * Math.log(Math.max(random(), Number.MIN_VALUE)));
  const normal = radius * Math.cos(2 * Math.PI * random());
  return median * spread ** normal;
}

/** One of several, in proportion to their weights. */
export function drawWeighted<Choice extends { readonly weight: number }>(
  random: Random,
  choices: readonly [Choice, ...Choice[]],
): Choice {
  const total = choices.reduce((sum, { weight }) => sum + weight, 0);
  let at = random() * total;
  for (const choice of choices) {
    at -= choice.weight;
    if (at < 0) return choice;
  }
  return choices[0];
}
