/**
 * Who may import whom, as data. A zone is a folder; `{name}` in its path stands for one folder name, and two files of
 * such a zone are at home together only when that name is the same. The first zone whose path fits a file is its zone.
 */
export type Zone = Readonly<{
  name: string;
  /** Beginning of the paths that belong to it, from the root of the checkout. */
  path: string;
  /** Zones whose files it may import. Its own files it may always import. */
  may: readonly string[];
  /** Zones that it may import only through their `index.ts`, their face. */
  mayByFace?: readonly string[];
  /** Files that are its face besides `index.ts`, relative to its folder. */
  face?: RegExp;
  /** npm packages it may import, by name; undefined: whatever its package.json lists (knip sees to that). */
  packages?: readonly string[];
  /** Node modules it may import, without `node:`; undefined: all. */
  node?: readonly string[];
  /** Said with every violation: what the rule is for. */
  why: string;
}>;

export const zones: readonly Zone[] = [
  {
    name: "domain",
    path: "packages/domain/src/",
    may: [],
    packages: ["zod", "yaml", "date-holidays"],
    node: [],
    why: "the rules are pure: no Node, no clock, no randomness, so that the same facts give the same answer anywhere",
  },
  {
    name: "protocol",
    path: "packages/protocol/src/",
    may: ["domain"],
    packages: ["zod"],
    node: ["crypto"],
    why: "the protocol is schemas and signing; whoever speaks it must not have to load more",
  },
  {
    name: "driver host",
    path: "packages/drivers/src/host/",
    may: ["protocol"],
    why: "the only code that runs commands or writes files knows no driver",
  },
  {
    name: "driver conformance",
    path: "packages/drivers/src/conformance/",
    may: ["protocol", "driver host", "driver contract"],
    why: "the suite holds for every driver, so it knows none",
  },
  {
    name: "driver",
    path: "packages/drivers/src/{name}/",
    may: ["protocol", "driver host", "driver contract", "driver conformance"],
    why: "a driver knows its tool and never another driver",
  },
  {
    name: "driver contract",
    path: "packages/drivers/src/",
    may: ["protocol", "driver host"],
    mayByFace: ["driver"],
    why: "drivers are listed, not known: only through their index.ts",
  },
  {
    name: "control platform",
    path: "apps/control/src/platform/",
    may: ["domain", "protocol"],
    why: "the platform carries the features and knows none of them",
  },
  {
    name: "control feature",
    path: "apps/control/src/features/{name}/",
    may: ["domain", "protocol", "control platform", "control root"],
    mayByFace: ["control feature", "driver", "driver contract"],
    why: "a feature is known by its index.ts alone; what lies behind may change",
  },
  {
    name: "control root",
    path: "apps/control/",
    may: ["domain", "protocol", "control platform"],
    mayByFace: ["control feature", "driver", "driver contract"],
    why: "apps never import apps, and features are wired by their index.ts",
  },
  {
    name: "agent",
    path: "apps/agent/",
    may: ["domain", "protocol", "driver host", "driver contract"],
    mayByFace: ["driver"],
    why: "apps never import apps; the agent shares only pure rules, the protocol and the drivers",
  },
  {
    name: "portal i18n",
    path: "apps/portal/src/i18n/",
    may: ["domain", "protocol"],
    node: [],
    why: "words and formats know no page",
  },
  {
    name: "portal ui",
    path: "apps/portal/src/ui/",
    may: ["portal i18n"],
    node: [],
    why: "components without knowledge: they get everything as properties",
  },
  {
    name: "portal feature",
    path: "apps/portal/src/features/{name}/",
    may: ["domain", "protocol", "portal i18n", "portal ui", "portal"],
    mayByFace: ["portal feature"],
    // The router loads each page by itself, so that the browser fetches only what is looked at.
    face: /^[a-z-]+-page\.tsx$/,
    node: [],
    why: "a feature is known by its index.ts alone, and the browser has no Node",
  },
  {
    name: "portal",
    path: "apps/portal/src/",
    may: ["domain", "protocol", "portal i18n", "portal ui"],
    mayByFace: ["portal feature"],
    node: [],
    why: "apps never import apps, and the browser has no Node",
  },
];

/** Files that hold tests or run beside the product; they may import any zone, by its package's name or relatively. */
export const outside: readonly RegExp[] = [
  /\.test\.tsx?$/,
  /^test\//,
  /^bench\//,
  /^tools\//,
  /^[^/]+\.ts$/,
  /^apps\/portal\/[^/]+\.ts$/,
];
