import type { SimulatorCatalogue } from "@driftvakt/protocol/api";
import { inScope } from "../../platform/database/index.ts";
import type { RouteHandlers } from "../../platform/http/index.ts";
import type { Feature, Platform } from "../../platform/index.ts";
import { getActiveSource, textsOf } from "../contracts/index.ts";
import { readShipped, type Shipped } from "./read-shipped.ts";

/** What there is to be played; the playing itself is done in the browser, with the same rules. */
export function openSimulator(platform: Platform): Feature & { readonly handlers: RouteHandlers } {
  // The files belong to the release: read when somebody first asks, and kept.
  let shipped: Promise<Shipped> | undefined;
  return {
    handlers: {
      "simulator.get": ({ caller }) =>
        inScope(platform.db, caller.scope, async (tx) => {
          shipped ??= readShipped();
          const { catalogues, scenarios } = await shipped;
          return {
            catalogues: withActive(catalogues, await getActiveSource(tx)),
            scenarios: [...scenarios],
          };
        }),
    },
  };
}

/** The provider's own first; a shipped one that is in use unchanged is not listed twice. */
function withActive(
  shipped: readonly SimulatorCatalogue[],
  { catalogue, source }: Awaited<ReturnType<typeof getActiveSource>>,
): SimulatorCatalogue[] {
  const same = shipped.find((one) => one.source === source);
  const { id, version } = catalogue;
  const title = textsOf(catalogue.name);
  const active = { name: same?.name ?? "active", id, title, version, active: true, source };
  return [active, ...shipped.filter((one) => one !== same)];
}
