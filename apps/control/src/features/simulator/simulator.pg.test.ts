import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestEdge, type TestEdge } from "../../../../../test/control/edge.ts";
import { inScope } from "../../platform/database/index.ts";
import { activateCatalogue } from "../contracts/index.ts";

describe("what there is to play", () => {
  let edge: TestEdge;
  beforeAll(async () => {
    edge = await openTestEdge();
  });
  afterAll(() => edge.close());

  async function ask() {
    const { jar } = await edge.signIn("technician");
    const answer = await edge.ask("GET", "/api/v1/simulator", { jar });
    expect(answer.status).toBe(200);
    return answer.body as {
      catalogues: { name: string; active: boolean; source: string; title: { en: string } }[];
      scenarios: { catalogue: string; title: Record<string, string> }[];
    };
  }

  it("lists the provider's own service description first, and each shipped one once", async () => {
    const { catalogues } = await ask();
    expect(catalogues.map(({ name, active }) => `${name}${active ? "*" : ""}`)).toEqual([
      "msp*",
      "ba",
      "dk",
      "se",
      "srv",
    ]);
    expect(catalogues[0]?.source).toMatch(/^id: msp$/m);
  });

  it("offers scenarios for every shipped one, with titles in every language", async () => {
    const { scenarios } = await ask();
    expect([...new Set(scenarios.map(({ catalogue }) => catalogue))].sort()).toEqual([
      "ba",
      "dk",
      "msp",
      "se",
      "srv",
    ]);
    for (const { title } of scenarios)
      expect(Object.keys(title).sort()).toEqual(["bs", "da", "de", "en", "sv"]);
  });

  it("lists one that the provider wrote beside the one that it came from", async () => {
    const [own] = (await ask()).catalogues;
    const changed = (own?.source ?? "").replace(/^version: .*$/m, "version: '9.0.0'");
    await inScope(edge.platform.db, "provider", (tx) => activateCatalogue(tx, changed, "own.yaml"));
    const { catalogues } = await ask();
    expect(catalogues.map(({ name }) => name)).toEqual(["active", "ba", "dk", "msp", "se", "srv"]);
    expect(catalogues[0]).toMatchObject({ active: true, version: "9.0.0", source: changed });
  });
});
