import { main } from "./command/main.ts";

// Whatever is written is root's own business: keys, journal, what waits to be sent.
process.umask(0o077);
// Timers and sockets that still wait must not keep a finished command alive.
void main(process.argv.slice(2)).then((code) => process.exit(code));
