import type { Transaction } from "./history.ts";

/** Whose package is it (se-06)? */
export type Installer = "provider" | "customer";

export type InstallerFacts = Readonly<{
  /** What was on the machine when the provider handed it over. */
  handedOver: ReadonlySet<string>;
  automatic: ReadonlySet<string>;
  /** apt's transactions since then, in any order. */
  transactions: readonly Transaction[];
}>;

/**
 * Tells the customer's own packages from the ones that belong to the machine as it was handed over: the latter, and what
 * their updates bring along, are the provider's; what somebody asked for later, and what came with it, is the customer's.
 */
export function installerJudge(facts: InstallerFacts): (name: string) => Installer {
  const withSomethingAsked = new Set<string>();
  const broughtAlong = new Set<string>();
  for (const { installed } of facts.transactions) {
    const into = installed.some(({ automatic }) => !automatic) ? withSomethingAsked : broughtAlong;
    for (const { name } of installed) into.add(name);
  }
  return (name) => {
    if (facts.handedOver.has(name)) return "provider";
    if (withSomethingAsked.has(name)) return "customer";
    if (broughtAlong.has(name)) return "provider";
    // The log no longer reaches back so far, or dpkg was used by hand: what apt took by itself belongs to the machine.
    return facts.automatic.has(name) ? "provider" : "customer";
  };
}
