import { describe, expect, it } from "vitest";
import { catalogueWith, plan } from "../../../../../test/catalogues/catalogue-with.ts";
import { readCatalogue } from "../../../../../test/catalogues/read-catalogue.ts";
import { shorten } from "../../../../../test/catalogues/decision-case.ts";
import type { Catalogue, Selection } from "../../catalogue/index.ts";
import type { FoundSoftware } from "../../software/index.ts";
import { decide } from "../index.ts";

const outdated: FoundSoftware = {
  kind: "cmsPlugin",
  name: "gallery",
  version: "1.9",
  newestVersion: "1.10",
};
const noon = Temporal.Instant.from("2027-04-14T10:00:00Z");
const say = (catalogue: Catalogue, selection: Selection, more: Partial<FoundSoftware> = {}) =>
  shorten(
    decide(
      { catalogue, selection },
      { kind: "software", found: { ...outdated, ...more } },
      {},
      noon,
    ),
  );

describe("software that was found", () => {
  const dk = readCatalogue("dk");
  const web = { plan: "hosting", options: ["web-administration"] };
  it.each<[string, Partial<FoundSoftware>, string]>([
    ["dk-21: an outdated plug-in is updated by us", {}, "allowed included dk-21"],
    ["dk-21: and the core", { kind: "cmsCore", licensed: true }, "allowed included dk-21"],
    [
      "dk-21: without a licence key it is listed",
      { licensed: false },
      "allowed licence-missing dk-21",
    ],
  ])("%s", (_name, more, said) => {
    expect(say(dk, web, more)).toBe(said);
  });

  const se = readCatalogue("se");
  it.each<[string, Partial<FoundSoftware>, string]>([
    [
      "se-06: what the customer installed is his to update",
      { kind: "package", installedBy: "customer" },
      "allowed keep-current se-06",
    ],
    [
      "se-06: what the provider installed is ours",
      { kind: "package", installedBy: "provider" },
      "allowed included se-06",
    ],
  ])("%s", (_name, more, said) => {
    expect(say(se, { plan: "managed" }, more)).toBe(said);
  });

  const duty = (consequence: string) => ({
    type: "customerDuty",
    duty: "keepSoftwareUpdated",
    consequence,
    shownTo: ["customer"],
  });
  const rate = [
    {
      type: "timeUnits",
      unitMinutes: 30,
      rounding: "up",
      minimumUnits: 0,
      roundedPer: "entry",
      price: "hour",
    },
  ];
  it.each([
    ["remind", "allowed keep-current x-01"],
    ["nothingPromised", "allowed keep-current-unpromised x-01"],
    ["refused", "refused customer-keeps x-01"],
    ["suspended", "refused customer-keeps x-01"],
    ["notCarriedOut", "refused customer-keeps x-01"],
    ["charged", "charged x-01 12500 EUR"],
    ["customerBears", "charged x-01 12500 EUR"],
  ])("ba-10: what follows where the duty says %s", (consequence, said) => {
    expect(say(catalogueWith([duty(consequence)], rate), plan)).toBe(said);
  });

  it("ba-10: a duty of other kinds of software, another duty, and none at all", () => {
    const watch = (kinds: readonly string[]) => ({
      type: "watch",
      observedBy: "agent",
      schedule: { every: "day" },
      alarms: false,
      checks: [
        { check: "host", downAfterSeconds: 60 },
        { check: "outdatedSoftware", kinds },
      ],
    });
    const scope = { type: "scope", includes: [], otherwise: "outOfScope" };
    const dutyOf = (...kinds: string[]) => catalogueWith([duty("remind"), watch(kinds)], [scope]);
    expect(say(dutyOf("cmsPlugin"), plan)).toBe("allowed keep-current x-01");
    expect(say(dutyOf("cmsCore"), plan)).toBe("allowed granted x-02");
    const other = catalogueWith([{ ...duty("remind"), duty: "keepRules" }], [scope]);
    expect(say(other, plan)).toBe("allowed granted x-02");
    // The watch of another clause does not narrow the duty.
    const apart = catalogueWith([duty("remind")], [watch(["cmsCore"])]);
    expect(say(apart, plan)).toBe("allowed keep-current x-01");
  });

  it("dk-21: where software without a licence key is removed it may not stay", () => {
    const upkeep = {
      type: "cmsUpkeep",
      updates: ["core", "plugins"],
      schedule: { every: "day" },
      withoutLicenceKey: "removed",
    };
    const catalogue = catalogueWith([upkeep], [duty("remind")]);
    expect(say(catalogue, plan, { licensed: false })).toBe("refused forbidden x-01");
    expect(say(catalogue, plan, { kind: "cmsTheme" })).toBe("allowed keep-current x-02");
  });

  it("ba-10: says so in the reader's language", () => {
    const contract = { catalogue: readCatalogue("ba"), selection: { plan: "web" } };
    const { sentence } = decide(contract, { kind: "software", found: outdated }, {}, noon);
    expect(sentence.bs).toBe(
      "Može raditi i dalje, ali je zastarjelo; ažuriranje je na vama: Održavajte aplikacije ažurnim (ba-10).",
    );
  });
});
