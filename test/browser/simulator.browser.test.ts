import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { makeFormat } from "../../apps/portal/src/i18n/format.ts";
import { loadCatalogue } from "../../packages/domain/src/catalogue/index.ts";
import {
  checkExpectation,
  listClosedTimes,
  loadScenario,
  simulate,
  simulateYears,
} from "../../packages/domain/src/simulation/index.ts";
import { readCatalogue } from "../catalogues/read-catalogue.ts";
import {
  DESK,
  keepPicture,
  openChromium,
  overflowOf,
  PHONE,
  watchContext,
  type Watchman,
} from "./chromium.ts";
import { wrongsOfPage } from "./accessibility.ts";
import { startPortal, type PortalUnderTest } from "./portal-under-test.ts";
import { enterByLink, speak } from "./sign-in.ts";

const CATALOGUES = join(import.meta.dirname, "../../catalogues");
const SPRING = "/simulator?catalogue=ba&scenario=ba-hard-spring&play=1";
const YEARS = "/simulator?catalogue=ba&scenario=ba-fifty-machines&mode=years";

const folder = mkdtempSync(join(tmpdir(), "simulator-"));
const format = makeFormat("en", "Europe/Sarajevo");
const watchmen: Watchman[] = [];
let portal: PortalUnderTest;
let browser: Browser;
let owner: Page;

function scenarioOf(name: string) {
  const text = readFileSync(join(CATALOGUES, "scenarios", `${name}.yaml`), "utf8");
  const loaded = loadScenario(text, { fileName: `${name}.yaml` });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return { text, scenario: loaded.scenario };
}

/** What the rules say without any browser. */
function playPurely(name: string) {
  const { scenario } = scenarioOf(name);
  const simulation = simulate(readCatalogue(scenario.catalogue), scenario);
  return { ...simulation, unmet: checkExpectation(scenario.expect, simulation) };
}

beforeAll(async () => {
  [portal, browser] = await Promise.all([startPortal("ba"), openChromium()]);
  owner = await openPage();
  await enterByLink(owner, portal.signInLink);
  await speak(owner, "en");
}, 240_000);

afterEach(async ({ task }) => keepPicture(owner, task));

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await browser?.close();
  await portal?.stop();
});

async function openPage(): Promise<Page> {
  const context: BrowserContext = await browser.newContext({
    locale: "en-GB",
    viewport: DESK,
    reducedMotion: "reduce",
    acceptDownloads: true,
  });
  watchmen.push(watchContext(context, portal.url));
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  return page;
}

async function visit(page: Page, path: string): Promise<void> {
  await page.goto(portal.url + path);
  await page.getByRole("heading", { level: 1 }).waitFor();
}

const figure = (name: string) => owner.locator(`[data-figure="${name}"]`);
const money = ({ amountMinor, currency }: { amountMinor: number; currency: string }) =>
  format.money(amountMinor, currency);

async function readDownload(press: () => Promise<void>): Promise<unknown> {
  const [download] = await Promise.all([owner.waitForEvent("download"), press()]);
  return JSON.parse(readFileSync(await download.path(), "utf8")) as unknown;
}

