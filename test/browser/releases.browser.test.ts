import { createHash, generateKeyPairSync } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { releaseSchema } from "@driftvakt/protocol/agent";
import { rawPublicKey, seal } from "@driftvakt/protocol/envelope";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { wrongsOfPage } from "./accessibility.ts";
import { DESK, keepPicture, openChromium, overflowOf, PHONE } from "./chromium.ts";
import { startPortal, type PortalUnderTest } from "./portal-under-test.ts";
import { enterByLink, speak } from "./sign-in.ts";
import { staleProofs } from "./stale-proof.ts";

const VERSION = "900.1.0";
const folder = mkdtempSync(join(tmpdir(), "driftvakt-release-"));
const releaseKeys = generateKeyPairSync("ed25519");

let portal: PortalUnderTest;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  [portal, browser] = await Promise.all([startPortal("se"), openChromium()]);
  const context = await browser.newContext({
    locale: "en-GB",
    viewport: DESK,
    reducedMotion: "reduce",
  });
  page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await enterByLink(page, portal.signInLink);
  await speak(page, "en");
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await portal?.stop();
  rmSync(folder, { recursive: true, force: true });
});

afterEach(({ task }) => keepPicture(page, task));

/** Lays an executable where the control plane serves it from. @returns the file that signing it writes. */
function signRelease(): string {
  const program = "#!/bin/sh\nexit 3\n";
  const sha256 = createHash("sha256").update(program).digest("hex");
  mkdirSync(join(portal.data, "releases"), { recursive: true });
  writeFileSync(join(portal.data, "releases", sha256), program);
  const nowMs = Date.now();
  const release = releaseSchema.parse({
    format: 1,
    product: "driftvakt-agent",
    version: VERSION,
    signedAtMs: nowMs,
    expiresMs: nowMs + 24 * 3_600_000,
    files: [{ platform: "linux-x64", sha256, sizeBytes: program.length }],
  });
  const file = join(folder, "release.json");
  writeFileSync(file, JSON.stringify(seal("release", release, releaseKeys.privateKey)));
  return file;
}

const dialog = () => page.getByRole("dialog");
const proof = () => page.getByRole("dialog", { name: "Show that it is you" });
const rollout = () =>
  page
    .locator("section")
    .filter({ has: page.getByRole("list", { name: "Rings of the roll-out" }) });
const stateOf = async () => {
  const { items } = (await portal.ask("GET", "/agent-releases")) as { items: { state: string }[] };
  return items.map(({ state }) => state);
};

describe("releases of the agent, in the portal", () => {
  it("says that there is none yet, and which version this machine runs", async () => {
    await page.goto(`${portal.url}/releases`);
    await page.getByText("No release has been rolled out yet").waitFor();
    const rows = page.getByRole("table", { name: "Which machine runs which version" });
    await expect.poll(() => rows.locator("tbody tr").count()).toBe(1);
    expect(await wrongsOfPage(page)).toEqual([]);
  });

  it("A20: takes no file that is none, and none that no key of this installation signed", async () => {
    const file = signRelease();
    const other = join(folder, "notes.json");
    writeFileSync(other, "{}");
    await page.getByRole("button", { name: "Roll out a release" }).click();
    const chooser = dialog().locator('input[type="file"]');
    await chooser.setInputFiles(other);
    await dialog().getByText("notes.json is no signed release of the agent.").waitFor();
    const begin = dialog().getByRole("button", { name: "Begin the roll-out" });
    await expect.poll(() => begin.isEnabled()).toBe(false);
    await chooser.setInputFiles(file);
    await dialog().getByText(VERSION).waitFor();
    await begin.click();
    await dialog()
      .getByText(/no release key of this installation signed this/)
      .waitFor();
    expect(await stateOf()).toEqual([]);
  });

  it("rolls one out that is signed, and shows what became of it with the reason", async () => {
    const key = rawPublicKey(releaseKeys.publicKey).toString("hex");
    writeFileSync(join(portal.data, "release-keys"), `${key}\n`);
    await dialog().getByRole("button", { name: "Begin the roll-out" }).click();
    await dialog().waitFor({ state: "detached" });
    await rollout().getByText("Rolling out").waitFor();
    await expect
      .poll(() => rollout().locator('[aria-current="step"]').textContent())
      .toContain("Ring 1");
    // This machine's own agent comes with the checkout and takes no updates: it says so by itself.
    const outcome = page.getByRole("table", { name: `What became of ${VERSION}` });
    await outcome.getByText("Refused").waitFor({ timeout: 120_000 });
    const reason = await outcome.locator('td[data-label="Reason"]').textContent();
    expect(reason?.trim().split(" ").length).toBeGreaterThan(3);
    expect(await wrongsOfPage(page)).toEqual([]);
  });

  it("is paused after a question, and goes on only with a fresh proof", async () => {
    await rollout().getByRole("button", { name: "Pause" }).click();
    await dialog().getByRole("button", { name: "Cancel" }).click();
    await dialog().waitFor({ state: "detached" });
    expect(await stateOf()).toEqual(["rolling"]);
    await rollout().getByRole("button", { name: "Pause" }).click();
    await dialog().getByRole("button", { name: "Pause" }).click();
    await rollout()
      .getByText(/^Paused by /)
      .waitFor();
    await staleProofs(portal.data);
    await rollout().getByRole("button", { name: "Go on" }).click();
    await dialog().getByRole("button", { name: "Go on" }).click();
    await proof().getByRole("button", { name: "Use the passkey" }).waitFor();
    expect(await stateOf()).toEqual(["paused"]);
    await proof().getByRole("button", { name: "Use the passkey" }).click();
    await rollout().getByText("Rolling out").waitFor();
    expect(await stateOf()).toEqual(["rolling"]);
  });

  it("fits a phone, and holds in the dark", async () => {
    await page.emulateMedia({ colorScheme: "dark" });
    await page.setViewportSize(PHONE);
    await page.goto(`${portal.url}/releases`);
    await rollout().getByText("Ring 4").waitFor();
    await expect.poll(() => overflowOf(page)).toBe(0);
    expect(await wrongsOfPage(page)).toEqual([]);
  });
});
