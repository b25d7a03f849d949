import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/** OWASP's setting for 32 MiB a try. Worked out off the main thread, so that a guesser does not slow everybody else. */
const COST = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 } as const;
const BYTES = 32;

/** `scrypt$N$r$p$salt$hash`, so that the cost can be raised later. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, COST);
  return ["scrypt", COST.N, COST.r, COST.p, salt.toString("base64"), key.toString("base64")].join(
    "$",
  );
}

export async function verifyPassword(given: { hash: string; password: string }): Promise<boolean> {
  const [kind, n, r, p, salt, key] = given.hash.split("$");
  if (kind !== "scrypt" || !salt || !key) return false;
  const wanted = Buffer.from(key, "base64");
  const cost = { N: Number(n), r: Number(r), p: Number(p), maxmem: COST.maxmem };
  const derived = await derive(given.password, Buffer.from(salt, "base64"), cost);
  return derived.length === wanted.length && timingSafeEqual(derived, wanted);
}

function derive(
  password: string,
  salt: Buffer,
  cost: { N: number; r: number; p: number; maxmem: number },
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // The same letters typed on another machine may be composed differently.
    scrypt(password.normalize("NFKC"), salt, BYTES, cost, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
