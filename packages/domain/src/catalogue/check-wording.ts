import type { Finding, ValuePath } from "./problem.ts";
import { readMoney } from "./price.ts";

/**
 * What a schema for one value alone cannot know: texts in the provider's language, and amounts in the provider's
 * currency. Works on the raw value, so that a file with other problems gets these told too.
 */
export function checkWording(value: unknown): Finding[] {
  const provider = (value as { provider?: { locale?: unknown; currency?: unknown } } | null)
    ?.provider;
  const language = typeof provider?.locale === "string" ? provider.locale.slice(0, 2) : undefined;
  const currency = typeof provider?.currency === "string" ? provider.currency : undefined;
  const findings: Finding[] = [];
  visit(value, [], (node, path) => {
    if (typeof node === "string") checkCurrency(node, path, currency, findings);
    else if (language !== undefined) checkLanguage(node, path, language, findings);
  });
  return findings;
}

function visit(
  node: unknown,
  path: ValuePath,
  look: (node: string | Record<string, unknown>, path: ValuePath) => void,
): void {
  if (typeof node === "string") look(node, path);
  else if (Array.isArray(node)) node.forEach((item, i) => visit(item, [...path, i], look));
  else if (typeof node === "object" && node !== null) {
    look(node as Record<string, unknown>, path);
    for (const [key, value] of Object.entries(node)) visit(value, [...path, key], look);
  }
}

function checkLanguage(
  node: Record<string, unknown>,
  path: ValuePath,
  language: string,
  findings: Finding[],
): void {
  const isText =
    typeof node["en"] === "string" && Object.values(node).every((v) => typeof v === "string");
  if (!isText || language in node) return;
  findings.push({
    path,
    message: `expected this text in the provider’s language (${language}) too`,
    expected: `a text in ${language}`,
    suggestion: `add “${language}: …”`,
  });
}

const moneyKeys = new Set(["amount", "baseFee", "fee", "surcharge"]);

function checkCurrency(
  text: string,
  path: ValuePath,
  currency: string | undefined,
  findings: Finding[],
): void {
  if (currency === undefined || !moneyKeys.has(String(path.at(-1)))) return;
  const money = readMoney(text);
  if (typeof money === "string" || money.currency === currency) return;
  findings.push({
    path,
    message: `expected an amount in the provider’s currency ${currency}, found ${text}`,
    expected: `an amount in ${currency}`,
    found: text,
  });
}
