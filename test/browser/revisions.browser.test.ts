import type { MonthAvailability } from "@driftvakt/domain/availability";
import type { Server } from "@driftvakt/protocol/api";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { openLedger } from "../e2e/witness.ts";
import { wrongsOfPage } from "./accessibility.ts";
import { DESK, keepPicture, openChromium } from "./chromium.ts";
import { startPortal, type PortalUnderTest } from "./portal-under-test.ts";
import { enterByLink, speak } from "./sign-in.ts";

const MONTH = "2026-05";
const MAY_MS = Date.UTC(2026, 3, 30, 22);
const JUNE_MS = Date.UTC(2026, 4, 31, 22);
const HOUR = 3_600_000;

let portal: PortalUnderTest;
let browser: Browser;
let owner: Page;
let customer: Page;
let server: Server;

beforeAll(async () => {
  [portal, browser] = await Promise.all([startPortal("ba"), openChromium()]);
  server = await findOwnMachine();
  await reportAndRevise();
  owner = await openPage();
  await enterByLink(owner, portal.signInLink);
  await speak(owner, "en");
  const { signInUrl } = (await portal.ask("POST", "/people", {
    name: "Kenan Kupac",
    email: "kenan@example.org",
    role: "customer-reader",
    customerId: server.customerId,
    locale: "en",
  })) as { signInUrl: string };
  customer = await openPage();
  await enterByLink(customer, signInUrl);
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await portal?.stop();
});

afterEach(({ task }) => keepPicture(owner, task));

/** The machine that the product runs on: it is ready before its own agent has come. */
async function findOwnMachine(): Promise<Server> {
  return vi.waitFor(
    async () => {
      const { items } = (await portal.ask("GET", "/servers")) as { items: Server[] };
      const own = items.find(({ contractId }) => contractId !== null);
      if (!own) throw new Error("no machine has come yet");
      return own;
    },
    { timeout: 60_000, interval: 250 },
  );
}

