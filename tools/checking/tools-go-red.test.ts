import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { capture, root } from "../terminal/run-command.ts";

/** Tools with our configuration, over a folder with one wrong file: each must say no, and say why. */
let folder: string;
const binary = (name: string) => join(root, "node_modules/.bin", name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "driftvakt-rules-"));
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

const project = (settings: object) =>
  JSON.stringify({ extends: join(root, "tsconfig.base.json"), include: ["src"], ...settings });
const nodeProject = project({ compilerOptions: { types: ["node"] } });

describe("oxlint with our rules", () => {
  const lint = async (files: Record<string, string>) => {
    rmSync(join(folder, "src"), { recursive: true, force: true });
    write({ "tsconfig.json": nodeProject, ...files });
    const config = join(root, ".oxlintrc.json");
    return capture([binary("oxlint"), "-c", config, "--type-aware", "--deny-warnings", "src"], {
      cwd: folder,
    });
  };
  it("is content with good code", async () => {
    expect(await lint({ "src/a.ts": "export const a = 1;\n" })).toMatchObject({ code: 0 });
  });
  it.each([
    ["no-floating-promises", { "src/a.ts": "export async function a() {}\na();\n" }],
    ["no-unused-vars", { "src/a.ts": "const a = 1;\nexport {};\n" }],
    [
      "no-cycle",
      {
        "src/a.ts": 'import type { B } from "./b.ts";\nexport type A = B | 1;\n',
        "src/b.ts": 'import type { A } from "./a.ts";\nexport type B = A | 2;\n',
      },
    ],
    ["no-explicit-any", { "src/a.ts": "export const a: any = 1;\n" }],
    ["eqeqeq", { "src/a.ts": "export const same = (a: number, b: number) => a == b;\n" }],
    ["no-empty", { "src/a.ts": "export function a() {\n  try {\n    a();\n  } catch {}\n}\n" }],
    ["no-eval", { "src/a.ts": "export const a = (text: string) => eval(text);\n" }],
    [
      "no-focused-tests",
      {
        "src/a.test.ts":
          'import { expect, it } from "vitest";\nit.only("a", () => expect(1).toBe(1));\n',
      },
    ],
    [
      "switch-exhaustiveness-check",
      {
        "src/a.ts":
          'export function a(b: "x" | "y") {\n  switch (b) {\n    case "x":\n      return 1;\n  }\n  return 2;\n}\n',
      },
    ],
  ])("goes red for %s", async (rule, files) => {
    const { code, output } = await lint(files);
    expect(code).not.toBe(0);
    expect(output).toContain(rule);
  });
});

describe("tsc with the settings of the domain", () => {
  it.each([
    [
      "a Node API",
      'import { readFileSync } from "node:fs";\nexport const a = readFileSync;\n',
      "node:fs",
    ],
    ["a DOM type", "export const a = (node: HTMLElement) => node;\n", "HTMLElement"],
    ["the process", "export const a = process.env;\n", "process"],
    ["an enum, which Node cannot strip", "export enum A {\n  B,\n}\n", "erasableSyntaxOnly"],
    [
      "an element that may be missing",
      "export const a = (b: string[]): string => b[0];\n",
      "undefined",
    ],
  ])("goes red for %s", async (_name, source, said) => {
    rmSync(join(folder, "src"), { recursive: true, force: true });
    write({
      "src/a.ts": source,
      "tsconfig.json": project({ compilerOptions: { lib: ["esnext"], types: [] } }),
    });
    const { code, output } = await capture([binary("tsc"), "-p", folder]);
    expect(code).not.toBe(0);
    expect(output).toContain(said);
  });
});

describe("oxfmt and knip", () => {
  it("oxfmt goes red for a file that it would write otherwise", async () => {
    write({ "src/a.ts": "export const a  =  'x'\n" });
    const config = join(root, ".oxfmtrc.json");
    const { code } = await capture([binary("oxfmt"), "-c", config, "--check", "src/a.ts"], {
      cwd: folder,
    });
    expect(code).not.toBe(0);
  });
  it("knip goes red for an export and a file that nobody uses", async () => {
    rmSync(join(folder, "src"), { recursive: true, force: true });
    write({
      "package.json": '{ "name": "x", "type": "module" }',
      "knip.json": '{ "entry": ["src/main.ts"], "project": ["src/**/*.ts"] }',
      "src/main.ts": 'import { a } from "./a.ts";\nconsole.log(a);\n',
      "src/a.ts": "export const a = 1;\nexport const lonely = 2;\n",
      "src/forgotten.ts": "export const b = 1;\n",
      "tsconfig.json": nodeProject,
    });
    const { code, output } = await capture([binary("knip"), "--no-progress"], { cwd: folder });
    expect(code).not.toBe(0);
    expect(output).toContain("lonely");
    expect(output).toContain("forgotten.ts");
  });
});
