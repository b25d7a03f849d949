/** `driftvakt check` (and `npm run check`): every rule that a machine can keep, side by side. */
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { listRules } from "./checking/rules.ts";
import { runRules, type RuleResult } from "./checking/run-rules.ts";

const help = `Usage: driftvakt check [RULE]... [--json]

Runs the rules that a machine keeps; with RULE only those whose name contains it.

  --list   name the rules and what they are about
  --json   one JSON array on stdout
  --help   this

Exit codes: 0 all kept, 1 at least one broken, 64 wrong usage.`;

function tell({ name, passed, seconds, said, warnings }: RuleResult): void {
  console.log(`${passed ? "ok  " : "FAIL"}  ${name.padEnd(28)} ${seconds.toFixed(1)} s`);
  for (const warning of warnings) console.log(`      note: ${warning}`);
  if (!passed) console.log(said.trimEnd().replaceAll(/^/gm, "      "));
}

async function main(argv: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      json: { type: "boolean", default: false },
      list: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const rules = listRules().filter(
    ({ name }) => positionals.length === 0 || positionals.some((part) => name.includes(part)),
  );
  if (values.list) {
    for (const { name, about } of rules) console.log(`${name.padEnd(28)} ${about}`);
    return 0;
  }
  if (rules.length === 0) {
    console.error(
      `driftvakt check: no rule is called ${positionals.join(" or ")}\n  -> driftvakt check --list`,
    );
    return 64;
  }
  const results = await runRules(rules, availableParallelism(), values.json ? () => {} : tell);
  if (values.json) console.log(JSON.stringify(results, undefined, 2));
  return results.every(({ passed }) => passed) ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  if (!(error instanceof TypeError) || !("code" in error)) throw error;
  console.error(`driftvakt check: ${error.message}\n  -> driftvakt check --help`);
  return 64;
});
