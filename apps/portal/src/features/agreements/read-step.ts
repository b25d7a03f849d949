import type { Agreements, ContractForm } from "@driftvakt/protocol/api";

const EVERY_FORM: Readonly<Record<ContractForm, true>> = {
  "signed-contract": true,
  "confirmed-order": true,
  "accepted-offer": true,
  "order-by-mail": true,
};
/** What makes it a contract (ba-01). Listed here, since the protocol's schemas are not for the browser to load. */
export const FORMS = Object.keys(EVERY_FORM) as ContractForm[];

export type Step = Agreements["history"][number];

/** What a step of a contract's history is about, told apart so that it can be put into words. */
export type StepSubject =
  | { readonly kind: "form"; readonly form: ContractForm; readonly reference: string }
  | { readonly kind: "document"; readonly documentId: string; readonly version: string }
  | { readonly kind: "consent"; readonly consentId: string }
  | { readonly kind: "text"; readonly text: string };

/** Reads the detail of a step: `accepted-offer: A-17`, `special-terms 2026-11`, the id of a consent, or free text. */
export function readStep({ what, detail }: Pick<Step, "what" | "detail">): StepSubject {
  if (what === "active") return readForm(detail);
  if (what === "accepted") return readVersion(detail);
  if (what === "consented" || what === "withdrawn") return { kind: "consent", consentId: detail };
  return { kind: "text", text: detail };
}

function readForm(detail: string): StepSubject {
  const form = FORMS.find((one) => detail === one || detail.startsWith(`${one}: `));
  if (!form) return { kind: "text", text: detail };
  return { kind: "form", form, reference: detail.slice(form.length + 2) };
}

function readVersion(detail: string): StepSubject {
  const [, documentId, version] = /^(\S+) (\S+)$/.exec(detail) ?? [];
  if (!documentId || !version) return { kind: "text", text: detail };
  return { kind: "document", documentId, version };
}