async function openPage(): Promise<Page> {
  const context = await browser.newContext({
    locale: "en-GB",
    viewport: DESK,
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  return page;
}

/** May with some of its hours down, as judging it gives it. */
function mayWith(
  outages: readonly { id: string; fromMs: number; hours: number }[],
): MonthAvailability {
  const agreedMs = JUNE_MS - MAY_MS;
  const downMs = outages.reduce((sum, { hours }) => sum + hours * HOUR, 0);
  const points = Math.floor(((agreedMs - downMs) / agreedMs) * 10_000);
  return {
    clause: "ba-06",
    month: MONTH,
    timeZone: "Europe/Sarajevo",
    fromMs: MAY_MS,
    toMs: JUNE_MS,
    agreedMs,
    downMs,
    unknownMs: 0,
    excludedMs: 0,
    share: { up: agreedMs - downMs, of: agreedMs },
    points,
    percent: (points / 100).toFixed(2),
    met: points >= 9990,
    counted: outages.map(({ id, fromMs, hours }) => ({
      service: "host",
      outageIds: [id],
      fromMs,
      toMs: fromMs + hours * HOUR,
    })),
    excluded: [],
  };
}

/** Reports May with an hour down, and finds three more later: nobody waits a month in a test. */
async function reportAndRevise(): Promise<void> {
  const early = { id: "early", fromMs: MAY_MS + 50 * HOUR, hours: 1 };
  const late = { id: "late", fromMs: MAY_MS + 90 * HOUR, hours: 3 };
  const reported = mayWith([early]);
  const corrected = mayWith([early, late]);
  const outages = [early, late].map(({ id, fromMs, hours }) => ({
    id,
    service: "host",
    cause: "power",
    beganMs: fromMs,
    endedMs: fromMs + hours * HOUR,
  }));
  const evidence = {
    corrected,
    outages,
    promisedMilliPercent: 99_900,
    credit: { reportedMinor: 750, correctedMinor: 4_500, currency: "BAM" },
  };
  const ledger = await openLedger(portal.data);
  try {
    const key = [server.customerId, server.contractId, server.id, MONTH];
    await ledger.query(
      `insert into frozen_month (customer_id, contract_id, server_id, month, result, frozen_at)
       values ($1, $2, $3, $4, $5, '2026-06-05T04:00Z')`,
      [...key, JSON.stringify(reported)],
    );
    await ledger.query(
      `insert into month_adjustment (customer_id, contract_id, server_id, month, number, found_at, clause,
         reported_points, corrected_points, down_ms_change, evidence)
       values ($1, $2, $3, $4, 1, '2026-06-20T03:41Z', 'ba-06', $5, $6, $7, $8)`,
      [...key, reported.points, corrected.points, 3 * HOUR, JSON.stringify(evidence)],
    );
  } finally {
    await ledger.end();
  }
}

const SAID = {
  figures: [
    ["Availability", "99.865%", "99.462%", "−0.403%"],
    ["Down", "1 hr", "4 hrs", "+3 hrs"],
    ["Credit", "BAM 7.50", "BAM 45.00", "+BAM 37.50"],
  ],
  outages: ["As before", "Found later"],
};

/** Everything that a revised month says of itself, whoever looks; closes it. */
async function readRevision(page: Page): Promise<typeof SAID> {
  const drawer = page.getByRole("dialog", { name: "Revised month" });
  await drawer.getByText("Worse than reported").waitFor();
  await drawer.getByText("1 outage was found later.").waitFor();
  const rows = await drawer.locator("table").first().locator("tbody tr").allInnerTexts();
  const outages = await drawer
    .getByRole("table", { name: "Outages that it rests on" })
    .locator('td[data-label="Why"]')
    .allTextContents();
  await page.keyboard.press("Escape");
  await drawer.waitFor({ state: "detached" });
  const figures = rows.map((row) => row.replaceAll("\u00A0", " ").split(/\s*[\t\n]\s*/));
  return { figures, outages };
}

describe("R18, ba-06, ba-07: a month that was revised after its report", () => {
  it("is in the technicians' list, with what was reported, what it is now, why, and the difference in credit", async () => {
    await owner.goto(portal.url);
    await owner.getByRole("link", { name: "Revised months" }).click();
    await owner.getByRole("button", { name: `May 2026 · ${server.hostname}` }).click();
    expect(await readRevision(owner)).toEqual(SAID);
  });

  it("is on the page of the contract, and the machine's month shows the report and what became of it", async () => {
    await owner.goto(`${portal.url}/contracts/${server.contractId}`);
    await owner
      .locator("#revisions")
      .getByRole("button", { name: /May 2026/ })
      .click();
    expect(await readRevision(owner)).toEqual(SAID);
    await owner.goto(`${portal.url}/availability?period=${MONTH}`);
    await owner.getByRole("link", { name: "Revised after the report" }).waitFor();
    await owner.getByRole("link", { name: server.hostname }).click();
    // The page before has a month to fill in, too.
    await owner.getByRole("tab", { name: "Availability" }).waitFor();
    await owner.getByRole("tabpanel").getByLabel("Month").fill(MONTH);
    await owner.getByRole("button", { name: "What changed" }).click();
    expect(await readRevision(owner)).toEqual(SAID);
  });

  it("is the customer's to see, too, beside the contract", async () => {
    await customer.goto(`${portal.url}/contracts/${server.contractId}`);
    expect(await customer.getByRole("link", { name: "Revised months" }).count()).toBe(0);
    await customer
      .locator("#revisions")
      .getByRole("button", { name: /May 2026/ })
      .click();
    expect(await readRevision(customer)).toEqual(SAID);
  });
});

describe("may I keep this software?", () => {
  const said = (page: Page) => page.locator("#may-i blockquote");

  it("asks what it must know, and answers by what was filled in", async () => {
    await customer.goto(`${portal.url}/contracts/${server.contractId}`);
    const form = customer.locator("#may-i");
    await form.getByRole("combobox", { name: "What would you like?" }).fill("plug-in");
    await customer.getByRole("option", { name: "A plug-in of a CMS" }).click();
    const ask = form.getByRole("button", { name: "Ask the contract" });
    await form.getByLabel("Name").fill("gallery");
    expect(await ask.isDisabled()).toBe(true);
    await form.getByLabel("Installed version").fill("6.9");
    await form.getByLabel("Newest version").fill("6.10");
    await form.getByLabel("Licence key").selectOption({ label: "There is none" });
    await ask.click();
    await said(customer).getByText("ba-10").waitFor();
    expect(await wrongsOfPage(customer)).toEqual([]);
    // What is asked about is something else now: the old answer goes.
    await form.getByLabel("Name").fill("xmrig");
    await said(customer).waitFor({ state: "detached" });
    await ask.click();
    await said(customer).getByText("ba-12").waitFor();
    await form.getByText("The contract does not allow it").waitFor();
  });
});
