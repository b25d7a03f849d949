export type SourceFile = Readonly<{ path: string; lines: number }>;
export type Verdict = Readonly<{ errors: string[]; warnings: string[] }>;

const LINES_WARN = 300;
const LINES_FAIL = 500;
const isTest = (path: string) => /\.test\.tsx?$/.test(path) || path.startsWith("test/");

/** Files should stay under 300 lines; over 500 they hold more than one thing. Tests may be longer. */
export function judgeSizes(files: readonly SourceFile[]): Verdict {
  const long = files.filter(({ path, lines }) => !isTest(path) && lines > LINES_WARN);
  const tell = ({ path, lines }: SourceFile) =>
    `${path}: ${lines} lines; split it by what it is about`;
  return {
    errors: long.filter(({ lines }) => lines > LINES_FAIL).map(tell),
    warnings: long.filter(({ lines }) => lines <= LINES_FAIL).map(tell),
  };
}

const KEBAB = /^[a-z0-9]+(?:[.-][a-z0-9]+)*$/;
const NAMELESS = /(?:^|-)(?:utils?|helpers?|commons?|managers?)$|^base(?:$|-)/;
/** A real thing that happens to be called so. */
const NAMED_SO = new Set(["package-manager"]);

/** Names are kebab-case and name the thing; `utils`, `helpers`, `common`, `manager` and `base-…` name nothing. */
export function judgeNames(paths: readonly string[]): Verdict {
  const errors = paths.flatMap((path) => {
    const names = path.split("/").map((name) => name.replace(/^\./, ""));
    const odd = names.find((name) => !KEBAB.test(name));
    const stems = names.map((name) => name.split(".")[0] ?? "");
    const nameless = stems.find((stem) => NAMELESS.test(stem) && !NAMED_SO.has(stem));
    return [
      ...(odd === undefined ? [] : [`${path}: '${odd}' is not kebab-case`]),
      ...(nameless === undefined
        ? []
        : [`${path}: '${nameless}' does not say what it holds; name the thing`]),
    ];
  });
  return { errors, warnings: [] };
}

/** Migrations are `0001_name.sql`, numbered without gaps or doubles; there is no way back, so no `down`. */
export function judgeMigrations(names: readonly string[]): Verdict {
  const errors = names.toSorted().flatMap((name, index) => {
    const match = /^(\d{4})_([a-z0-9_]+)\.sql$/.exec(name);
    if (match === null) return [`${name}: a migration is called 0001_what_it_does.sql`];
    const [, number, title = ""] = match;
    const wanted = String(index + 1).padStart(4, "0");
    if (number !== wanted) return [`${name}: its number should be ${wanted}`];
    return /(?:^|_)(?:down|revert|rollback)$/.test(title)
      ? [`${name}: migrations go forward only`]
      : [];
  });
  return { errors, warnings: [] };
}
