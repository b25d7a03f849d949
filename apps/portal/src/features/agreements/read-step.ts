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
  | { readonly kind: "changes"; readonly changes: readonly Change[] }
  | { readonly kind: "text"; readonly text: string };

/** A part of a contract that was changed: its machines, its recipients, or what is booked, empty where it is not. */
export type Change =
  | { readonly part: "serverIds" | "recipients" | "choices" }
  | { readonly part: "choice"; readonly id: string; readonly from: string; readonly to: string };

const PARTS = ["serverIds", "recipients", "choices"] as const;

/** Reads the detail of a step: `accepted-offer: A-17`, `special-terms 2026-11`, the id of a consent, or free text. */
export function readStep({ what, detail }: Pick<Step, "what" | "detail">): StepSubject {
  if (what === "active") return readForm(detail);
  if (what === "accepted") return readVersion(detail);
  if (what === "changed") return readChanges(detail);
  if (what === "consented" || what === "withdrawn") return { kind: "consent", consentId: detail };
  return { kind: "text", text: detail };
}

function readForm(detail: string): StepSubject {
  const form = FORMS.find((one) => detail === one || detail.startsWith(`${one}: `));
  if (!form) return { kind: "text", text: detail };
  return { kind: "form", form, reference: detail.slice(form.length + 2) };
}

/** `serverIds, recipients, level=sla-basic>sla-plus, vpn-users=>3`; `choices` alone in steps of before they were told apart. */
function readChanges(detail: string): StepSubject {
  const changes = detail.split(", ").map((word): Change | undefined => {
    const part = PARTS.find((one) => one === word);
    if (part) return { part };
    const [, id, from = "", to = ""] = /^([\w-]+)=([^>]*)>(.*)$/.exec(word) ?? [];
    return id === undefined ? undefined : { part: "choice", id, from, to };
  });
  return changes.every((one) => one !== undefined)
    ? { kind: "changes", changes }
    : { kind: "text", text: detail };
}

function readVersion(detail: string): StepSubject {
  const [, documentId, version] = /^(\S+) (\S+)$/.exec(detail) ?? [];
  if (!documentId || !version) return { kind: "text", text: detail };
  return { kind: "document", documentId, version };
}
