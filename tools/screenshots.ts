import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium, type BrowserContext, type Page } from "playwright-core";
import { enterByLinkWithApp, speak } from "../test/browser/sign-in.ts";

/**
 * Takes the pictures of the README from a running control plane:
 * `node tools/screenshots.ts URL SIGN-IN-LINK [--out docs/images] [--locale en]`.
 * The link is used up. What is on the pictures is what is in that control plane.
 */
const USAGE =
  "usage: node tools/screenshots.ts URL SIGN-IN-LINK [--out FOLDER] [--locale en|sv|da|de|bs]";
const EXECUTABLE = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const TRIES = 3;
const LIMIT_BYTES = 180_000;
const DESK = { width: 1200, height: 740 };
const PHONE = { width: 390, height: 800 };

type Shot = {
  readonly name: string;
  readonly path: (ids: Ids) => string;
  readonly colourScheme?: "dark";
  readonly phone?: true;
};
type Ids = { readonly serverId: string; readonly contractId: string };

const SHOTS: readonly Shot[] = [
  { name: "overview", path: () => "/" },
  { name: "overview-dark", path: () => "/", colourScheme: "dark" },
  { name: "servers", path: () => "/servers" },
  { name: "server", path: ({ serverId }) => `/servers/${serverId}?range=hour` },
  {
    name: "server-dark",
    path: ({ serverId }) => `/servers/${serverId}?range=hour`,
    colourScheme: "dark",
  },
  { name: "server-phone", path: ({ serverId }) => `/servers/${serverId}?range=hour`, phone: true },
  { name: "contract", path: ({ contractId }) => `/contracts/${contractId}` },
  { name: "promises", path: () => "/promises" },
  { name: "alerts", path: () => "/alerts" },
  { name: "simulator", path: () => "/simulator?catalogue=se&scenario=se-premium-quarter&play=1" },
];

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: "string", default: "docs/images" },
    locale: { type: "string", default: "en" },
  },
});
const [url, link] = positionals;
if (!url || !link) {
  console.error(USAGE);
  process.exit(64);
}
await takeAll(url, link, values.out, values.locale);

async function takeAll(url: string, link: string, folder: string, locale: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const browser = await chromium.launch({ executablePath: EXECUTABLE, args: ["--no-sandbox"] });
  try {
    const context = await browser.newContext({
      locale: "en-GB",
      ignoreHTTPSErrors: true,
      viewport: DESK,
      reducedMotion: "reduce",
    });
    const page = await context.newPage();
    // Nobody keeps the password and the authenticator app that this sets.
    await enterByLinkWithApp(page, link);
    await speak(page, locale);
    const ids = await findIds(page, url);
    for (const shot of SHOTS) await takeOneOf(TRIES, () => take(context, url, shot, ids, folder));
  } finally {
    await browser.close();
  }
}

/** A network that changes under the browser breaks a page now and then: look again. */
async function takeOneOf(tries: number, work: () => Promise<void>): Promise<void> {
  for (let left = tries; ; left--) {
    try {
      await work();
      return;
    } catch (error) {
      if (left <= 1) throw error;
    }
  }
}

/** The first server and the first contract are the ones to be seen. */
async function findIds(page: Page, url: string): Promise<Ids> {
  const firstOf = async (path: string): Promise<string> => {
    const response = await page.request.get(`${url}/api/v1${path}`);
    const { items } = (await response.json()) as { items: { id: string }[] };
    const [first] = items;
    if (!first) throw new Error(`${path} is empty: there is nothing to take a picture of`);
    return first.id;
  };
  return {
    serverId: await firstOf("/servers?limit=1"),
    contractId: await firstOf("/contracts?limit=1"),
  };
}

async function take(
  context: BrowserContext,
  url: string,
  shot: Shot,
  ids: Ids,
  folder: string,
): Promise<void> {
  const page = await context.newPage();
  await page.setViewportSize(shot.phone ? PHONE : DESK);
  await page.emulateMedia({ colorScheme: shot.colourScheme ?? "light", reducedMotion: "reduce" });
  await page.goto(url + shot.path(ids));
  await page.locator("h1").first().waitFor();
  await page
    .locator('[role="status"][aria-label="Loading"]')
    .first()
    .waitFor({ state: "detached" });
  if (shot.name.startsWith("server-") || shot.name === "server")
    await page.locator(".u-over").first().waitFor();
  if (shot.name === "simulator") {
    const timeline = page.getByRole("heading", { name: "Timeline" });
    await timeline.waitFor();
    await timeline.evaluate((heading) => heading.scrollIntoView({ block: "start" }));
    await page.evaluate(() => scrollBy(0, -90));
  }
  const path = join(folder, `${shot.name}.png`);
  await page.screenshot({ path, animations: "disabled", caret: "hide" });
  await page.close();
  const { size } = statSync(path);
  if (size > LIMIT_BYTES) throw new Error(`${path} has ${size} bytes, more than ${LIMIT_BYTES}`);
  console.log(`${path} ${Math.round(size / 1000)} kB`);
}
