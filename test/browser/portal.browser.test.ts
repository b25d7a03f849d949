import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { totpCode } from "../control/totp.ts";
import {
  DESK,
  keepPicture,
  openChromium,
  overflowOf,
  PHONE,
  watchContext,
  type Watchman,
} from "./chromium.ts";
import { startPortal, type PortalUnderTest } from "./portal-under-test.ts";
import { enterByLink, enterByLinkWithApp, PASSWORD, speak } from "./sign-in.ts";

let portal: PortalUnderTest;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let watchman: Watchman;
let serverId: string;
let contractId: string;

const PAGES = [
  "/",
  "/servers",
  "/alerts",
  "/promises",
  "/contracts",
  "/contracts/new",
  "/availability",
  "/revisions",
  "/announcements",
  "/mandates",
  "/mails",
  "/audit",
  "/audit?tab=security",
  "/customers",
  "/people",
  "/releases",
  "/api-keys",
  "/profile",
] as const;
const TABS = ["live", "services", "inventory", "promises", "availability", "record"] as const;

beforeAll(async () => {
  [portal, browser] = await Promise.all([startPortal(), openChromium()]);
  context = await browser.newContext({ locale: "en-GB", viewport: DESK, reducedMotion: "reduce" });
  watchman = watchContext(context, portal.url);
  page = await context.newPage();
  page.setDefaultTimeout(15_000);
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await portal?.stop();
});

/** Goes to a page and waits until nothing is loading any more. */
async function visit(path: string, on: Page = page): Promise<void> {
  await on.goto(portal.url + path);
  await on.locator("h1").first().waitFor();
  await on.locator('[role="status"][aria-label="Loading"]').first().waitFor({ state: "detached" });
}

/** Changes the language, and waits until the page speaks it. */
async function turnTo(locale: string): Promise<void> {
  await speak(page, locale);
  await page.goto(portal.url);
  await page.waitForFunction((wanted) => document.documentElement.lang === wanted, locale);
}

afterEach(({ task }) => keepPicture(page, task));

