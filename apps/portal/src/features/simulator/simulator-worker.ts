import type { Asked, Told } from "./worker-messages.ts";

/** The part of a worker's scope that is used; the portal is compiled against a window. */
type Scope = {
  onmessage: ((event: MessageEvent<Asked>) => void) | null;
  postMessage(message: Told): void;
};
const scope = globalThis as unknown as Scope;

function tell(told: Told): void {
  // A worker has no origin to name.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  scope.postMessage(told);
}

/** Set before the schemas load: they must not try to compile themselves, which the content security policy forbids. */
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });

/** The rules, and what they need where the browser is older than `Temporal`. */
const rules = (async () => {
  if (!("Temporal" in globalThis)) await import("temporal-polyfill/global");
  return import("./play.ts");
})();

scope.onmessage = ({ data }) => void answer(data);

async function answer(asked: Asked): Promise<void> {
  const { id } = asked;
  try {
    tell({ id, kind: "answer", answer: await carryOut(asked) });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    tell({ id, kind: error instanceof RangeError ? "refused" : "broken", message });
  }
}

async function carryOut(asked: Asked): Promise<unknown> {
  const { readCatalogue, readScenario, playOnce, playYears } = await rules;
  switch (asked.task) {
    case "read-catalogue":
      return readCatalogue(asked.ask);
    case "read-scenario":
      return readScenario(asked.ask);
    case "play":
      return playOnce(asked.ask);
    case "years":
      return playYears(asked.ask, (drawn) => tell({ id: asked.id, kind: "progress", drawn }));
  }
}
