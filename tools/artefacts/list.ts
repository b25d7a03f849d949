import type { Artefact } from "./fingerprint.ts";

const shared = ["package-lock.json", "tsconfig.base.json", "packages/domain", "packages/protocol"];

/** Everything that `up` needs built; the control plane itself runs from its sources. */
export const artefacts: readonly Artefact[] = [
  {
    name: "portal",
    workspace: "apps/portal",
    sources: ["apps/portal", ...shared],
    output: "apps/portal/dist",
  },
  {
    name: "agent",
    workspace: "apps/agent",
    sources: ["apps/agent", "packages/drivers", ...shared],
    output: "apps/agent/dist",
  },
];
