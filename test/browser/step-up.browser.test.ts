import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { totpCode } from "../control/totp.ts";
import { openSite, type Site, type Watched } from "../e2e/site.ts";
import { wrongsOfDialog } from "./accessibility.ts";
import { DESK, keepPicture, openChromium } from "./chromium.ts";
import { enterByLinkWithApp, speak } from "./sign-in.ts";
import { staleProofs } from "./stale-proof.ts";

let site: Site;
let web: Watched;
let browser: Browser;
let page: Page;
/** Of the owner's authenticator app. */
let secret: string;

beforeAll(async () => {
  site = await openSite({ name: "stepup", catalogue: "se", locale: "en", withMail: false });
  [web, browser] = await Promise.all([site.watch({ hostname: "web1" }), openChromium()]);
  // The certificate is the test's own; passkeys want a name, so this person uses an authenticator app.
  const context = await browser.newContext({
    ignoreHTTPSErrors: true,
    locale: "en-GB",
    viewport: DESK,
    reducedMotion: "reduce",
  });
  page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const link = /https:\S+\/sign-in\/link\/\S+/.exec(site.control.output)?.[0];
  if (!link) throw new Error(`no sign-in link in: ${site.control.output}`);
  secret = await enterByLinkWithApp(page, link);
  await speak(page, "en");
}, 300_000);

afterAll(async () => {
  await browser?.close();
  await site?.close();
}, 120_000);

afterEach(({ task }) => keepPicture(page, task));

const proof = () => page.getByRole("dialog", { name: "Show that it is you" });
const restart = () => page.getByRole("dialog", { name: /^Restart/ });
const listMandates = async () => (await site.control.ask("mandates.list")).items;
describe("a restart of a machine by somebody who signed in long ago", () => {
  it("asks who it is before anything is done; cancelled, nothing was", async () => {
    await page.goto(`${site.control.url}/servers/${web.serverId}`);
    await page.getByRole("button", { name: "Restart the machine" }).click();
    await restart().getByText("The contract allows it").waitFor();
    await restart()
      .getByLabel(/^Type /)
      .fill("web1");
    await staleProofs(site.control.folder);
    await restart().getByRole("button", { name: "Restart the machine" }).click();
    await proof().getByLabel("Six-digit code").waitFor();
    expect(await listMandates()).toEqual([]);
    await proof().getByRole("button", { name: "Close" }).click();
    await proof().waitFor({ state: "detached" });
    // The dialog before is still there, says that a proof was missing, and nothing was issued.
    await restart().getByRole("alert").waitFor();
    await expect
      .poll(() => restart().getByRole("button", { name: "Restart the machine" }).isEnabled())
      .toBe(true);
    expect(await listMandates()).toEqual([]);
  });

  it("says that a wrong code is wrong, and still nothing was done", async () => {
    await restart().getByRole("button", { name: "Restart the machine" }).click();
    const right = totpCode(secret);
    await proof()
      .getByLabel("Six-digit code")
      .fill(right === "000000" ? "111111" : "000000");
    await proof().getByRole("button", { name: "Verify" }).click();
    await proof().getByText("This code is not right, or was used already.").waitFor();
    expect(await wrongsOfDialog(page)).toEqual([]);
    expect(await listMandates()).toEqual([]);
  });

  it("se-08: goes on by itself once the code is right, and the machine restarts once", async () => {
    const next = web.machine.bootCount + 1;
    await proof().getByLabel("Six-digit code").fill(totpCode(secret));
    await proof().getByRole("button", { name: "Verify" }).click();
    await proof().waitFor({ state: "detached" });
    await web.machine.waitForBoot(next, { deadlineSeconds: 120 });
    await restart().getByText("Done", { exact: true }).first().waitFor({ timeout: 120_000 });
    const mandates = await listMandates();
    expect(mandates).toMatchObject([{ operation: "machine.restart", state: "succeeded" }]);
    expect(web.machine.bootCount).toBe(next);
    await restart().getByRole("button", { name: "Close" }).last().click();
  });
});
