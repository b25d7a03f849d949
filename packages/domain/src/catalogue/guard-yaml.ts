import { CST, Lexer } from "yaml";

/** Limits of a catalogue file. The largest shipped one uses a fifth of the words and a fortieth of the bytes. */
export const yamlLimits = {
  bytes: 2 * 1024 * 1024,
  tokens: 80_000,
  depth: 24,
  indentColumns: 120,
  lineMarks: 8,
} as const;

/** Something that a catalogue file must not contain, by its offset in characters. */
export type GuardFinding = { offset: number; message: string; suggestion?: string };

const refused: Record<string, { message: string; suggestion: string }> = {
  anchor: {
    message: "anchors (&name) are not allowed",
    suggestion: "write the value out where it is needed",
  },
  alias: {
    message: "aliases (*name) are not allowed",
    suggestion: "write the value out where it is needed",
  },
  tag: {
    message: "tags (!name) are not allowed",
    suggestion: "write text in quotes, numbers without",
  },
  "directive-line": {
    message: "YAML directives (%…) are not allowed",
    suggestion: "a catalogue is plain YAML 1.2",
  },
};

/**
 * Looks at the words of a file before anything is built from them, and stops at the first thing that no catalogue needs
 * but an attack does: anchors, aliases, tags, directives, deep nesting, too many words. Takes time in proportion to
 * what it has read (A31).
 */
export function guardYaml(text: string): GuardFinding | undefined {
  if (isTooLarge(text))
    return {
      offset: yamlLimits.bytes,
      message: `a catalogue is at most ${yamlLimits.bytes / 1024 / 1024} MiB`,
    };
  const control = findControlCharacter(text);
  if (control !== undefined)
    return { offset: control, message: "control characters are not allowed" };
  const state: LexState = {
    offset: 0,
    tokens: 0,
    flowDepth: 0,
    lineMarks: 0,
    lineStart: true,
    scalarNext: false,
    sawScalar: false,
  };
  for (const token of new Lexer().lex(text)) {
    const found = judgeToken(token, state);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Offset of the first C0 control character but tab and line ends; the lexer uses some of them as marks of its own. */
function findControlCharacter(text: string): number | undefined {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 0x7f || (unit < 0x20 && unit !== 0x09 && unit !== 0x0a && unit !== 0x0d)) return i;
  }
  return undefined;
}

/** Size in UTF-8 without building the bytes; surrogate pairs count four. */
function isTooLarge(text: string): boolean {
  if (text.length > yamlLimits.bytes) return true;
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3;
  }
  return bytes > yamlLimits.bytes;
}

type LexState = {
  offset: number;
  tokens: number;
  flowDepth: number;
  lineMarks: number;
  lineStart: boolean;
  /** The next token is a scalar's text, whatever it starts with. */
  scalarNext: boolean;
  sawScalar: boolean;
};

function judgeToken(token: string, state: LexState): GuardFinding | undefined {
  const { offset } = state;
  const kind = state.scalarNext ? "plain" : CST.tokenType(token);
  state.scalarNext = kind === "scalar";
  if (kind === "doc-mode" || kind === "flow-error-end" || kind === "scalar") return undefined;
  state.offset += token.length;
  state.tokens += 1;
  state.sawScalar ||= kind === "plain";
  if (state.tokens > yamlLimits.tokens)
    return { offset, message: `a catalogue has at most ${yamlLimits.tokens} words and marks` };
  if (kind === "doc-start" && state.sawScalar)
    return { offset, message: "a catalogue is one document; `---` may only stand before it" };
  return refusedToken(kind, offset) ?? judgeDepth(kind, token, offset, state);
}

function refusedToken(kind: string | null, offset: number): GuardFinding | undefined {
  const rule = kind === null ? undefined : refused[kind];
  return rule && { offset, ...rule };
}

function judgeDepth(
  kind: string | null,
  token: string,
  offset: number,
  state: LexState,
): GuardFinding | undefined {
  const atLineStart = state.lineStart;
  state.lineStart = kind === "newline";
  if (kind === "newline") state.lineMarks = 0;
  if (kind === "flow-map-start" || kind === "flow-seq-start") state.flowDepth += 1;
  if (kind === "flow-map-end" || kind === "flow-seq-end") state.flowDepth -= 1;
  if (kind === "seq-item-ind" || kind === "explicit-key-ind") state.lineMarks += 1;
  const tooDeep =
    state.flowDepth > yamlLimits.depth ||
    state.lineMarks > yamlLimits.lineMarks ||
    (atLineStart && kind === "space" && token.length > yamlLimits.indentColumns);
  return tooDeep
    ? { offset, message: `values may be nested at most ${yamlLimits.depth} deep` }
    : undefined;
}
