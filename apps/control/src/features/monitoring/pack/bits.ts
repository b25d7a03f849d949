/** Writes single bits, most significant first, into bytes that grow as needed. */
export class BitWriter {
  #bytes = new Uint8Array(256);
  #length = 0;
  #bits = 0;
  #count = 0;

  /** The lowest `width` bits of a whole number; `width` up to 24. */
  write(value: number, width: number): void {
    this.#bits = (this.#bits << width) | (value & ((1 << width) - 1));
    this.#count += width;
    while (this.#count >= 8) {
      this.#count -= 8;
      this.#push((this.#bits >>> this.#count) & 0xff);
    }
    this.#bits &= (1 << this.#count) - 1;
  }

  /** A whole number of up to 53 bits. */
  writeLong(value: number, width: number): void {
    if (width <= 24) return this.write(value, width);
    const high = Math.floor(value / 2 ** 24);
    this.writeLong(high, width - 24);
    this.write(value - high * 2 ** 24, 24);
  }

  /** So many ones and a zero; at most 22 ones. */
  writeUnary(ones: number): void {
    this.write(((1 << ones) - 1) << 1, ones + 1);
  }

  /** All that was written, the last byte filled up with zeros. */
  finish(): Uint8Array {
    if (this.#count > 0) this.write(0, 8 - this.#count);
    return this.#bytes.subarray(0, this.#length);
  }

  #push(byte: number): void {
    if (this.#length === this.#bytes.length) {
      const larger = new Uint8Array(this.#length * 2);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[this.#length++] = byte;
  }
}

/** The bytes end before the bits that were asked for. */
export class BitsExhausted extends Error {
  override readonly name = "BitsExhausted";
}

/** Reads what `BitWriter` wrote. */
export class BitReader {
  readonly #bytes: Uint8Array;
  #at: number;
  #bits = 0;
  #count = 0;

  constructor(bytes: Uint8Array, start = 0) {
    this.#bytes = bytes;
    this.#at = start;
  }

  /** `width` up to 24. */
  read(width: number): number {
    while (this.#count < width) this.#fill();
    this.#count -= width;
    const value = (this.#bits >>> this.#count) & ((1 << width) - 1);
    this.#bits &= (1 << this.#count) - 1;
    return value;
  }

  readLong(width: number): number {
    if (width <= 24) return this.read(width);
    const high = this.readLong(width - 24);
    return high * 2 ** 24 + this.read(24);
  }

  /** Counts ones up to a zero, which is read too, or up to `most` ones, after which nothing is. */
  readUnaryUpTo(most: number): number {
    let ones = 0;
    while (ones < most) {
      if (this.#count === 0) this.#fill();
      this.#count--;
      const bit = (this.#bits >>> this.#count) & 1;
      this.#bits &= (1 << this.#count) - 1;
      if (bit === 0) return ones;
      ones++;
    }
    return most;
  }

  #fill(): void {
    if (this.#at >= this.#bytes.length) throw new BitsExhausted("packed readings end too early");
    this.#bits = (this.#bits << 8) | this.#bytes[this.#at++]!;
    this.#count += 8;
  }
}
