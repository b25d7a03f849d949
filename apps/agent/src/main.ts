import { main } from "./command/main.ts";

// Timers and sockets that still wait must not keep a finished command alive.
void main(process.argv.slice(2)).then((code) => process.exit(code));
