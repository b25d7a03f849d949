import { describe, expect, it } from "vitest";
import type { Action, Driver } from "../driver.ts";
import { ProgramMissing, UnknownOutput, type Host, type RecordedHost } from "../host/index.ts";

/** A host that fails every question, as where nothing is installed. */
const emptyHost: Host = {
  run: ([program]) => Promise.reject(new ProgramMissing(program)),
  readText: () => undefined,
  exists: () => false,
};

/** A host whose programs all answer something that nobody has seen before. */
const babblingHost: Host = {
  run: () =>
    Promise.resolve({
      code: 0,
      signal: null,
      stdout: "¡nonsense!\n",
      stderr: "",
      truncated: false,
      timedOut: false,
    }),
  readText: () => "¡nonsense!",
  exists: () => true,
};

export type DriverCase<Spec, State, Step> = Readonly<{
  driver: Driver<Spec, State, Step>;
  spec: Spec;
  /** Specifications that the schema must refuse before any program is started. */
  badSpecs: readonly unknown[];
  /** A machine that is not as `spec` says, as recorded from a real one; a new one each time. */
  adrift: () => RecordedHost;
  /** The same machine as `spec` says. */
  converged: () => RecordedHost;
}>;

/** What every driver must keep, over recorded output of real tools. Its contract is written on `Driver`. */
export function describeDriver<Spec, State, Step>(case_: DriverCase<Spec, State, Step>): void {
  const { driver, spec, badSpecs, adrift, converged } = case_;
  describe(`driver ${driver.name}`, () => {
    it("says absent where its tool is not there", async () => {
      expect(await driver.detect(emptyHost)).toEqual({ state: "absent" });
    });
    it("knows its tool's version", async () => {
      expect(await driver.detect(adrift())).toMatchObject({
        state: "ready",
        version: expect.any(String),
      });
    });
    it("takes unknown output for an error, never for a state", async () => {
      await expect(driver.detect(babblingHost)).rejects.toThrow(UnknownOutput);
      await expect(driver.observe(babblingHost, spec)).rejects.toThrow(UnknownOutput);
    });
    it("only reads while it observes: the same each time", async () => {
      const host = adrift();
      expect(await driver.observe(host, spec)).toEqual(await driver.observe(host, spec));
    });
    it("plans by the state alone, and the same each time", async () => {
      const state = await driver.observe(adrift(), spec);
      expect(driver.plan(spec, state)).toEqual(driver.plan(spec, state));
      expect(driver.plan(spec, state)).not.toEqual([]);
    });
    it("plans nothing for a machine that is as it should be", async () => {
      expect(driver.plan(spec, await driver.observe(converged(), spec))).toEqual([]);
    });
    it("describes each step in one line with its risk", async () => {
      for (const step of driver.plan(spec, await driver.observe(adrift(), spec))) {
        const { line, risk } = driver.describe(step);
        expect(line).toMatch(/^[^\n]{1,200}$/);
        expect(["safe", "disruptive", "destructive"]).toContain(risk);
      }
    });
    it("carries out each step of its plan", async () => {
      const host = adrift();
      for (const step of driver.plan(spec, await driver.observe(host, spec)))
        expect(await driver.apply(host, step, { signal: AbortSignal.timeout(1000) })).toMatchObject(
          { result: "succeeded" },
        );
    });
    it.each(badSpecs.map((bad) => [JSON.stringify(bad).slice(0, 80), bad]))(
      "refuses %s by its schema",
      (_text, bad) => {
        expect(driver.spec.safeParse(bad).success).toBe(false);
      },
    );
  });
}

export type ActionCase<Parameters> = Readonly<{
  action: Action<Parameters>;
  parameters: Parameters;
  badParameters: readonly unknown[];
  /** Before acting, and the same machine after it was done. */
  before: () => RecordedHost;
  after: () => RecordedHost;
}>;

/** What every action must keep. Its contract is written on `Action`. */
export function describeAction<Parameters>(case_: ActionCase<Parameters>): void {
  const { action, parameters, badParameters, before, after } = case_;
  describe(`action ${action.name}`, () => {
    it("finds what it is about", async () => {
      expect(await action.exists(before(), parameters)).toBe(true);
    });
    it("concludes by looking: done where the machine has changed, failed where it has not", async () => {
      const mark = await action.mark(before(), parameters);
      expect(await action.conclude(before(), parameters, mark)).toMatchObject({ result: "failed" });
      expect(await action.conclude(after(), parameters, mark)).toMatchObject({
        result: "succeeded",
      });
    });
    it("runs programs by argument lists, the options before a double dash", async () => {
      const host = before();
      await action
        .perform(host, parameters, { signal: AbortSignal.timeout(200) })
        .catch(() => undefined);
      const unit = action.unit(parameters);
      for (const line of host.ran) if (unit !== undefined) expect(line).toContain(`-- ${unit}`);
    });
    it("describes itself in one line with its risk", () => {
      expect(action.describe(parameters).line).toMatch(/^[^\n]{1,200}$/);
      expect(action.describe(parameters).risk).toBe(action.risk);
    });
    it.each(badParameters.map((bad) => [JSON.stringify(bad).slice(0, 80), bad]))(
      "A16: refuses %s by its schema",
      (_text, bad) => {
        expect(action.parameters.safeParse(bad).success).toBe(false);
      },
    );
  });
}