describe("signing in", () => {
  it("takes the one-time link by a click, asks for a password and a passkey, and lets in", async () => {
    await enterByLink(page, portal.signInLink);
    await turnTo("en");
    await expect
      .poll(() => page.getByRole("button", { name: "Menu of Owner" }).isVisible())
      .toBe(true);
  });
  it("does not take the link twice", async () => {
    const other = await browser.newContext({ locale: "en-GB" });
    const stranger = await other.newPage();
    await stranger.goto(portal.signInLink);
    await stranger.getByRole("button", { name: "Sign in with this link" }).click();
    await stranger.getByText("This link was used already").waitFor();
    expect(stranger.url()).toContain("/sign-in/link/");
    await other.close();
  });
  it("signs out, keeps the page to come back to, and signs in again by passkey", async () => {
    await visit("/servers");
    await page.getByRole("button", { name: "Menu of Owner" }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.getByRole("button", { name: "Sign in with a passkey" }).waitFor();
    await page.goto(`${portal.url}/alerts`);
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await page.getByRole("heading", { name: "Alerts", level: 1 }).waitFor();
    expect(new URL(page.url()).pathname).toBe("/alerts");
  });
  it("lets an invited customer in with password and authenticator app, and shows them only what is theirs", async () => {
    await visit("/people");
    await page.getByRole("button", { name: "Invite user" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("Karin Kund");
    await dialog.getByLabel("E-mail").fill("karin@example.org");
    await dialog.getByLabel("Customer").click();
    await page.getByRole("option").last().click();
    await dialog.getByRole("button", { name: "Make sign-in link" }).click();
    const link =
      (await dialog.getByRole("group", { name: "Sign-in link" }).locator("code").textContent()) ??
      "";
    const own = await browser.newContext({ locale: "en-GB", viewport: DESK });
    const customer = await own.newPage();
    customer.setDefaultTimeout(15_000);
    const secret = await enterByLinkWithApp(customer, link);
    await visit("/servers", customer);
    expect(await customer.getByRole("link", { name: "Audit" }).count()).toBe(0);
    expect(await customer.getByRole("button", { name: "Add server" }).count()).toBe(0);
    await customer.getByRole("button", { name: /^Menu of/ }).click();
    await customer.getByRole("menuitem", { name: "Sign out" }).click();
    await customer.getByLabel("E-mail").fill("karin@example.org");
    await customer.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await customer.getByRole("button", { name: "Sign in with password" }).click();
    await customer.getByLabel("Six-digit code").fill(totpCode(secret));
    await customer.getByRole("button", { name: "Verify" }).click();
    await customer.getByRole("navigation").first().waitFor();
    await own.close();
  });
});

describe("the fleet", () => {
  it("msp-06: shows this machine's live figures within half a minute of the start", async () => {
    await visit("/servers");
    await page.locator("[data-row-link]").first().click();
    await page.getByRole("heading", { name: "CPU" }).waitFor({ timeout: 40_000 });
    await page.locator(".u-over").first().waitFor({ timeout: 40_000 });
    serverId = new URL(page.url()).pathname.split("/")[2] ?? "";
    expect(serverId).toMatch(/^[0-9a-f-]{36}$/);
  });
  it("finds a server by its name, and says so when none matches", async () => {
    await visit("/servers");
    const field = page.getByRole("searchbox", { name: "Search" });
    await field.fill("no-such-machine");
    await page.getByText("Nothing matches").waitFor();
    await page.getByRole("button", { name: "Show everything" }).click();
    await page.locator("[data-row-link]").first().waitFor();
    await expect.poll(() => field.inputValue()).toBe("");
  });
  it("makes a join command that counts down", async () => {
    await visit("/servers?add=1");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Host name").fill("web7.example.org");
    await dialog.getByLabel("Customer").click();
    await page.getByRole("option").first().click();
    await dialog.getByRole("button", { name: "Make the command" }).click();
    const command = await dialog
      .getByRole("group", { name: "Command to run on the server" })
      .locator("code")
      .textContent();
    expect(command).toContain("dvj_");
    await dialog.getByRole("timer").waitFor();
    await expect.poll(() => dialog.getByRole("timer").textContent()).toMatch(/min/);
    await dialog.getByRole("button", { name: "Close" }).last().click();
  });
  it("se-08, se-13: says what the contract allows before a restart, and wants the machine's name typed", async () => {
    await visit(`/servers/${serverId}`);
    const name = (await page.locator("h1").first().textContent()) ?? "";
    await page.getByRole("button", { name: "Restart the machine" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("The contract allows it").waitFor();
    await dialog.getByText("se-08").waitFor();
    const restart = dialog.getByRole("button", { name: "Restart the machine" });
    await expect.poll(() => restart.isEnabled()).toBe(false);
    await dialog.getByLabel(/^Type /).fill(name);
    await expect.poll(() => restart.isEnabled()).toBe(true);
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await dialog.waitFor({ state: "detached" });
  });
  it("shows the contract in plain words, promises first", async () => {
    await visit("/contracts");
    await page.locator("[data-row-link]").first().click();
    await page.getByRole("heading", { name: "What we promise" }).waitFor();
    contractId = new URL(page.url()).pathname.split("/")[2] ?? "";
    await expect.poll(() => page.getByText("se-02").first().isVisible()).toBe(true);
  });
});

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Everything in light; what differs in the dark is the colours. */
function axeFor(colorScheme: "light" | "dark"): AxeBuilder {
  const axe = new AxeBuilder({ page }).options({ resultTypes: ["violations"] });
  return colorScheme === "light" ? axe.withTags(WCAG) : axe.withRules(["color-contrast"]);
}

describe("for everyone", () => {
  it("is used by keyboard alone: palette, jumps, rows, help", async () => {
    await visit("/");
    await page.keyboard.press("g");
    await page.keyboard.press("s");
    await page.getByRole("heading", { name: "Servers", level: 1 }).waitFor();
    await page.locator("[data-row-link]").first().waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await page.getByRole("tab", { name: "Live" }).waitFor();
    await page.keyboard.press("/");
    await page.getByRole("combobox", { name: "Search" }).fill("prom");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Promises", level: 1 }).waitFor();
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keyboard" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(new URL(page.url()).pathname).toBe("/promises");
  });
  it.each(["light", "dark"] as const)(
    "WCAG AA holds on every page, %s",
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme });
      const found: string[] = [];
      const paths = [
        ...PAGES,
        ...TABS.map((tab) => `/servers/${serverId}?tab=${tab}`),
        `/contracts/${contractId}`,
        "/no-such-page",
      ];
      for (const path of paths) {
        await visit(path);
        const { violations } = await axeFor(colorScheme).analyze();
        for (const { id, nodes } of violations)
          found.push(`${path} ${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
      }
      expect(found).toEqual([]);
    },
    300_000,
  );
  it("fits a phone: nothing is wider than 360 px", async () => {
    await page.setViewportSize(PHONE);
    const wide: string[] = [];
    for (const path of [
      ...PAGES,
      ...TABS.map((tab) => `/servers/${serverId}?tab=${tab}`),
      `/contracts/${contractId}`,
    ]) {
      await visit(path);
      const over = await overflowOf(page);
      if (over > 0) wide.push(`${path}: ${over} px`);
    }
    await page.getByRole("button", { name: "Menu", exact: true }).click();
    await page.getByRole("dialog").getByRole("link", { name: "Servers" }).click();
    await page.getByRole("heading", { name: "Servers", level: 1 }).waitFor();
    await page.setViewportSize(DESK);
    expect(wide).toEqual([]);
  }, 120_000);
  it.each([
    ["sv", "Håller vi vårt ord?"],
    ["da", "Holder vi vores ord?"],
    ["de", "Halten wir Wort?"],
    ["bs", "Držimo li riječ?"],
    ["en", "Are we keeping our word?"],
  ])("speaks %s", async (locale, question) => {
    await turnTo(locale);
    await page.getByText(question).waitFor();
    const raw: string[] = [];
    for (const path of ["/", "/servers", `/servers/${serverId}`, "/profile", "/mails"]) {
      await visit(path);
      const shown = await page.locator("body").innerText();
      raw.push(
        // Months without a name are the browser's way of not knowing a language.
        ...(shown.match(/\b\d{4} M\d\d\b/g) ?? []),
        ...(shown.match(/\b(?:nav|field|list|action|servers|alerts|failure)\.[a-zA-Z.]+/g) ?? []),
      );
    }
    expect(raw).toEqual([]);
  });
  it("loads itself anew when a part did not arrive", async () => {
    const fresh = await context.newPage();
    let asked = 0;
    await fresh.route("**/assets/*.js", (route) =>
      asked++ === 2 ? route.abort() : route.continue(),
    );
    await fresh.goto(`${portal.url}/servers`);
    await fresh.getByRole("heading", { name: "Servers", level: 1 }).waitFor();
    expect(asked).toBeGreaterThan(3);
    await fresh.close();
  });
  it("keeps the strict content security policy and asks nobody else for anything", () => {
    expect(watchman.wrongs).toEqual([]);
  });
});
