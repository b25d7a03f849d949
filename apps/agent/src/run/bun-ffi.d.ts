/** The little of Bun's foreign function interface that is used. */
declare module "bun:ffi" {
  type Signature = Readonly<{ args: readonly string[]; returns: string }>;
  export function dlopen(
    library: string,
    symbols: Readonly<Record<string, Signature>>,
  ): Readonly<{ symbols: Readonly<Record<string, unknown>>; close(): void }>;
}
