import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openSite, type Site, type Watched } from "../e2e/site.ts";
import { DESK, keepPicture, openChromium } from "./chromium.ts";
import { enterByLinkWithApp, speak } from "./sign-in.ts";

let site: Site;
let web: Watched;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  site = await openSite({ name: "portal", catalogue: "se", locale: "en" });
  [web, browser] = await Promise.all([
    site.watch({ hostname: "web1", packages: ["vsftpd"] }),
    openChromium(),
  ]);
  // The certificate is the test's own; passkeys want a name, so this person uses an authenticator app.
  const context = await browser.newContext({
    ignoreHTTPSErrors: true,
    locale: "en-GB",
    viewport: DESK,
  });
  page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const link = /https:\S+\/sign-in\/link\/\S+/.exec(site.control.output)?.[0];
  if (!link) throw new Error(`no sign-in link in: ${site.control.output}`);
  await enterByLinkWithApp(page, link);
  await speak(page, "en");
}, 300_000);

afterAll(async () => {
  await browser?.close();
  await site?.close();
}, 120_000);

afterEach(({ task }) => keepPicture(page, task));

describe("a service that died, in the portal", () => {
  it("se-02, se-04: stands there by itself, with the promise at risk", async () => {
    await page.goto(`${site.control.url}/servers/${web.serverId}?tab=services`);
    const row = page.getByRole("row").filter({ hasText: "vsftpd" });
    await row.getByText("active (running)").waitFor();
    await web.machine.output(["systemctl", "kill", "--signal=KILL", "vsftpd.service"]);
    // Nobody reloads the page.
    await page.getByText("Critical", { exact: true }).first().waitFor();
    await page.getByText(/promises? at risk/).waitFor();
    await expect
      .poll(() => page.getByRole("link", { name: "1 open alert", exact: true }).isVisible())
      .toBe(true);
  });
  it("se-08, se-13: is restarted under a mandate: the clause first, then the word, then the outcome", async () => {
    await page.getByRole("button", { name: "Restart vsftpd.service" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("The contract allows it").waitFor();
    await dialog.getByText("se-08").waitFor();
    await dialog.getByLabel("Reason").fill("it was killed");
    await dialog.getByRole("button", { name: "Restart the service" }).click();
    await dialog.getByText("Done", { exact: true }).first().waitFor();
    await dialog.getByRole("button", { name: "Close" }).last().click();
    const state = await web.machine.output(["systemctl", "is-active", "vsftpd.service"]);
    expect(state.trim()).toBe("active");
  });
  it("se-02, se-04: is well again in the portal, the promise no longer at risk, with the evidence for it", async () => {
    await page.getByText(/promises? at risk/).waitFor({ state: "detached" });
    await page.getByRole("tab", { name: "Promises" }).click();
    const row = page.getByRole("row").filter({ hasText: "se-04" });
    await row.locator("[data-row-link]").click();
    const drawer = page.getByRole("dialog", { name: "Evidence" });
    await drawer.getByText("se-04").first().waitFor();
    await expect.poll(() => drawer.getByRole("listitem").count()).toBeGreaterThan(0);
    await page.keyboard.press("Escape");
  });
  it("stands in the machine's own journal, whose chain holds", async () => {
    await page.getByRole("tab", { name: "Record" }).click();
    await page.getByText("The chain holds").waitFor();
    await expect.poll(() => page.getByText("Restart vsftpd").first().isVisible()).toBe(true);
  });
});