describe("a scenario", () => {
  it("ba-06, ba-07, ba-08: is chosen, played, and comes to what the rules say", async () => {
    const expected = playPurely("ba-hard-spring");
    await visit(owner, "/");
    await owner.getByRole("link", { name: "Simulator" }).click();
    await owner.getByText("Reads well: 6 plans, 43 clauses").waitFor();
    await owner.getByRole("combobox", { name: "Scenario" }).click();
    await owner.getByRole("option", { name: "A hard spring for two VPS" }).click();
    await owner.getByRole("button", { name: "Play", exact: true }).click();
    await figure("credits").waitFor();
    await expect.poll(() => figure("credits").textContent()).toBe(money(expected.credits));
    await expect.poll(() => figure("charges").textContent()).toBe(money(expected.charges));
    await expect.poll(() => figure("invoiced").textContent()).toBe(money(expected.invoiced));
    const states = Object.values(expected.promises);
    const broken = states.filter((state) => state === "broken").length;
    await expect.poll(() => figure("broken").textContent()).toBe(`${broken} of ${states.length}`);
    expect(expected.credits.amountMinor).toBe(3000);
  });

  it("is downloaded as the command line prints it", async () => {
    const press = () => owner.getByRole("button", { name: "Download as JSON" }).click();
    expect(await readDownload(press)).toEqual(
      JSON.parse(JSON.stringify(playPurely("ba-hard-spring"))),
    );
  });

  it("ba-07: stands in the address, and each entry shows its clause in the reader's language", async () => {
    expect(Object.fromEntries(new URL(owner.url()).searchParams)).toEqual({
      catalogue: "ba",
      scenario: "ba-hard-spring",
      play: "1",
    });
    await speak(owner, "bs");
    await visit(owner, SPRING);
    const entry = owner.getByRole("listitem").filter({ hasText: "vraća se" }).first();
    await entry.locator("summary").click();
    const clause = readCatalogue("ba").clauses.find(({ id }) => id === "ba-07");
    const bosnian = entry.getByText(clause?.text.bs ?? "?").waitFor();
    await bosnian.finally(() => speak(owner, "en"));
    await expect.poll(() => entry.locator("summary").textContent()).toBe("ba-07");
    await visit(owner, SPRING);
    const english = owner.getByRole("listitem").filter({ hasText: "given back" }).first();
    await english.locator("summary").click();
    await english.getByText(clause?.text.en ?? "?").waitFor();
  });

  it("ba-01, ba-07: shows the invoice of each month, every line by its clause", async () => {
    const table = owner.getByRole("table", { name: "Invoice April 2027" });
    const [april] = playPurely("ba-hard-spring").invoices;
    await expect
      .poll(() => table.locator("tbody tr").allTextContents())
      .toEqual([
        expect.stringContaining(`ba-01${format.money(30_000, "BAM")}`),
        expect.stringContaining(`ba-07${format.money(-1500, "BAM")}`),
      ]);
    expect(april?.totals.net.amountMinor).toBe(28_500);
    await expect
      .poll(() => table.locator('[data-sum="net"] td').textContent())
      .toBe(format.money(28_500, "BAM"));
  });
});

