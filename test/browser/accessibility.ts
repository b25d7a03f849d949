import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

const WCAG_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/**
 * What axe finds wrong with WCAG AA and its best practice on a page where no dialog is open (one that is closing is
 * waited for), one line a rule.
 */
export async function wrongsOfPage(page: Page): Promise<string[]> {
  const dialogs = page.getByRole("dialog");
  for (let k = await dialogs.count(); k > 0; k--)
    await dialogs.nth(k - 1).waitFor({ state: "detached" });
  // Half under the bar at the top, a field would count as too small to be hit.
  await page.evaluate(() => scrollTo(0, 0));
  return listViolations(new AxeBuilder({ page }));
}

/** The same within the dialog that is open or about to be: what lies under it cannot be used meanwhile. */
export async function wrongsOfDialog(page: Page): Promise<string[]> {
  await page.getByRole("dialog").first().waitFor();
  return listViolations(
    new AxeBuilder({ page })
      .include('[role="dialog"]')
      // The head of a dialog is a <header> inside a <section>: no banner to a browser, but one to axe.
      .disableRules(["landmark-no-duplicate-banner", "landmark-unique"]),
  );
}

async function listViolations(axe: AxeBuilder): Promise<string[]> {
  const { violations } = await axe.withTags([...WCAG_AA, "best-practice"]).analyze();
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`,
  );
}
