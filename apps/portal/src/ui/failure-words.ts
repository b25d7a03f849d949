/** What a failed request says of itself; the control plane's own words are English. */
export type FailureDetails = {
  readonly code: string;
  readonly problem: {
    readonly detail?: string;
    readonly reason?: string;
    readonly problems?: readonly { readonly path: string; readonly message: string }[];
  };
};

/** Reasons of failures that there are words for. */
const REASONS = ["customers-word", "needs-order", "no-contract"] as const;

/** What to say of a failure, beside the title of its code. */
export type FailureWords =
  /** The control plane's own, for those who read English. */
  | { readonly kind: "said"; readonly text: string }
  | { readonly kind: "reason"; readonly reason: (typeof REASONS)[number] }
  /** By the code alone; the fields that are wrong, where it is known which. */
  | { readonly kind: "code"; readonly fields: readonly string[] };

/** Chooses what is said of a failure to somebody who reads this language: nobody is told in a language that is not his. */
export function failureWords({ problem }: FailureDetails, language: string): FailureWords {
  const { detail, reason, problems } = problem;
  const known = REASONS.find((one) => one === reason);
  if (language === "en") {
    const wrong = problems?.map(({ path, message }) => `${path}: ${message}`).join("; ");
    const text = wrong || detail;
    if (text) return { kind: "said", text };
  }
  if (known) return { kind: "reason", reason: known };
  const fields = (problems ?? []).map(({ path }) => path).filter(Boolean);
  return { kind: "code", fields: [...new Set(fields)] };
}
