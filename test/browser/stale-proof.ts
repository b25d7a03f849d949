import { STEP_UP_MINUTES } from "@driftvakt/protocol/api";
import { openLedger } from "../e2e/witness.ts";

/** Makes every proof that was given in a session as old as one that counts no more: nobody waits that long in a test. */
export async function staleProofs(dataFolder: string): Promise<void> {
  const ledger = await openLedger(dataFolder);
  try {
    await ledger.query(
      `update sign_in.session set "provenAt" = now() - make_interval(mins => $1)`,
      [STEP_UP_MINUTES + 1],
    );
  } finally {
    await ledger.end();
  }
}
