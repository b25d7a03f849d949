import { ApiFailure } from "./problem.ts";

/** Asks the person for a fresh proof; true once it was given, false where it was declined. */
export type AskProof = () => Promise<boolean>;

let asker: AskProof | undefined;

/** Says who asks, while it is there to ask. @returns a function that ends this. */
export function setProofAsker(ask: AskProof): () => void {
  asker = ask;
  return () => {
    if (asker === ask) asker = undefined;
  };
}

/** Sends; where the control plane wants a fresh proof first, asks for it and sends the same once more. */
export async function withFreshProof<T>(send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    const wantsProof = error instanceof ApiFailure && error.problem.reason === "fresh-proof";
    if (!wantsProof || !(await asker?.())) throw error;
    return send();
  }
}
