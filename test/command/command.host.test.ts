import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeBarePath, makeFreshCheckout, run } from "./checkout.ts";

const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;

describe("./driftvakt without packages", () => {
  const fresh = makeFreshCheckout();
  let bare: NodeJS.ProcessEnv;
  beforeAll(() => {
    bare = { PATH: makeBarePath(fresh.home), HOME: fresh.home };
  });
  afterAll(fresh.remove);

  it("shows help from any folder without installing anything", async () => {
    for (const args of [["--help"], ["help"], []]) {
      const { code, stdout, stderr } = await run(fresh.command, args, { cwd: "/", env: bare });
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(stdout).toContain("./driftvakt up");
    }
    expect(existsSync(join(fresh.root, "node_modules"))).toBe(false);
  });
  it("says its version", async () => {
    const { stdout } = await run(fresh.command, ["--version"], { env: bare });
    expect(stdout).toMatch(/^driftvakt \d+\.\d+\.\d+\n$/);
  });
  it("refuses an unknown command with 64 and the nearest names", async () => {
    const { code, stdout, stderr } = await run(fresh.command, ["stauts"], { env: bare });
    expect({ code, stdout }).toEqual({ code: 64, stdout: "" });
    expect(stderr).toMatch(/no command 'stauts'\n.*status/);
  });
  it("without npm it ends with 69 and says where to get it", async () => {
    const { code, stderr } = await run(fresh.command, ["status"], { env: bare });
    expect(code).toBe(69);
    expect(stderr).toContain("apt-get install npm");
  });
  it("with the registry out of reach it ends with 69, names the registry, and leaves stdout alone", async () => {
    const env = {
      ...process.env,
      npm_config_registry: "http://127.0.0.1:9/",
      npm_config_cache: join(fresh.home, "empty cache"),
      npm_config_fetch_retries: "0",
    };
    const { code, stdout, stderr } = await run(fresh.command, ["status", "--json"], { env });
    expect({ code, stdout }).toEqual({ code: 69, stdout: "" });
    expect(stderr).toContain("http://127.0.0.1:9/");
  });
  it.runIf(isRoot)("works from a copy where the checkout belongs to somebody else", async () => {
    const cache = join(fresh.home, "cache of nobody");
    mkdirSync(cache, { mode: 0o777 });
    chmodSync(cache, 0o777);
    const env = { ...bare, XDG_CACHE_HOME: cache };
    const { code, stderr } = await run(fresh.command, ["status"], {
      env,
      uid: NOBODY,
      gid: NOBODY,
    });
    expect(stderr).toContain("working from a copy");
    expect(code).toBe(69);
    const [copy = ""] = readdirSync(join(cache, "driftvakt"));
    expect(existsSync(join(cache, "driftvakt", copy, "tools/test-command.ts"))).toBe(true);
  });
  it.runIf(isRoot)("ends with 73 where nothing at all can be written", async () => {
    const env = { ...bare, XDG_CACHE_HOME: "/proc/nowhere" };
    const { code, stderr } = await run(fresh.command, ["status"], {
      env,
      uid: NOBODY,
      gid: NOBODY,
    });
    expect(code).toBe(73);
    expect(stderr).toContain("XDG_CACHE_HOME");
  });
});

