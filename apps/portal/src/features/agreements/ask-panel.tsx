import { Select, TextInput } from "@mantine/core";
import type { ClauseView, ContractAnswer, ContractQuestion } from "@driftvakt/protocol/api";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { callRoute, type ApiFailure } from "../../api/index.ts";
import { Panel } from "../../ui/page.tsx";
import { Loaded } from "../../ui/waiting.tsx";
import classes from "./agreements.module.css";
import { AnswerView } from "./answer-view.tsx";
import {
  ACCESS,
  OPERATIONS,
  questionOf,
  SOFTWARE,
  softwareKindOf,
  takesTime,
  WORK,
  type Choice,
} from "./questions.ts";
import { SoftwareFields } from "./software-fields.tsx";

/** Choices that say all that the contract needs to know. */
type AtOnce = Exclude<Choice, `software:${string}`>;

/** "May I …?": asks the contract, and shows what it says. Nothing is ordered by asking. */
export function AskPanel({
  contractId,
  clauses,
}: {
  contractId: string;
  clauses: readonly ClauseView[];
}) {
  const { t } = useTranslation();
  const options = useOptions();
  const [choice, setChoice] = useState<Choice | null>(null);
  const [minutes, setMinutes] = useState("");
  const [software, setSoftware] = useState<ContractQuestion>();
  const kind = choice ? softwareKindOf(choice) : undefined;
  const question = kind
    ? software
    : choice && questionOf(choice as AtOnce, minutes === "" ? null : Number(minutes));
  return (
    <Panel title={t("agreements.ask.title")} id="may-i">
      <p className={classes.lead}>{t("agreements.ask.lead")}</p>
      <div className={classes.question}>
        <Select
          label={t("agreements.ask.field")}
          placeholder={t("agreements.ask.placeholder")}
          searchable
          clearable
          maxDropdownHeight={320}
          nothingFoundMessage={t("palette.nothing")}
          data={options}
          value={choice}
          onChange={(value) => {
            setChoice(value as Choice | null);
            setSoftware(undefined);
          }}
        />
        {choice && takesTime(choice) ? (
          <TextInput
            label={t("agreements.ask.minutes")}
            type="number"
            inputMode="numeric"
            min={1}
            max={10_000}
            step={1}
            value={minutes}
            onChange={(event) => setMinutes(event.currentTarget.value)}
          />
        ) : null}
      </div>
      {kind ? <SoftwareFields key={kind} kind={kind} onAsk={setSoftware} /> : null}
      <div aria-live="polite">
        {question ? <Answer contractId={contractId} clauses={clauses} question={question} /> : null}
      </div>
    </Panel>
  );
}

function useOptions() {
  const { t } = useTranslation();
  return [
    {
      group: t("agreements.ask.group.operation"),
      items: OPERATIONS.map((word) => ({
        value: `operation:${word}`,
        label: t(`agreements.may.operation.${word}`),
      })),
    },
    {
      group: t("agreements.ask.group.work"),
      items: WORK.map((word) => ({
        value: `work:${word}`,
        label: t(`agreements.may.work.${word}`),
      })),
    },
    {
      group: t("agreements.ask.group.access"),
      items: ACCESS.map((word) => ({
        value: `access:${word}`,
        label: t(`agreements.may.access.${word}`),
      })),
    },
    {
      group: t("agreements.ask.group.software"),
      items: SOFTWARE.map((word) => ({
        value: `software:${word}`,
        label: t(`agreements.may.software.${word}`),
      })),
    },
  ];
}

function Answer({
  contractId,
  clauses,
  question: body,
}: {
  contractId: string;
  clauses: readonly ClauseView[];
  question: ContractQuestion;
}) {
  // Under the name of its route: a consent given or terms accepted put the answer out of date by themselves.
  const answer = useQuery<ContractAnswer, ApiFailure>({
    queryKey: ["agreements.ask", { params: { contractId }, body }],
    queryFn: ({ signal }) => callRoute("agreements.ask", { params: { contractId }, body }, signal),
    gcTime: 0,
  });
  return (
    <Loaded query={answer} lines={3}>
      {(said) => <AnswerView answer={said} contractId={contractId} clauses={clauses} />}
    </Loaded>
  );
}
