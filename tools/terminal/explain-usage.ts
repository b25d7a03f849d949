/** Loaded before a benchmark: an option that it does not know is one line and a way out, not a stack. */
import { basename, dirname } from "node:path";

process.on("uncaughtException", (error: Error & { code?: string }) => {
  if (!error.code?.startsWith("ERR_PARSE_ARGS")) {
    console.error(error);
    process.exit(1);
  }
  const file = process.argv[1] ?? "";
  const name = basename(file) === "main.ts" ? basename(dirname(file)) : basename(file, ".ts");
  const [sentence = error.message] = error.message.split(". ");
  console.error(`driftvakt bench ${name}: ${sentence}\n  -> bench/README.md says how to run it`);
  process.exit(64);
});
