import { describe, expect, it } from "vitest";
import { everyContract, everyRequestTo } from "../../../../../test/catalogues/decision-requests.ts";
import { readCatalogue } from "../../../../../test/catalogues/read-catalogue.ts";
import { decide, decisionReasons } from "../index.ts";
import { needing, speak } from "./answer.ts";
import { decisionTable } from "./decision-reason.ts";
import { entitlementsOf } from "./entitlements.ts";
import type { DecidedContract, Decision, DecisionFacts } from "../index.ts";

const moments = ["2027-04-14T10:00:00Z", "2027-04-18T01:30:00Z"].map((text) =>
  Temporal.Instant.from(text),
);
const known: readonly DecisionFacts[] = [
  {},
  {
    ordered: true,
    quoteAccepted: true,
    feasible: true,
    contractForm: "signedContract",
    analysis: { taken: true, signedOff: true },
  },
];

/** Every different thing that is said, by language, without what the provider wrote himself. */
function everythingSaid(): { readonly texts: ReadonlySet<string>; readonly reasons: Set<string> } {
  const texts = new Set<string>();
  const reasons = new Set<string>();
  for (const contract of everyContract) {
    const spoken = new Map<string, Decision>();
    for (const now of moments) {
      for (const request of everyRequestTo(contract.catalogue, now.epochMilliseconds)) {
        for (const facts of known) {
          const decision = decide(contract, request, facts, now);
          spoken.set(decision.sentence.en, decision);
        }
      }
    }
    for (const decision of spoken.values()) {
      reasons.add(decision.reason);
      for (const text of ownWords(contract, decision)) texts.add(text);
    }
  }
  return { texts, reasons };
}

function ownWords({ catalogue }: DecidedContract, decision: Decision): readonly string[] {
  const { clauses, plans, levels, options } = catalogue;
  const title = clauses.find(({ id }) => id === decision.clause)?.title;
  const written = [title, ...[...plans, ...levels, ...options].map(({ name }) => name)]
    .flatMap((text) => Object.values(text ?? {}))
    .filter((text) => text !== undefined)
    .toSorted((a, b) => b.length - a.length);
  return Object.values(decision.sentence).map((text) =>
    [...written, decision.clause].reduce((rest, one) => rest.replaceAll(one, "•"), text),
  );
}

describe("what customers are told", () => {
  const { texts, reasons } = everythingSaid();

  it("no decision says an internal word, a gap or a place that was not filled, in any of five languages", () => {
    expect(texts.size).toBeGreaterThan(400);
    const odd = [...texts].filter((text) =>
      /[{}?]|undefined|null|NaN|\(\)|\( |, [,)]|\p{Ll}\p{Lu}|\p{Ll}+-\p{Ll}+/u.test(text),
    );
    expect(odd).toEqual([]);
  });

  it("has nothing to fill in but clause and title where no such request comes up", () => {
    // No published catalogue invoices surcharges on prepaid hours; draw-hours.test.ts holds its words.
    const unseen = decisionReasons.filter(
      (reason) => !reasons.has(reason) && reason !== "surcharge-only",
    );
    // Those need more than a catalogue and a moment: other plans, silence, a suspension, a stopped timer.
    expect(unseen.length).toBeLessThan(12);
    for (const reason of unseen) {
      expect(JSON.stringify(decisionTable[reason])).not.toMatch(/\{(of|price|from)\}/u);
    }
  });

  it.each([
    [
      "srv-21: a consent by what it is for",
      "srv",
      "plus",
      { operation: "update.install", by: "technician" },
      "de",
      "Zuerst muss eine Einwilligung vorliegen (kritische Updates ohne vorherigen Test): Kritische Patches ohne vorherigen Test (srv-21).",
    ],
    [
      "se-21: an approval by whose it is",
      "se",
      "managed",
      { operation: "software.install", by: "customer" },
      "sv",
      "Detta kräver ett godkännande (från oss): Annan programvara kräver vårt godkännande (se-21).",
    ],
    [
      "msp-12: a price with its unit in the reader's language",
      "msp",
      "managed",
      { operation: "service.start", by: "orderer" },
      "de",
      "Ja, kostenpflichtig (119,00 EUR pro Stunde): Optionale Leistungen nach Aufwand (msp-12).",
    ],
    [
      "msp-12: and in English",
      "msp",
      "managed",
      { operation: "service.start", by: "orderer" },
      "en",
      "Yes, charged (119.00 EUR per hour): Optional work by time spent (msp-12).",
    ],
  ] as const)("%s", (_, id, plan, asked, language, text) => {
    const contract = { catalogue: readCatalogue(id), selection: { plan, options: [] } };
    const request = { kind: "operation" as const, channel: "portal" as const, ...asked };
    const [now] = moments;
    expect(now && decide(contract, request, {}, now).sentence[language]).toBe(text);
  });

  it("a window that never opens needs an agreement, and no moment is made up", () => {
    const entitlements = entitlementsOf(readCatalogue("se"), { plan: "managed" });
    const never = needing([{ kind: "window", clause: "se-07", fromMs: Number.MAX_SAFE_INTEGER }]);
    expect(never).toMatchObject({ reason: "needs-agreement", needs: [{ kind: "window" }] });
    expect(never.needs?.[0]).not.toHaveProperty("fromMs");
    expect(speak(entitlements, never).sentence.en).toMatch(/^Only by agreement: /u);
  });
});
