/** The address that an operator gave is not one the agent may use. */
export class BadAddress extends Error {
  override readonly name = "BadAddress";
}

/** Reads the control plane's address. Plain HTTP is for this machine only: a wire can be listened to. */
export function readServerAddress(text: string): URL {
  const url = URL.parse(text);
  if (!url) throw new BadAddress(`${text} is not an address such as https://watch.example.com`);
  if (url.username || url.password || url.search || url.hash)
    throw new BadAddress("an address has no user, question mark or hash");
  if (url.protocol === "https:") return url;
  if (url.protocol === "http:" && isLoopback(url.hostname)) return url;
  throw new BadAddress("only https:// is accepted; http:// only to this machine itself");
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}
