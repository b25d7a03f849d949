import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  chromium,
  type Browser,
  type BrowserContext,
  type CDPSession,
  type Page,
} from "playwright-core";

const EXECUTABLE = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

export const DESK = { width: 1360, height: 900 } as const;
export const PHONE = { width: 360, height: 740 } as const;

/** Debian's Chromium, headless. */
export function openChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: EXECUTABLE,
    args: ["--no-sandbox", "--disable-dev-shm-usage"],
  });
}

/** What a page must never do: break its content security policy, throw, or ask anybody but its own server. */
export type Watchman = { readonly wrongs: string[] };

/** Notes every wrong of every page in a context. */
export function watchContext(context: BrowserContext, url: string): Watchman {
  const wrongs: string[] = [];
  const { origin } = new URL(url);
  context.on("page", (page) => watchPage(page, wrongs));
  context.on("request", (request) => {
    const asked = new URL(request.url());
    if (asked.origin !== origin && asked.protocol.startsWith("http"))
      wrongs.push(`asked ${asked.href}`);
  });
  return { wrongs };
}

function watchPage(page: Page, wrongs: string[]): void {
  page.on("pageerror", (error) => wrongs.push(`threw ${error.message}`));
  page.on("console", (message) => {
    const text = message.text();
    // Answers such as 401 are the API's business; a network that changes under the browser is the machine's.
    if (message.type() === "error" && !/Failed to load resource|ERR_NETWORK/.test(text))
      wrongs.push(text);
  });
}

export type Authenticator = { readonly id: string; readonly session: CDPSession };

/** A passkey device that says yes by itself. */
export async function plugInAuthenticator(page: Page): Promise<Authenticator> {
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { id: authenticatorId, session };
}

/** Parts of the page that are wider than the screen. */
export function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth));
}

const REPORTS = fileURLToPath(new URL("../../reports/browser/", import.meta.url));

/** Keeps a picture of the page as it was when a test failed. */
export async function keepPicture(
  page: Page | undefined,
  task: { name: string; result?: { state: string } | undefined },
): Promise<void> {
  if (task.result?.state !== "fail" || !page || page.isClosed()) return;
  mkdirSync(REPORTS, { recursive: true });
  const name = task.name.replace(/\W+/g, "-").slice(0, 80);
  await page.screenshot({ path: `${REPORTS}${name}.png`, fullPage: true });
}
