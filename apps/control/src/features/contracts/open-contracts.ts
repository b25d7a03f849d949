import type { Order } from "@driftvakt/protocol/agent";
import type { ContractForm } from "@driftvakt/protocol/api";
import type { AuditActor } from "../../platform/audit/index.ts";
import { inScope, type Tx } from "../../platform/database/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import type { RouteHandlers } from "../../platform/http/index.ts";
import type { Feature, Platform } from "../../platform/index.ts";
import { changeContract, endContract } from "./change-contract.ts";
import { confirmContract, orderContract } from "./conclude-contract.ts";
import { compileServer, type CompiledServer, type Signing } from "./compile-server.ts";
import { findContractView, listContracts } from "./list-contracts.ts";
import { getActiveCatalogue, getCatalogue } from "./load-catalogue.ts";
import { makeContract } from "./make-contract.ts";
import { findBoundServer, findContract } from "./repository.ts";
import { selectionOf } from "./selection.ts";
import { textsOf } from "./texts-of.ts";
import { viewClause, viewClauses, viewExtras, viewPlan } from "./views.ts";

/** What other features ask of contracts. */
export type Contracts = Feature & {
  readonly handlers: RouteHandlers;
  /** Who signs here, now. */
  signing(): Signing;
  /** Compiles a machine's target state and charter; at enrolment, and whenever its contract changed. */
  compile(tx: Tx, serverId: string): Promise<CompiledServer>;
  /** What an agent that connects is to be told of its contract. */
  listOrders(tx: Tx, serverId: string): Promise<Order[]>;
  /** The customer accepts an offer; see `orderContract`. */
  order(tx: Tx, contractId: string, actor: AuditActor): Promise<void>;
  /** An offer or order becomes a contract, and its machines are compiled for; see `confirmContract`. */
  confirm(
    tx: Tx,
    contractId: string,
    conclusion: { form: ContractForm; reference: string },
    actor: AuditActor,
  ): Promise<void>;
  /** Brings a customer under contract; see `makeContract`. */
  make(tx: Tx, order: Parameters<typeof makeContract>[1]): Promise<string>;
};

export function openContracts(platform: Platform, installationId: string): Contracts {
  const signing = (): Signing => ({
    installationId,
    privateKey: platform.keys.signing.privateKey,
    nowMs: platform.clock.nowMs(),
  });

  const compile = async (tx: Tx, serverId: string): Promise<CompiledServer> => {
    const server = await findBoundServer(tx, serverId);
    if (!server) throw new AppError("not-found", "no such server");
    return compileServer(tx, server, signing());
  };

  /** Agents hear of a change at once: the order goes out when the transaction commits. */
  const recompile = async (tx: Tx, serverIds: readonly string[]): Promise<void> => {
    for (const serverId of serverIds) {
      const { changed } = await compile(tx, serverId);
      if (changed) await platform.bus.publish(tx, "orders", { serverId });
    }
  };

  const getView = async (tx: Tx, contractId: string) => {
    const view = await findContractView(tx, contractId);
    if (!view) throw new AppError("not-found", "no such contract");
    return view;
  };

  const announce = (tx: Tx, customerId: string) =>
    platform.bus.publish(tx, "live", { topic: "contracts", serverId: null, customerId });

  const make: Contracts["make"] = async (tx, order) => {
    const { id, touched } = await makeContract(tx, order, platform.clock.nowMs());
    await recompile(tx, touched);
    await announce(tx, order.customerId);
    return id;
  };

  return {
    signing,
    compile,
    make,
    order: (tx, contractId, actor) => orderContract(tx, contractId, actor, platform.clock.nowMs()),
    confirm: async (tx, contractId, conclusion, actor) => {
      await recompile(
        tx,
        await confirmContract(tx, contractId, conclusion, actor, platform.clock.nowMs()),
      );
    },
    listOrders: async (tx, serverId) => {
      const compiled = await compile(tx, serverId);
      return [
        { type: "charter", envelope: compiled.charter },
        { type: "target", envelope: compiled.target },
      ];
    },
    handlers: {
      "catalogue.get": ({ caller }) =>
        inScope(platform.db, caller.scope, async (tx) => {
          const catalogue = await getActiveCatalogue(tx);
          return {
            id: catalogue.id,
            version: catalogue.version,
            name:
              textsOf(catalogue.name)[catalogue.provider.locale.slice(0, 2)] ?? catalogue.name.en,
            locale: catalogue.provider.locale.slice(0, 2) as "en",
            plans: catalogue.plans.map((plan) => viewPlan(catalogue, plan)),
            ...viewExtras(catalogue),
            clauses: catalogue.clauses.map((clause) => viewClause(catalogue, clause)),
          };
        }),
      "contracts.list": ({ caller, query }) =>
        inScope(platform.db, caller.scope, (tx) => listContracts(tx, query)),
      "contracts.get": ({ caller, params }) =>
        inScope(platform.db, caller.scope, async (tx) => {
          const contract = await getView(tx, params.contractId);
          const row = (await findContract(tx, params.contractId))!;
          const catalogue = await getCatalogue(tx, row.catalogue_id, row.catalogue_version);
          const plan = catalogue.plans.find(({ id }) => id === row.plan_id);
          return {
            contract,
            clauses: viewClauses(catalogue, selectionOf(row)),
            plan: plan ? viewPlan(catalogue, plan) : null,
            ...viewExtras(catalogue),
          };
        }),
      "contracts.create": ({ caller, body }) =>
        inScope(platform.db, caller.scope, async (tx) =>
          getView(tx, await make(tx, { ...body, actor: caller.actor })),
        ),
      "contracts.update": ({ caller, params, body }) =>
        inScope(platform.db, caller.scope, async (tx) => {
          await recompile(
            tx,
            await changeContract(tx, params.contractId, body, caller.actor, platform.clock.nowMs()),
          );
          const view = await getView(tx, params.contractId);
          await announce(tx, view.customerId);
          return view;
        }),
      "contracts.end": ({ caller, params, body }) =>
        inScope(platform.db, caller.scope, async (tx) => {
          const nowMs = platform.clock.nowMs();
          await recompile(
            tx,
            await endContract(
              tx,
              params.contractId,
              { endsAtMs: body.endsAtMs ?? nowMs, reason: body.reason },
              caller.actor,
              nowMs,
            ),
          );
          const view = await getView(tx, params.contractId);
          await announce(tx, view.customerId);
          return view;
        }),
    },
  };
}
