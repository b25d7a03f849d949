import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { wrongsOfDialog, wrongsOfPage } from "./accessibility.ts";
import { DESK, openChromium, overflowOf, PHONE, watchContext, type Watchman } from "./chromium.ts";
import { startPortal, type PortalUnderTest } from "./portal-under-test.ts";
import { enterByLink, speak } from "./sign-in.ts";

/** Where to leave pictures of what was tested, for someone to look at; none are made without it. */
const SHOTS = process.env["DRIFTVAKT_TEST_SHOTS"];
const TERMS = "Besondere Bedingungen\n\n§ 1 Die Sicherung läuft nachts.";

let portal: PortalUnderTest;
let browser: Browser;
let owner: Page;
let customer: Page;
let customerId: string;
let contractPath: string;
const watchmen: Watchman[] = [];

beforeAll(async () => {
  [portal, browser] = await Promise.all([startPortal("srv"), openChromium()]);
  const made = (await portal.ask("POST", "/customers", {
    name: "Kundin GmbH",
    locale: "de",
    timeZone: "Europe/Berlin",
  })) as { id: string };
  customerId = made.id;
  const invited = (await portal.ask("POST", "/people", {
    name: "Karin Kundin",
    email: "karin@example.org",
    role: "customer-admin",
    customerId,
    locale: "en",
  })) as { signInUrl: string };
  owner = await openPage();
  await enterByLink(owner, portal.signInLink);
  await speakEnglish(owner);
  customer = await openPage();
  await enterByLink(customer, invited.signInUrl);
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await portal?.stop();
});

async function openPage(): Promise<Page> {
  const context: BrowserContext = await browser.newContext({
    locale: "en-GB",
    viewport: DESK,
    reducedMotion: "reduce",
  });
  watchmen.push(watchContext(context, portal.url));
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  return page;
}

async function speakEnglish(page: Page): Promise<void> {
  await speak(page, "en");
  await page.reload();
  await page.waitForFunction(() => document.documentElement.lang === "en");
}

async function visit(page: Page, path: string): Promise<void> {
  await page.goto(portal.url + path);
  await page.locator("h1").first().waitFor();
  await page
    .locator('[role="status"][aria-label="Loading"]')
    .first()
    .waitFor({ state: "detached" });
}

/** Asks the contract by the label that people read. */
async function mayI(page: Page, wish: string): Promise<void> {
  await page.getByRole("combobox", { name: "What would you like?" }).fill(wish);
  await page.getByRole("option", { name: wish, exact: true }).click();
}

const panel = (page: Page, id: string) => page.locator(`#${id}`);

async function shoot(page: Page, name: string): Promise<void> {
  if (!SHOTS) return;
  mkdirSync(SHOTS, { recursive: true });
  await page.evaluate(() => scrollTo(0, 0));
  await page.screenshot({ path: join(SHOTS, `${name}.png`) });
  const side = page.locator("#documents, #consents, #history");
  if ((await page.getByRole("dialog").count()) > 0 || (await side.count()) === 0) return;
  await page.locator("#documents").evaluate((element) => element.scrollIntoView());
  await page.screenshot({ path: join(SHOTS, `${name}-2.png`) });
}

