import { describe, expect, it } from "vitest";
import { loadCatalogue } from "./index.ts";
import { smallCatalogue } from "./small-catalogue.ts";

const terms = smallCatalogue.indexOf("      - type: serviceHours");

/** Warnings of the small catalogue with these terms in its clause instead of its own. */
function warningsOf(lines: string, change: (text: string) => string = (text) => text): string[] {
  const indented = lines.trim().replaceAll(/^/gm, "      ");
  const loaded = loadCatalogue(change(`${smallCatalogue.slice(0, terms)}${indented}\n`), {
    fileName: "x",
  });
  if (!loaded.ok) throw new Error(loaded.problems.map((p) => `${p.line}: ${p.message}`).join("\n"));
  return loaded.warnings.map((warning) => warning.message);
}

const availability =
  "- {type: availability, percent: 99.9, period: month, of: service, services: anyDown, downtimeStarts: detection, downtimeEnds: firstGoodProbe, minimumOutageSeconds: 0, evidence: [providerMonitoring], unknownTime: up, decimals: 2, rounding: down}";
const credit = (tiers: string, rest = "decimals: 2") =>
  `${availability}\n- {type: credit, availability: small-01, base: baseFee, unit: percent, by: {rule: tiers, ${rest}, tiers: [${tiers}]}, cap: {of: percent, percent: 50}, capPeriod: month, severalIncidents: summed, payout: creditNote}`;
const hours = "- {type: serviceHours, purpose: service, calendar: always, channels: [mail]}";
const watch = (check: string, rest = "") =>
  `- {type: watch, observedBy: agent, schedule: {every: beat, seconds: 15}, alarms: true, ${rest}checks: [${check}]}`;

