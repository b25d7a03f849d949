import { describe, expect, it } from "vitest";
import { ApiFailure } from "./problem.ts";
import { setProofAsker, withFreshProof } from "./step-up.ts";

const wanted = () => new ApiFailure("step-up-required", 403, { reason: "fresh-proof" });

/** Refuses until it was proven. */
function guarded() {
  const calls = { sent: 0, proven: false };
  const send = async () => {
    calls.sent++;
    if (!calls.proven) throw wanted();
    return "done";
  };
  return { calls, send };
}

describe("what wants a fresh proof", () => {
  it("is sent again once the proof was given", async () => {
    const { calls, send } = guarded();
    const end = setProofAsker(async () => (calls.proven = true));
    expect(await withFreshProof(send)).toBe("done");
    expect(calls.sent).toBe(2);
    end();
  });

  it("fails as it was where the person declines, where the proof was not enough, and where nobody can ask", async () => {
    const { calls, send } = guarded();
    await expect(withFreshProof(send)).rejects.toMatchObject({ code: "step-up-required" });
    expect(calls.sent).toBe(1);
    const declines = setProofAsker(async () => false);
    await expect(withFreshProof(send)).rejects.toMatchObject({ code: "step-up-required" });
    expect(calls.sent).toBe(2);
    declines();
    const end = setProofAsker(async () => true);
    await expect(withFreshProof(send)).rejects.toMatchObject({ code: "step-up-required" });
    expect(calls.sent).toBe(4);
    end();
  });

  it("asks nobody about another failure", async () => {
    let asked = 0;
    const end = setProofAsker(async () => ++asked > 0);
    const send = () =>
      Promise.reject(new ApiFailure("step-up-required", 403, { reason: "second-factor" }));
    await expect(withFreshProof(send)).rejects.toMatchObject({ code: "step-up-required" });
    expect(asked).toBe(0);
    end();
  });
});