describe("from offer to contract", () => {
  it("ba-01: the wizard makes an offer; nothing is in force, and it says so", async () => {
    await visit(owner, `/contracts/new?customer=${customerId}`);
    await owner.getByRole("radio", { name: /Plus$/ }).check();
    await owner.getByRole("checkbox", { name: "Hardware protection letter" }).check();
    // 99.00 for the plan and 19.00 for the letter.
    await owner.getByText("€118.00", { exact: true }).waitFor();
    await owner.getByRole("radio", { name: "As an offer" }).check();
    expect(await wrongsOfPage(owner)).toEqual([]);
    await shoot(owner, "wizard");
    await owner.getByRole("button", { name: "Make the offer" }).click();
    await owner.getByText("This is an offer").waitFor();
    await owner.getByText("€19.00 per machine and month").first().waitFor();
    await owner.getByText("when it is confirmed").waitFor();
    contractPath = new URL(owner.url()).pathname;
    await panel(owner, "history").getByText("Offered").waitFor();
    await owner.getByRole("button", { name: "Confirm", exact: true }).click();
    await owner.getByRole("combobox", { name: "What makes it a contract" }).click();
    expect(await owner.getByRole("option", { name: "Accepted offer" }).count()).toBe(0);
    await owner.keyboard.press("Escape");
    await owner.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  });

  it("srv-39: the provider publishes terms, and signs nothing for the customer", async () => {
    const row = panel(owner, "documents").getByRole("listitem").first();
    await row.getByText("No version is out yet").waitFor();
    await row.getByRole("button", { name: "Publish a version" }).click();
    const dialog = owner.getByRole("dialog");
    await dialog.getByLabel("Version", { exact: true }).fill("2026-1");
    await dialog.getByLabel("Title").fill("Besondere Bedingungen");
    await dialog.getByLabel("Text of the document").fill(TERMS);
    expect(await wrongsOfDialog(owner)).toEqual([]);
    await shoot(owner, "publish");
    await dialog.getByRole("button", { name: "Publish a version" }).click();
    await dialog.waitFor({ state: "detached" });
    await row.getByText("Version 2026-1 waits for acceptance").waitFor();
    await owner.getByText("The customer has yet to accept terms").waitFor();
    expect(await owner.getByRole("button", { name: /accept/i }).count()).toBe(0);
    expect(await panel(owner, "consents").getByRole("button").count()).toBe(0);
  });

  it("ba-01: the customer accepts the offer after a question, and it becomes an order", async () => {
    await visit(customer, contractPath);
    expect(await customer.getByRole("button", { name: "Confirm", exact: true }).count()).toBe(0);
    expect(await customer.getByRole("button", { name: "Publish a version" }).count()).toBe(0);
    expect(await wrongsOfPage(customer)).toEqual([]);
    await shoot(customer, "offer");
    await customer.getByRole("button", { name: "Accept this offer" }).click();
    await customer.getByRole("dialog").getByRole("button", { name: "Accept this offer" }).click();
    await customer.getByText("You accepted the offer.").waitFor();
    await panel(customer, "history").getByText("by Karin Kundin").waitFor();
  });

  it("ba-01: the technician sees it by itself, confirms with form and reference, and both stay on record", async () => {
    await owner.getByText("This order waits for your confirmation").waitFor();
    await owner.getByRole("button", { name: "Confirm", exact: true }).click();
    const dialog = owner.getByRole("dialog");
    await dialog
      .getByText("Accepted offer")
      .or(dialog.locator('input[value="Accepted offer"]'))
      .first()
      .waitFor();
    await dialog.getByLabel("Reference").fill("A-17");
    expect(await wrongsOfDialog(owner)).toEqual([]);
    await shoot(owner, "confirm");
    await dialog.getByRole("button", { name: "Confirm", exact: true }).click();
    await panel(owner, "history").getByText("Accepted offer: A-17").waitFor();
    await panel(customer, "history").getByText("Accepted offer: A-17").waitFor();
  });
});

describe("what is booked", () => {
  it("is changed, and the history says what it was before", async () => {
    await owner.getByRole("button", { name: "Change contract" }).click();
    const dialog = owner.getByRole("dialog");
    await dialog.getByRole("checkbox", { name: "Hardware protection letter" }).uncheck();
    expect(await wrongsOfDialog(owner)).toEqual([]);
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.waitFor({ state: "detached" });
    await panel(owner, "history").getByText("Hardware protection letter: booked → –").waitFor();
    await panel(customer, "history").getByText("Hardware protection letter: booked → –").waitFor();
    await owner.getByText("€99.00", { exact: true }).waitFor();
  });
});

describe("terms", () => {
  it("srv-39: the customer reads the text, accepts the version below it, and is on record with the time", async () => {
    await customer.getByText("Terms wait for your acceptance").waitFor();
    await customer.getByRole("button", { name: "Read and accept" }).first().click();
    const dialog = customer.getByRole("dialog");
    const text = dialog.getByRole("region", { name: "Text of the document" });
    await expect.poll(() => text.textContent()).toBe(TERMS);
    expect(await wrongsOfDialog(customer)).toEqual([]);
    await shoot(customer, "read");
    await dialog.getByRole("button", { name: "Accept version 2026-1" }).click();
    await dialog.waitFor({ state: "detached" });
    await panel(customer, "documents")
      .getByText("Version 2026-1 accepted by Karin Kundin")
      .waitFor();
    await customer.getByText("Terms wait for your acceptance").waitFor({ state: "detached" });
    await panel(customer, "history").getByText("Besondere Bedingungen, version 2026-1").waitFor();
  });

  it("srv-39: a new version is said loudly until it is accepted; the accepted one can still be read", async () => {
    await portal.ask("POST", "/documents", {
      id: "special-terms",
      version: "2026-2",
      title: "Besondere Bedingungen",
      text: `${TERMS} Und mittags.`,
    });
    await visit(customer, contractPath);
    await customer.getByText("Terms wait for your acceptance").waitFor();
    const row = panel(customer, "documents").getByRole("listitem").first();
    await row.getByText("Version 2026-2 waits for acceptance").waitFor();
    await row.getByText("Version 2026-1 accepted by Karin Kundin").waitFor();
    await shoot(customer, "new-version");
    await row.getByRole("button", { name: "Read version 2026-1" }).click();
    const dialog = customer.getByRole("dialog");
    await expect
      .poll(() => dialog.getByRole("region", { name: "Text of the document" }).textContent())
      .toBe(TERMS);
    expect(await dialog.getByRole("button", { name: /^Accept/ }).count()).toBe(0);
    await dialog.getByRole("button", { name: "Close" }).last().click();
  });
});