describe("the picture", () => {
  const picture = () => owner.getByRole("group", { name: "The timeline as a picture" });

  it("shows every entry that the list has, in the lane of its kind", async () => {
    await visit(owner, SPRING);
    await figure("credits").waitFor();
    const names = await picture()
      .getByRole("group")
      .evaluateAll((lanes) => lanes.map((lane) => lane.getAttribute("aria-label")));
    expect(names).toEqual(["What happens", "Announced work", "Promises", "Money"]);
    const shown = await picture().getByRole("button").count();
    const listed = await owner.getByText(/^\d+ entries$/).textContent();
    // Entries that stand too close are one mark with their number.
    const joint = await picture().locator("b").allTextContents();
    const within = joint.reduce((sum, text) => sum + Number(text) - 1, 0);
    expect(`${shown + within} entries`).toBe(listed);
  });

  it("shades the hours outside service time, and says so by clause; none where a contract has none", async () => {
    const legend = owner.getByRole("list", { name: "What the marks mean" });
    const bands = picture().locator("[data-closed]");
    expect(await legend.getByText("outside service time").count()).toBe(0);
    expect(await bands.count()).toBe(0);
    await visit(owner, "/simulator?catalogue=srv&scenario=srv-premium-spring&play=1");
    await legend.getByText("outside service time srv-23").waitFor();
    const closed = listClosedTimes(
      readCatalogue("srv"),
      scenarioOf("srv-premium-spring").scenario,
    )!.intervals;
    // Two months on a wide screen: every night is wide enough.
    await expect.poll(() => bands.count()).toBe(closed.length);
    await visit(owner, SPRING);
    await figure("credits").waitFor();
  });

  it("ba-06: is walked and zoomed with the keyboard alone, and says what each mark is", async () => {
    const first = picture().getByRole("button").first();
    await first.focus();
    await expect
      .poll(() => first.getAttribute("aria-label"))
      .toMatch(/10 Apr 2027, 02:00: Outage \(#1\)/);
    await owner.keyboard.press("ArrowRight");
    await owner.keyboard.press("ArrowDown");
    await owner.keyboard.press("ArrowDown");
    const named = await owner.evaluate(() => document.activeElement?.getAttribute("aria-label"));
    expect(named).toMatch(/An outage lasts since .*ba-06/);
    await owner.getByText("99.9 % availability").first().waitFor();
    const range = owner.getByText(/2027.* – .*2027/).first();
    const before = await range.textContent();
    await owner.keyboard.press("+");
    await expect.poll(() => range.textContent()).not.toBe(before);
    const still = await owner.evaluate(() => document.activeElement?.getAttribute("aria-label"));
    expect(still).toBe(named);
    await owner.keyboard.press("-");
    await owner.keyboard.press("0");
    await expect.poll(() => range.textContent()).toBe(before);
  });

  it("looks closer where it is dragged across", async () => {
    const range = owner.getByText(/2027.* – .*2027/).first();
    const before = await range.textContent();
    const lane = picture().getByRole("group", { name: "Announced work" });
    await lane.scrollIntoViewIfNeeded();
    const box = (await lane.boundingBox())!;
    const y = box.y + box.height / 2;
    await owner.mouse.move(box.x + box.width * 0.7, y);
    await owner.mouse.down();
    await owner.mouse.move(box.x + box.width * 0.85, y, { steps: 4 });
    await owner.mouse.up();
    await expect.poll(() => range.textContent()).not.toBe(before);
    await owner.getByRole("button", { name: "Show all of it" }).click();
    await expect.poll(() => range.textContent()).toBe(before);
  });
});

describe("a file of one's own", () => {
  const chooser = (name: string) => owner.locator(`input[type="file"][aria-label="${name}"]`);

  it("with mistakes tells all of them with line, column, expectation and suggestion", async () => {
    const text = readFileSync(join(CATALOGUES, "ba.yaml"), "utf8")
      .replace("billingPeriod: month", "billingPeriod: mnth")
      .replace("kind: promise", "kind: promis");
    const file = join(folder, "broken.yaml");
    writeFileSync(file, text);
    const loaded = loadCatalogue(text, { fileName: "broken.yaml" });
    if (loaded.ok) throw new Error("it should not load");
    await visit(owner, "/simulator");
    await chooser("Take another file").setInputFiles(file);
    const problems = owner.getByRole("region", { name: `${loaded.problems.length} problems` });
    await problems.waitFor();
    const items = await problems.getByRole("listitem").allTextContents();
    expect(items).toHaveLength(loaded.problems.length);
    loaded.problems.forEach((problem, k) => {
      expect(items[k]).toContain(`Line ${problem.line}, column ${problem.column}`);
      expect(items[k]).toContain(problem.message);
      if (problem.suggestion !== undefined) expect(items[k]).toContain(problem.suggestion);
    });
    expect(loaded.problems.some(({ suggestion }) => suggestion !== undefined)).toBe(true);
    await expect
      .poll(() => owner.getByRole("button", { name: "Play", exact: true }).isDisabled())
      .toBe(true);
    expect(await wrongsOfPage(owner)).toEqual([]);
  });

  it("leads from a problem to its line in the text", async () => {
    await owner
      .getByRole("button", { name: /^Line \d+/ })
      .first()
      .click();
    const area = owner.getByLabel("Text of the service description");
    await expect
      .poll(() =>
        area.evaluate((element: HTMLTextAreaElement) =>
          element.value.slice(element.selectionStart, element.selectionEnd),
        ),
      )
      .toMatch(/mnth|promis$/);
  });

  it("is refused before it is read where it is too large", async () => {
    await chooser("Take another file").setInputFiles({
      name: "huge.yaml",
      mimeType: "application/yaml",
      buffer: Buffer.alloc(3 * 1024 * 1024, "a"),
    });
    await owner.getByText(/huge\.yaml is larger than 2\sMiB/).waitFor();
    expect(await owner.getByRole("option", { name: "huge.yaml" }).count()).toBe(0);
  });

  it("is a scenario that is edited: problems by line, undone with a button", async () => {
    await visit(owner, "/simulator?catalogue=ba&scenario=ba-hard-spring");
    const area = owner.getByLabel("Text of the scenario");
    const { text } = scenarioOf("ba-hard-spring");
    await area.fill(text.replace("event: claim, outages: [disk]", "event: clam, outages: [disk]"));
    const line = text.split("\n").findIndex((one) => one.includes("outages: [disk]")) + 1;
    await owner
      .getByRole("button", { name: `Line ${line}, column` })
      .first()
      .waitFor();
    await expect
      .poll(() => owner.getByRole("button", { name: "Play", exact: true }).isDisabled())
      .toBe(true);
    await owner.getByRole("button", { name: "Undo my changes" }).click();
    await expect.poll(() => area.inputValue()).toBe(text);
    await expect
      .poll(() => owner.getByRole("button", { name: "Play", exact: true }).isEnabled())
      .toBe(true);
  });

  it("that asks for what is not sold is refused in words", async () => {
    const { text } = scenarioOf("ba-hard-spring");
    await chooser("Take a scenario file").setInputFiles({
      name: "mine.yaml",
      mimeType: "application/yaml",
      buffer: Buffer.from(text.replace("plan: vps-full", "plan: vps")),
    });
    await owner
      .getByRole("combobox", { name: "Scenario" })
      .and(owner.locator('[value="mine.yaml"]'))
      .waitFor();
    const play = owner.getByRole("button", { name: "Play", exact: true });
    await expect.poll(() => play.isEnabled()).toBe(true);
    await play.click();
    await owner.getByText("catalogue ba has no plan vps; it has web, mail").waitFor();
  });
});

describe("random years", () => {
  it("ba-07: draw the same years for the same seed, and sum them up as the command line does", async () => {
    const { scenario } = scenarioOf("ba-fifty-machines");
    const machines = { ...scenario, contract: { ...scenario.contract, machines: 20 } };
    const expected = simulateYears(readCatalogue("ba"), machines, { years: 40, seed: "x" });
    await visit(owner, YEARS);
    await owner.getByLabel("Years", { exact: true }).fill("40");
    await owner.getByLabel("Machines", { exact: true }).fill("20");
    await owner.getByLabel("Seed").fill("x");
    await owner.getByRole("button", { name: "Play", exact: true }).click();
    await figure("half").waitFor();
    const { credits, currency } = expected;
    expect(credits.most).toBeGreaterThan(0);
    for (const name of ["half", "ninetyFive", "most", "mean"] as const)
      await expect
        .poll(() => figure(name).textContent())
        .toBe(format.money(credits[name], currency));
    await owner.getByText("The same as a table").click();
    const counts = await owner.locator("figure td").allTextContents();
    expect(counts.reduce((sum, text) => sum + Number(text), 0)).toBe(40);
    const press = () => owner.getByRole("button", { name: "Download as JSON" }).click();
    expect(await readDownload(press)).toEqual(JSON.parse(JSON.stringify(expected)));
    expect(new URL(owner.url()).searchParams.get("seed")).toBe("x");
  });

  it("show how far they are, leave the page alive, and stop at once", async () => {
    await owner.getByLabel("Years", { exact: true }).fill("10000");
    await owner.getByRole("button", { name: "Play", exact: true }).click();
    const bar = owner.getByRole("progressbar", { name: "Playing" });
    await expect.poll(async () => Number(await bar.getAttribute("value"))).toBeGreaterThan(0);
    await owner.getByRole("button", { name: "Cancel" }).click();
    await bar.waitFor({ state: "detached" });
    await owner.getByText("Ready to play").waitFor();
    await owner.getByLabel("Years", { exact: true }).fill("10");
    await owner.getByRole("button", { name: "Play", exact: true }).click();
    await owner.getByRole("heading", { name: "10 years with 20 machines" }).waitFor();
  });
});

describe("for everyone", () => {
  it.each(["light", "dark"] as const)("WCAG AA holds, %s", async (colorScheme) => {
    await owner.emulateMedia({ colorScheme });
    await visit(owner, SPRING);
    await figure("credits").waitFor();
    await owner.getByRole("group", { name: "Promises" }).getByRole("button").first().hover();
    expect(await wrongsOfPage(owner)).toEqual([]);
    await visit(owner, `${YEARS}&years=20&play=1`);
    await figure("half").waitFor();
    expect(await wrongsOfPage(owner)).toEqual([]);
  });

  it("fits a phone: nothing is wider than 360 px", async () => {
    await owner.setViewportSize(PHONE);
    await visit(owner, SPRING);
    await figure("credits").waitFor();
    await expect.poll(() => overflowOf(owner)).toBe(0);
    await visit(owner, `${YEARS}&years=20&play=1`);
    await figure("half").waitFor();
    await expect.poll(() => overflowOf(owner)).toBe(0);
    await owner.setViewportSize(DESK);
  });

  it("is the provider's own: customers have no entry for it and are told so at the address", async () => {
    const { id } = (await portal.ask("POST", "/customers", {
      name: "Kupac d.o.o.",
      locale: "en",
      timeZone: "Europe/Sarajevo",
    })) as { id: string };
    const invited = (await portal.ask("POST", "/people", {
      name: "Kenan Kupac",
      email: "kenan@example.org",
      role: "customer-reader",
      customerId: id,
      locale: "en",
    })) as { signInUrl: string };
    const customer = await openPage();
    await enterByLink(customer, invited.signInUrl);
    expect(await customer.getByRole("link", { name: "Simulator" }).count()).toBe(0);
    await visit(customer, SPRING);
    await customer.getByRole("alert").waitFor();
    expect(await customer.getByRole("button", { name: "Play", exact: true }).count()).toBe(0);
  });

  it("keeps the strict content security policy and asks nobody else for anything", () => {
    expect(watchmen.flatMap(({ wrongs }) => wrongs)).toEqual([]);
  });
});
