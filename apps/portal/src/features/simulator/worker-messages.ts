import type { CatalogueProblem, Clause, LocalText, Plan } from "@driftvakt/domain/catalogue";
import type {
  ClosedTimes,
  DrawnYear,
  Happening,
  RandomYears,
  Simulation,
  YearsReport,
} from "@driftvakt/domain/simulation";

export type Problem = CatalogueProblem;

/** A clause as a reader wants it beside what it did. */
export type ClauseText = Pick<Clause, "id" | "kind" | "title" | "text">;

/** What the page must know of a service description that was read. */
export type CatalogueFacts = {
  readonly id: string;
  readonly version: string;
  readonly name: LocalText;
  readonly plans: readonly Pick<Plan, "id" | "name">[];
  readonly clauseCount: number;
  readonly warnings: readonly Problem[];
};

/** What the page must know of a scenario that was read. */
export type ScenarioFacts = {
  readonly name: string;
  readonly catalogue: string;
  readonly from: string;
  readonly to: string;
  readonly eventCount: number;
  readonly machines: number;
  readonly random: RandomYears | undefined;
};

export type Read<Facts> =
  | { readonly ok: true; readonly facts: Facts }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export type Source = { readonly text: string; readonly fileName: string };

/** A scenario played once: exactly what `driftvakt simulate --json` prints, and what a picture of it needs. */
export type Played = {
  readonly result: Simulation & { readonly unmet: readonly string[] };
  readonly happenings: readonly Happening[];
  /** Hours outside service time, where the contract has such. */
  readonly closed: ClosedTimes | undefined;
  readonly clauses: Readonly<Record<string, ClauseText>>;
  readonly fromMs: number;
  readonly toMs: number;
};

/** Years as they were drawn, and their sum: `report` is what `driftvakt simulate --years --json` prints. */
export type PlayedYears = {
  readonly report: YearsReport;
  readonly drawn: readonly DrawnYear[];
};

export type YearsWish = {
  readonly years: number;
  readonly seed: string;
  readonly machines: number;
  readonly random: RandomYears;
};

/** What can be asked of the worker, with what it answers. */
export type Tasks = {
  readonly "read-catalogue": { readonly ask: Source; readonly answer: Read<CatalogueFacts> };
  readonly "read-scenario": { readonly ask: Source; readonly answer: Read<ScenarioFacts> };
  readonly play: {
    readonly ask: { readonly catalogue: Source; readonly scenario: Source };
    readonly answer: Played;
  };
  readonly years: {
    readonly ask: {
      readonly catalogue: Source;
      readonly scenario: Source;
      readonly wish: YearsWish;
    };
    readonly answer: PlayedYears;
  };
};
export type TaskName = keyof Tasks;

export type Asked = {
  [Name in TaskName]: {
    readonly id: number;
    readonly task: Name;
    readonly ask: Tasks[Name]["ask"];
  };
}[TaskName];

/** `refused`: the scenario asks for what the service description does not have; a sentence says what. */
export type Told =
  | { readonly id: number; readonly kind: "answer"; readonly answer: unknown }
  | { readonly id: number; readonly kind: "progress"; readonly drawn: readonly DrawnYear[] }
  | { readonly id: number; readonly kind: "refused"; readonly message: string }
  | { readonly id: number; readonly kind: "broken"; readonly message: string };