describe("./driftvakt on its first run", () => {
  const fresh = makeFreshCheckout();
  afterAll(fresh.remove);

  it("installs once when two start at the same time, through a link, in a path with spaces", async () => {
    const link = join(fresh.home, "dv");
    symlinkSync(fresh.command, link);
    const runs = await Promise.all(
      [link, fresh.command].map((command) => run(command, ["clauses", "--json"], { cwd: "/" })),
    );
    for (const { code, stdout } of runs) {
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toContainEqual(expect.objectContaining({ id: "se-02" }));
    }
    const said = runs.map(({ stderr }) => stderr).join("");
    expect(said.match(/installing npm packages: done/g)).toHaveLength(1);
    expect(said).toContain("waiting for it");
    const again = await run(fresh.command, ["clauses", "--json"]);
    expect(again.stderr).toBe("");
  });
  it.runIf(isRoot)("then serves somebody who may not write there", async () => {
    const env = { PATH: process.env["PATH"], HOME: "/nonexistent" };
    const { code, stderr } = await run(fresh.command, ["clauses", "se-02"], {
      env,
      uid: NOBODY,
      gid: NOBODY,
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });
  it("adopts packages that npm installed by hand", async () => {
    rmSync(join(fresh.root, "node_modules/.driftvakt-installed"));
    const { code, stderr } = await run(fresh.command, ["clauses", "se-02"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });
  it("repairs packages whose installation was cut off", async () => {
    rmSync(join(fresh.root, "node_modules/.driftvakt-installed"));
    rmSync(join(fresh.root, "node_modules/.package-lock.json"));
    rmSync(join(fresh.root, "node_modules/yaml"), { recursive: true });
    const { code, stderr } = await run(fresh.command, ["clauses", "se-02"]);
    expect(code).toBe(0);
    expect(stderr).toContain("installing npm packages: done");
  });
  it("starts from a folder that is gone", async () => {
    const gone = join(fresh.home, "gone");
    mkdirSync(gone);
    const script = 'cd "$1" && rmdir "$1" && exec "$2" clauses se-02';
    const { code } = await run("bash", ["-c", script, "bash", gone, fresh.command]);
    expect(code).toBe(0);
  });
});

describe("./driftvakt test", () => {
  const fresh = makeFreshCheckout();
  const lastLine = (text: string) => text.trimEnd().split("\n").at(-1);
  beforeAll(() => {
    fresh.linkPackages();
    rmSync(join(fresh.root, "tools/boundaries"), { recursive: true });
    const file = (body: string) => `import { expect, it } from "vitest";\n${body}\n`;
    fresh.write("tools/try/good.test.ts", file('it("holds", () => expect(1).toBe(1));'));
    fresh.write(
      "tools/try/bad.test.ts",
      file('it("breaks", () => expect(1).toBe(2));\nit.skip("later", () => {});'),
    );
    fresh.write("tools/try/unloadable.test.ts", 'import "./gone.ts";');
  });
  afterAll(fresh.remove);
  const test = (...args: string[]) => run(fresh.command, ["test", ...args], { cwd: "/" });

  it("ends with the sum alone on its last line and 0 when all passed", async () => {
    const { code, stdout } = await test("try/good");
    expect({ code, last: lastLine(stdout) }).toEqual({ code: 0, last: "1 passed, 0 failed" });
  });
  it("counts failed and skipped tests and ends with 1", async () => {
    const { code, stdout } = await test("try/good", "try/bad");
    expect({ code, last: lastLine(stdout) }).toEqual({
      code: 1,
      last: "1 passed, 1 failed, 1 skipped",
    });
  });
  it("a file that cannot be loaded is a failure", async () => {
    const { code, stdout } = await test("try/good", "try/unloadable");
    expect({ code, last: lastLine(stdout) }).toEqual({ code: 1, last: "1 passed, 1 failed" });
  });
  it("nothing that runs is a failure", async () => {
    const { code, stdout } = await test("no-such-test");
    expect({ code, last: lastLine(stdout) }).toEqual({ code: 1, last: "0 passed, 0 failed" });
  });
  it("prints one JSON object on stdout with --json", async () => {
    const { stdout, stderr } = await test("try/good", "--json");
    expect(JSON.parse(stdout)).toMatchObject({ passed: 1, failed: 0, leftOut: [] });
    expect(lastLine(stderr)).toBe("1 passed, 0 failed");
  });
  it("refuses what it does not know with 64", async () => {
    expect((await test("--only", "slow")).code).toBe(64);
    expect((await test("--fast")).code).toBe(64);
  });
  it.runIf(isRoot)("fails in CI when tests are left out for want of root", async () => {
    fresh.write("tools/try/machine.host.test.ts", "");
    const env = { ...process.env, CI: "true" };
    const nobody = { env, cwd: "/", uid: NOBODY, gid: NOBODY };
    const { code, stdout } = await run(fresh.command, ["test", "try/good", "try/machine"], nobody);
    expect(code).toBe(1);
    expect(stdout).toMatch(/left out: host tests: .*root/);
    writeFileSync(join(fresh.root, "tools/try/machine.host.test.ts"), "");
  });
});
