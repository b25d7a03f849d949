import { channels, metrics, operationNames, topics } from "@driftvakt/domain/catalogue";
import { decide, type Decision, type DecisionRequest } from "@driftvakt/domain/contract";
import type { ContractAnswer, ContractQuestion } from "@driftvakt/protocol/api";
import type { Tx } from "../../platform/database/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { findMachineFacts } from "../alerting/index.ts";
import { findContract, getCatalogue, listServerIds, selectionOf } from "../contracts/index.ts";
import { findContractFacts } from "./find-contract-facts.ts";

/**
 * What a contract says to something that somebody would like, from what is on record about it. Changes nothing.
 * @throws AppError `not-found`, `conflict` for a contract that has ended.
 */
export async function askContract(
  tx: Tx,
  contractId: string,
  question: ContractQuestion,
  asker: "customer" | "technician",
  nowMs: number,
): Promise<ContractAnswer> {
  requireWords(question);
  const contract = await findContract(tx, contractId);
  if (!contract) throw new AppError("not-found", "no such contract");
  if (contract.state === "ended")
    throw new AppError("conflict", "this contract has ended; it allows nothing any more");
  const catalogue = await getCatalogue(tx, contract.catalogue_id, contract.catalogue_version);
  const facts = {
    ...(await findContractFacts(tx, contract)),
    ...(await findOnlyMachineFacts(tx, contractId, nowMs)),
  };
  const decision = decide(
    { catalogue, selection: selectionOf(contract) },
    requestOf(question, asker),
    facts,
    Temporal.Instant.fromEpochMilliseconds(nowMs),
  );
  return viewOf(decision);
}

/** A question names no machine: where the contract is for one alone, it is about that one. */
async function findOnlyMachineFacts(tx: Tx, contractId: string, nowMs: number) {
  const [serverId, ...others] = await listServerIds(tx, contractId);
  return serverId === undefined || others.length > 0 ? {} : findMachineFacts(tx, serverId, nowMs);
}

/** @throws AppError `invalid` for a word that no catalogue can use. */
function requireWords(question: ContractQuestion): void {
  const asked: [string, readonly string[], readonly string[]][] = [];
  if (question.kind === "operation")
    asked.push(["operation", [question.operation], operationNames]);
  if (question.kind === "work") asked.push(["topics", question.topics, topics]);
  if (question.kind === "use" && question.metric)
    asked.push(["metric", [question.metric], metrics]);
  if ("channel" in question) asked.push(["channel", [question.channel], channels]);
  const problems = asked.flatMap(([path, words, known]) =>
    words
      .filter((word) => !known.includes(word))
      .map((word) => ({ path, message: `no ${path} ${word}; there are ${known.join(", ")}` })),
  );
  if (problems.length > 0)
    throw new AppError("invalid", "the question uses words that no contract knows", { problems });
}

function requestOf(question: ContractQuestion, by: "customer" | "technician"): DecisionRequest {
  if (question.kind === "access" || question.kind === "run") return question;
  const { startMs, minutes, metric, thing, ...rest } = {
    startMs: undefined,
    minutes: undefined,
    metric: undefined,
    thing: undefined,
    ...question,
  };
  const known = {
    ...(startMs === undefined ? {} : { startMs }),
    ...(minutes === undefined ? {} : { minutes }),
    ...(metric === undefined ? {} : { metric }),
    ...(thing === undefined ? {} : { thing }),
  };
  return { ...rest, ...known, by } as DecisionRequest;
}

function viewOf({
  outcome,
  reason,
  clause,
  sentence,
  needs,
  charge,
  notes,
  quota,
}: Decision): ContractAnswer {
  return {
    outcome,
    reason,
    clause,
    sentence,
    needs: (needs ?? []).map((need) => ({
      kind: need.kind,
      clause: need.clause,
      of: need.of ?? null,
      fromMs: need.fromMs ?? null,
    })),
    charge: charge
      ? {
          mode: charge.mode,
          amount: charge.price?.amount ?? null,
          per: charge.price?.per ?? null,
          unitMinutes: charge.unitMinutes ?? null,
          surchargePercent: charge.surchargePercent ?? null,
          surchargeOnly: charge.surchargeOnly === true,
          estimate: charge.estimate ?? null,
        }
      : null,
    notes: [...(notes ?? [])],
    quota: quota
      ? {
          clause: quota.clause,
          grantedMinutes: quota.grantedMinutes,
          usedMinutes: quota.usedMinutes,
          drawnMinutes: quota.drawnMinutes,
          warning: quota.warning ?? null,
          sentence: quota.sentence,
        }
      : null,
  };
}
