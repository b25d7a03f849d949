import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { localHost, ProgramMissing } from "./index.ts";

const limits = { timeoutSeconds: 10 };

describe("running a program", () => {
  it("A16: never by a shell: what looks like one stays an argument", async () => {
    const evil = "$(touch /tmp/driftvakt-evil); `id` | cat > /tmp/driftvakt-evil";
    expect((await localHost.run(["printf", "%s", evil], limits)).stdout).toBe(evil);
    expect(existsSync("/tmp/driftvakt-evil")).toBe(false);
  });
  it("with an environment of its own", async () => {
    process.env["LD_PRELOAD_TEST"] = "1";
    const { stdout } = await localHost.run(["env"], limits);
    expect(stdout).toContain("LC_ALL=C");
    expect(stdout).toContain("PATH=/usr/local/sbin:");
    expect(stdout).not.toContain("LD_PRELOAD_TEST");
  });
  it("a failing exit code is a result", async () => {
    expect(await localHost.run(["false"], limits)).toMatchObject({ code: 1, timedOut: false });
  });
  it("one that is not there is an error of its own", async () => {
    await expect(localHost.run(["no-such-program-here"], limits)).rejects.toThrow(ProgramMissing);
    await expect(localHost.run(["printf", "a\0b"], limits)).rejects.toThrow("NUL");
  });
  it("ends at its time limit with all that it started", async () => {
    const before = performance.now();
    const result = await localHost.run(["sh", "-c", "sleep 61 & sleep 61"], {
      timeoutSeconds: 0.3,
    });
    expect(result).toMatchObject({ code: null, timedOut: true });
    expect(performance.now() - before).toBeLessThan(5000);
    expect((await localHost.run(["pgrep", "-f", "^sleep 61$"], limits)).stdout).toBe("");
  });
  it("keeps only so much of its output", async () => {
    const result = await localHost.run(["head", "-c", "100000", "/dev/zero"], {
      ...limits,
      outputMaxBytes: 1000,
    });
    expect(result.stdout).toHaveLength(1000);
    expect(result.truncated).toBe(true);
  });
  it("ends when it is called off", async () => {
    const result = await localHost.run(["sleep", "60"], {
      ...limits,
      signal: AbortSignal.timeout(100),
    });
    expect(result.signal).toBe("SIGTERM");
  });
});

it("reads files of the kernel, which have no size, and says undefined for none", () => {
  expect(localHost.readText("/proc/uptime")).toMatch(/^\d/);
  expect(localHost.readText("/etc/passwd", 4)).toHaveLength(4);
  expect(localHost.readText("/no/such/file")).toBeUndefined();
  expect(localHost.readText("/etc/passwd/x")).toBeUndefined();
});
