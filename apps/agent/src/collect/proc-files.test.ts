import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ProcFiles } from "./proc-files.ts";

type Text = { pid: number; text: string };
const parse = (text: string): Text => ({ pid: parseInt(text, 10), text });

let child: ChildProcess;
beforeEach(async () => {
  child = spawn("sleep", ["1000"]);
  await once(child, "spawn");
});
afterEach(() => void child.kill("SIGKILL"));

const find = (files: ProcFiles<Text>, pid: number | undefined) =>
  files.readAll().find((known) => known.pid === pid);

/** Reads on until the child sleeps: from then on nothing in its line changes. */
function untilItSleeps(files: ProcFiles<Text>): Text {
  for (const end = performance.now() + 30_000; performance.now() < end;) {
    const seen = find(files, child.pid);
    if (seen?.text.includes("(sleep) S")) return seen;
  }
  throw new Error("the child does not sleep");
}

describe("a file of every process", () => {
  it.each([400, 0])("is read of all that live, of others not; %i kept open", async (openMax) => {
    const files = new ProcFiles("stat", parse, openMax);
    expect(find(files, process.pid)?.text).toContain(`${process.pid} (`);
    expect(find(files, child.pid)).toBeDefined();
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(find(files, child.pid)).toBeUndefined();
    expect(find(files, process.pid)).toBeDefined();
  });

  it("is parsed anew only where its bytes changed", () => {
    const files = new ProcFiles("stat", parse, 400);
    untilItSleeps(files);
    const asleep = find(files, child.pid);
    const busy = find(files, process.pid);
    for (const end = performance.now() + 50; performance.now() < end;);
    expect(find(files, child.pid)).toBe(asleep);
    expect(find(files, process.pid)).not.toBe(busy);
  });

  it("is parsed each time where it is too long to be remembered", () => {
    const files = new ProcFiles(
      "status",
      (text) => ({ pid: Number(/^Pid:\s+(\d+)$/m.exec(text)?.[1]), text }),
      400,
    );
    const first = find(files, child.pid);
    expect(first?.text.length).toBeGreaterThan(512);
    expect(find(files, child.pid)).not.toBe(first);
  });

  it("leaves out what makes no sense", () => {
    const files = new ProcFiles<Text>(
      "stat",
      (text) => {
        const known = parse(text);
        return known.pid === child.pid ? undefined : known;
      },
      400,
    );
    expect(find(files, child.pid)).toBeUndefined();
    expect(find(files, process.pid)).toBeDefined();
  });
});
