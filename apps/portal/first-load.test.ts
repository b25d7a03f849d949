import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

type Chunk = { file: string; imports?: string[]; css?: string[]; isEntry?: boolean };
const VITE = fileURLToPath(new URL("../../bin/vite.js", import.meta.resolve("vite")));
const LIMIT_BYTES = 300_000;

let folder: string;
let manifest: Record<string, Chunk>;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "driftvakt-portal-"));
  // A process of its own: in this one React would be built for tests.
  const env = { ...process.env, NODE_ENV: "production" };
  execFileSync(
    process.execPath,
    [VITE, "build", "--outDir", folder, "--emptyOutDir", "--logLevel", "error"],
    {
      cwd: import.meta.dirname,
      env,
    },
  );
  manifest = JSON.parse(
    readFileSync(join(folder, ".vite/manifest.json"), "utf8"),
  ) as typeof manifest;
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Files that a chunk cannot do without, its own and those of everything it imports statically. */
function filesOf(name: string, seen = new Set<string>()): Set<string> {
  const chunk = manifest[name];
  if (!chunk) throw new Error(`the build has no ${name}`);
  if (seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const file of chunk.css ?? []) seen.add(file);
  for (const inner of chunk.imports ?? []) filesOf(inner, seen);
  return seen;
}

const compressedBytes = (files: Iterable<string>): number =>
  [...files].reduce(
    (sum, file) => sum + gzipSync(readFileSync(join(folder, file)), { level: 9 }).length,
    0,
  );

describe("first load", () => {
  it("is under 300 kB compressed: the entry, its language and the front page with everything they import", () => {
    const files = filesOf("index.html");
    filesOf("src/features/overview/overview-page.tsx", files);
    filesOf("src/i18n/de.json", files);
    const bytes = compressedBytes([...files, "index.html", "start.js"]);
    console.log(`first load: ${Math.round(bytes / 1000)} kB compressed in ${files.size} files`);
    expect(bytes).toBeLessThan(LIMIT_BYTES);
  });
  it("keeps graphs, pages and other languages out of the entry", () => {
    const entry = [...filesOf("index.html")].join(" ");
    expect(entry).not.toMatch(/live-tab|chart|servers-page|(en|sv|da|de|bs)-/);
  });
  it("has no schemas on any page: the simulator's worker has its own", () => {
    const files = Object.values(manifest).map(({ file }) => file);
    const scripts = files.filter((file) => file.endsWith(".js") && !/worker|play-/.test(file));
    expect(scripts.length).toBeGreaterThan(20);
    expect(
      scripts.filter((file) => readFileSync(join(folder, file), "utf8").includes("_zod")),
    ).toEqual([]);
  });
  it("A22: has nothing inline, so the content security policy needs no exception for scripts or styles", () => {
    const page = readFileSync(join(folder, "index.html"), "utf8");
    expect(page).not.toMatch(/<style|style=|\son\w+=|<script(?![^>]*\ssrc=)/);
  });
  it("asks nobody else for anything", () => {
    const page = readFileSync(join(folder, "index.html"), "utf8");
    expect(page).not.toMatch(/(src|href)="(https?:)?\/\//);
  });
});
