import { main } from "./command/main.ts";

process.exitCode = await main(process.argv.slice(2));
// Timers and sockets that still wait must not keep a finished command alive.
process.exit();
