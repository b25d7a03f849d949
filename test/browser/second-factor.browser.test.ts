import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  DESK,
  openChromium,
  plugInAuthenticator,
  watchContext,
  type Watchman,
} from "./chromium.ts";
import { startPortal, type PortalUnderTest } from "./portal-under-test.ts";
import { PASSWORD } from "./sign-in.ts";

/** In English before the person is known, then in the provider’s language. */
const PASSKEY = /Passkey|Passnyckel/;

let portal: PortalUnderTest;
let browser: Browser;
let page: Page;
let watchman: Watchman;
/** Every address that the page came to, in order. */
const visited: string[] = [];

beforeAll(async () => {
  [portal, browser] = await Promise.all([startPortal("se"), openChromium()]);
  const context = await browser.newContext({ locale: "en-GB", viewport: DESK });
  watchman = watchContext(context, portal.url);
  page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on("framenavigated", (frame) => {
    if (frame === page.mainFrame()) visited.push(new URL(frame.url()).pathname);
  });
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await portal?.stop();
});

const address = () => new URL(page.url());

describe("somebody signed in who still owes the second factor", () => {
  it("is led to its page once, from wherever they go, and stays there", async () => {
    await plugInAuthenticator(page);
    await page.goto(portal.signInLink);
    await page.getByRole("button", { name: "Sign in with this link" }).click();
    await page.getByLabel("New password").fill(PASSWORD);
    await page.getByLabel("The same password again").fill(PASSWORD);
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByRole("button", { name: PASSKEY }).waitFor();
    for (const path of ["/", "/servers?search=web", "/simulator"]) {
      visited.length = 0;
      await page.goto(portal.url + path);
      await page.getByRole("button", { name: PASSKEY }).waitFor();
      // A loop would go on for as long as it is looked at.
      const quiet = page.waitForEvent("framenavigated", { timeout: 1500 }).then(
        () => "moved",
        () => "quiet",
      );
      expect(await quiet).toBe("quiet");
      expect(address().pathname).toBe("/sign-in/second-factor");
      expect(address().searchParams.get("next")).toBe(path);
      expect(visited.length).toBeLessThanOrEqual(3);
    }
  });

  it("comes out where they wanted to go, and is not sent back", async () => {
    await page.getByRole("button", { name: PASSKEY }).click();
    await page.getByRole("navigation").first().waitFor();
    expect(address().pathname).toBe("/simulator");
    await page.goto(`${portal.url}/servers`);
    await page.getByRole("navigation").first().waitFor();
    expect(address().pathname).toBe("/servers");
    expect(watchman.wrongs).toEqual([]);
  });
});