describe("contradictions of a catalogue", () => {
  it("finds none where there are none", () => {
    expect(
      warningsOf(
        credit(
          "{fromPercent: 99.89, toPercent: 99, credit: 5}, {fromPercent: 98.99, toPercent: 0, credit: 50}",
        ),
      ),
    ).toEqual([]);
  });

  it.each([
    [
      "a promise without a measure",
      "- {type: customerDuty, duty: keepRules, consequence: remind, shownTo: [customer]}",
      "small-01 promises something that no term measures",
    ],
    [
      "a clause that nothing can observe",
      "- {type: definition, word: update, means: securityPatches}",
      "nothing can observe clause small-01",
    ],
    [
      "a check by somebody who cannot make it",
      watch("{check: website, expectStatusBelow: 400, timeoutSeconds: 5, failuresBeforeDown: 1}"),
      "the website check of small-01 cannot be observed by agent",
    ],
    [
      "an alarm that nothing raises",
      `${watch("{check: host, downAfterSeconds: 60}")}\n- {type: alarm, events: [disk.full], to: [customer], recipients: all, channels: [mail], combination: all, language: recipient, withinSeconds: 60, oncePer: event}`,
      "small-01 reacts to disk.full, which no watch of this catalogue raises",
    ],
    [
      "evidence that is rejected elsewhere",
      `${availability}\n- {type: evidence, accepts: [independentMonitor], rejects: [providerMonitoring], agreement: any, keepMonths: 12, producible: true}`,
      "small-01 counts only evidence that is rejected elsewhere",
    ],
    [
      "a gap between credit tiers",
      credit(
        "{fromPercent: 99.89, toPercent: 99.5, credit: 5}, {fromPercent: 99.39, toPercent: 0, credit: 10}",
      ),
      "gap: 99.49 to 99.40 % gives no credit",
    ],
    [
      "a gap below the promise",
      credit("{fromPercent: 99.79, toPercent: 0, credit: 5}"),
      "gap: 99.89 to 99.80 % gives no credit",
    ],
    [
      "a gap at the bottom",
      credit("{fromPercent: 99.89, toPercent: 95, credit: 5}"),
      "gap: 94.99 % and below gives no credit",
    ],
    [
      "an overlap of credit tiers",
      credit(
        "{fromPercent: 99.89, toPercent: 99.5, credit: 5}, {fromPercent: 99.6, toPercent: 0, credit: 10}",
      ),
      "overlap: 99.60 % is already in another tier",
    ],
    [
      "credit within the promise",
      credit("{fromPercent: 99.95, toPercent: 0, credit: 5}"),
      "overlap: 99.95 % is already within the promise",
    ],
    [
      "less credit for less availability",
      credit(
        "{fromPercent: 99.89, toPercent: 99.5, credit: 5}, {fromPercent: 99.49, toPercent: 0, credit: 4}",
      ),
      "the tier gives less credit than one with better availability",
    ],
    [
      "a tier above the cap",
      credit("{fromPercent: 99.89, toPercent: 0, credit: 60}"),
      "a tier gives 60 %, more than the cap of 50 %",
    ],
    [
      "tiers with other decimals",
      credit("{fromPercent: 99.8, toPercent: 0, credit: 5}", "decimals: 1"),
      "the tiers have other decimals than the availability is rounded to",
    ],
    [
      "a credit without an availability",
      `${hours}\n${credit("{fromPercent: 99.89, toPercent: 0, credit: 5}").split("\n")[1]}`,
      "small-01 gives credit for an availability that small-01 does not promise",
    ],
    [
      "a claim without a credit",
      `${availability}\n- {type: claim, credit: small-01, automatic: false, deadline: {rule: endOfNextMonth, from: periodEnd}, dayCounts: dayAfterIsFirst, inWriting: true, channels: [mail]}`,
      "small-01 sets a deadline for a credit that small-01 does not give",
    ],
    [
      "a window outside its service hours",
      "- {type: window, of: updates, calendar: always, outside: appointment, within: nights}",
      "the window of small-01 is open on mon 00:00-24:00 outside nights",
    ],
    [
      "thresholds the wrong way round",
      watch("{check: metric, metric: cpu.busy, direction: above, warn: 95, crit: 80}"),
      "the thresholds are the wrong way round",
    ],
    [
      "a rotation that keeps nothing",
      "- {type: retention, unlessAgreed: true}",
      "the rotation keeps nothing",
    ],
    [
      "a roll-out that shrinks",
      "- {type: rollout, from: vendorRelease, authoritative: systemReport, of: allServers, steps: [{percent: 99, withinDays: 7}, {percent: 95, withinDays: 14}]}",
      "a later step must reach more servers",
    ],
    [
      "a scan after the quarantine",
      "- {type: quarantine, holdHours: 1, rescanMinutes: [30, 90], freshDefinitions: true, whenBad: delete, whenUnclear: deliverMarked, subjectMark: x}",
      "scanned again after it has left the quarantine",
    ],
    [
      "a surcharge without hours",
      `${hours}\n- {type: surcharge, percent: 50, applies: outsideCalendar, topics: [training]}`,
      "does not say which hours it goes by",
    ],
    [
      "a surcharge with hours that applies always",
      `${hours}\n- {type: surcharge, percent: 50, applies: always, calendar: always, topics: [training]}`,
      "applies always keeps to no calendar",
    ],
    [
      "a charge without a price",
      "- {type: operation, operations: [service.restart], actors: [customer], channels: [portal], charge: {mode: byTime}}",
      "charged byTime without a price",
    ],
    [
      "a count without a price",
      "- {type: countLimit, thing: users, per: machine, included: 10, beyond: charged}",
      "more is charged, but no price is named",
    ],
  ])("warns of %s", (_name, lines, expected) => {
    expect(warningsOf(lines)).toEqual([expect.stringContaining(expected)]);
  });

  it("warns of a term for a level that no plan offers, and of the level", () => {
    const level = (text: string) =>
      text.replace("levels: []", "levels: [{id: gold, rank: 1, name: {en: Gold, sv: Guld}}]");
    const lines =
      "- {type: serviceHours, when: {levels: [gold]}, purpose: service, calendar: always, channels: [mail]}";
    expect(warningsOf(lines, level)).toEqual([
      "no plan offers the service level gold",
      expect.stringContaining("so the term never applies"),
    ]);
  });

  it.each([
    [2.5, ["a new block renews itself at once: it has fewer hours than must be left"]],
    [2, []],
  ])("dk-23: warns of a block of 2 hours that renews itself below %d", (below, expected) => {
    const priced = (text: string) =>
      text.replace(
        "prices: []",
        "prices: [{id: block, name: {en: Block, sv: Block}, amount: 9.00 SEK, per: once}]",
      );
    const lines = `${hours}\n- {type: hourBlock, hours: 2, price: block, validMonths: 12, unused: expires, consume: oldestFirst, autoRenewBelowHours: ${below}, covers: [training]}`;
    expect(warningsOf(lines, priced)).toEqual(expected);
  });

  it("warns of hours that plan and clause count differently", () => {
    const hours = (text: string) =>
      text.replace("    machineKinds: [vps]\n", "    machineKinds: [vps]\n    hoursPerMonth: 5\n");
    const lines =
      "- {type: hourQuota, hours: 2, period: month, covers: [training], unused: {rule: expires}, overage: {mode: quote}, warnAtPercent: [80]}\n- {type: timeUnits, unitMinutes: 1, rounding: up, minimumUnits: 0, roundedPer: entry, agreedBefore: false, documented: true}";
    expect(warningsOf(lines, hours)).toEqual(["small-01 gives 2 hours, the plan only says 5"]);
  });
});
