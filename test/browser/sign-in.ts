import type { Page } from "playwright-core";
import { totpCode } from "../control/totp.ts";
import { plugInAuthenticator } from "./chromium.ts";

export const PASSWORD = "correct horse battery staple";

/** Takes a one-time link, sets a password and a passkey; ends on the overview. */
export async function enterByLink(page: Page, link: string): Promise<void> {
  await plugInAuthenticator(page);
  await choosePassword(page, link);
  await page.getByRole("button", { name: /Passkey/ }).click();
  await page.getByRole("navigation").first().waitFor();
}

/** The same with an authenticator app. @returns the app's secret. */
export async function enterByLinkWithApp(page: Page, link: string): Promise<string> {
  await choosePassword(page, link);
  await page.getByRole("button", { name: /Authenticator app/ }).click();
  const secret =
    (await page
      .getByRole("group", { name: "Or type this secret" })
      .locator("code")
      .textContent()) ?? "";
  // The code of the step before counts, too; the one that signs in later must be another.
  await page.getByLabel("Six-digit code").fill(totpCode(secret, -1));
  await page.getByRole("button", { name: "Verify" }).click();
  await page.getByRole("button", { name: "I have saved them" }).click();
  await page.getByRole("navigation").first().waitFor();
  return secret;
}

/** Changes the person's own language, as the profile page does; pages that are opened from then on speak it. */
export async function speak(page: Page, locale: string): Promise<void> {
  const status = await page.evaluate(async (wanted) => {
    const answer = await fetch("/api/v1/me", {
      method: "PATCH",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ locale: wanted }),
    });
    return answer.status;
  }, locale);
  if (status !== 200) throw new Error(`the language could not be changed: ${status}`);
}

async function choosePassword(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByRole("button", { name: "Sign in with this link" }).click();
  await page.getByLabel("New password").fill(PASSWORD);
  await page.getByLabel("The same password again").fill(PASSWORD);
  await page.getByRole("button", { name: "Continue" }).click();
}