describe("May I …?", () => {
  it("srv-21: says what is missing, by which clause, and leads to its words", async () => {
    await mayI(owner, "Have updates installed");
    const answer = panel(owner, "may-i");
    await answer.getByText("Something is missing first").waitFor();
    await answer.getByText("Your consent on record").waitFor();
    await answer.getByRole("link", { name: "srv-21" }).first().click();
    await owner.locator("#clause-srv-21[data-sought]").waitFor();
    await expect.poll(() => isOnScreen(owner, "#clause-srv-21")).toBe(true);
    expect(await wrongsOfPage(owner)).toEqual([]);
    await shoot(owner, "ask-needs");
  });

  it("srv-21: a consent that is given changes the answer where it stands; one withdrawn changes it back", async () => {
    const consents = panel(customer, "consents");
    await consents.getByRole("button", { name: "Give consent" }).first().click();
    await consents.getByText("Given by Karin Kundin").waitFor();
    await panel(owner, "may-i").getByText("The contract allows it").waitFor();
    await consents.getByRole("button", { name: "Withdraw" }).click();
    const dialog = customer.getByRole("dialog");
    expect(await wrongsOfDialog(customer)).toEqual([]);
    await dialog.getByRole("button", { name: "Withdraw" }).click();
    await consents.getByText("Given by Karin Kundin").waitFor({ state: "detached" });
    await panel(owner, "may-i").getByText("Something is missing first").waitFor();
    await panel(customer, "history").getByText("Consent withdrawn").waitFor();
  });

  it("names the price, and what the expected work would come to", async () => {
    await mayI(customer, "Cleaning up after malware");
    const answer = panel(customer, "may-i");
    await answer.getByText("Allowed, at extra cost").waitFor();
    await answer.getByText("€125.00 an hour · By time spent").waitFor();
    expect(await answer.getByText("Estimate").count()).toBe(0);
    await customer.getByLabel("Expected work, minutes").fill("120");
    await answer.getByText("€250.00").waitFor();
    await shoot(customer, "ask-price");
  });

  it("always says a sentence and its clause", async () => {
    const answer = panel(customer, "may-i");
    for (const wish of ["A visit on site", "Restart the server", "Training", "SSH"]) {
      await mayI(customer, wish);
      await answer.locator("blockquote").waitFor();
      const said = await answer.locator("blockquote").innerText();
      expect(said).toMatch(/srv-\d+/);
      await shoot(customer, `ask-${wish.replaceAll(" ", "-")}`);
    }
  });
});

async function isOnScreen(page: Page, selector: string): Promise<boolean> {
  return page.locator(selector).evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  });
}

describe("for everyone", () => {
  it.each(["light", "dark"] as const)("WCAG AA holds, %s", async (colorScheme) => {
    for (const page of [owner, customer]) {
      await page.emulateMedia({ colorScheme });
      await visit(page, contractPath);
      await panel(page, "history").getByText("Accepted offer: A-17").waitFor();
      await mayI(page, "A visit on site");
      await panel(page, "may-i").locator("blockquote").waitFor();
      expect(await wrongsOfPage(page)).toEqual([]);
      await shoot(page, `contract-${page === owner ? "owner" : "customer"}-${colorScheme}`);
    }
  });

  it("fits a phone: nothing is wider than 360 px", async () => {
    for (const page of [owner, customer]) {
      await page.setViewportSize(PHONE);
      await visit(page, contractPath);
      await mayI(page, "A visit on site");
      await panel(page, "may-i").locator("blockquote").waitFor();
      await expect.poll(() => overflowOf(page)).toBe(0);
      await shoot(page, `phone-${page === owner ? "owner" : "customer"}`);
    }
    await visit(owner, `/contracts/new?customer=${customerId}`);
    await expect.poll(() => overflowOf(owner)).toBe(0);
    await shoot(owner, "phone-wizard");
  });

  it("keeps the strict content security policy and asks nobody else for anything", () => {
    expect(watchmen.flatMap(({ wrongs }) => wrongs)).toEqual([]);
  });
});
