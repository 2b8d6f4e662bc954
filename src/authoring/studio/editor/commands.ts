import { syntaxTree } from '@codemirror/language';
import {
  EditorSelection,
  type ChangeSpec,
  type EditorState,
  type Line,
  type TransactionSpec,
} from '@codemirror/state';

/** What a command of the toolbar does to a text. */
export type Edit = (state: EditorState) => TransactionSpec;

/** Puts `mark` around what is selected, or takes it away; with nothing selected one writes on between marks. */
export function toggleMark(mark: string): Edit {
  return (state) =>
    state.changeByRange((range) => {
      const { from, to } = range;
      const size = mark.length;
      const around = state.sliceDoc(Math.max(0, from - size), from) === mark;
      if (around && state.sliceDoc(to, to + size) === mark) {
        const changes = [
          { from: from - size, to: from },
          { from: to, to: to + size },
        ];
        return { changes, range: EditorSelection.range(from - size, to - size) };
      }
      const inside = state.sliceDoc(from, to);
      if (inside.length > 2 * size && inside.startsWith(mark) && inside.endsWith(mark)) {
        const insert = inside.slice(size, -size);
        return { changes: { from, to, insert }, range: EditorSelection.range(from, to - 2 * size) };
      }
      const changes = [
        { from, insert: mark },
        { from: to, insert: mark },
      ];
      return { changes, range: EditorSelection.range(from + size, to + size) };
    });
}

function linesIn(state: EditorState): Line[] {
  const lines = new Map<number, Line>();
  for (const { from, to } of state.selection.ranges) {
    const last = state.doc.lineAt(to).number;
    for (let n = state.doc.lineAt(from).number; n <= last; n += 1) lines.set(n, state.doc.line(n));
  }
  return [...lines.values()];
}

/** Changes after which one stands behind what was put where one stood. */
function behind(state: EditorState, spec: ChangeSpec): TransactionSpec {
  const changes = state.changes(spec);
  return { changes, selection: state.selection.map(changes, 1) };
}

const anyHeading = /^#{1,6}[ \t]+/;

/** Makes headings of a level of the selected lines, or plain text again. */
export function toggleHeading(level: 1 | 2 | 3 | 4): Edit {
  return (state) => {
    const mark = `${'#'.repeat(level)} `;
    const lines = linesIn(state);
    const isOn = lines.every(({ text }) => text.startsWith(mark));
    const changes = lines.map(({ from, text }) => {
      const known = anyHeading.exec(text)?.[0].length ?? 0;
      return { from, to: from + known, insert: isOn ? '' : mark };
    });
    return behind(state, changes);
  };
}

const starts = {
  bullet: { known: /^(\s*)[-+*][ \t]+(?!\[[ xX]\])/, write: () => '- ' },
  number: { known: /^(\s*)\d{1,9}[.)][ \t]+/, write: (n: number) => `${n}. ` },
  task: { known: /^(\s*)[-+*][ \t]+\[[ xX]\][ \t]+/, write: () => '- [ ] ' },
  quote: { known: /^(\s*)>[ \t]?/, write: () => '> ' },
} as const;
const anyStart = /^(\s*)(?:[-+*][ \t]+(?:\[[ xX]\][ \t]+)?|\d{1,9}[.)][ \t]+|>[ \t]?)/;

/** Begins the selected lines as a list or a quotation, or makes them plain again. */
export function toggleStart(kind: keyof typeof starts): Edit {
  return (state) => {
    const { known, write } = starts[kind];
    const lines = linesIn(state).filter(({ text }, _, all) => all.length === 1 || text.trim());
    const isOn = lines.every(({ text }) => known.test(text));
    const changes = lines.map(({ from, text }, n) => {
      const start = anyStart.exec(text)?.[0].length;
      const indent = text.length - text.trimStart().length;
      const to = from + (start ?? indent);
      return { from: from + indent, to, insert: isOn ? '' : write(n + 1) };
    });
    return behind(state, changes);
  };
}

/** Puts a paragraph of its own behind the line one stands in, and selects `select` of it. */
export function insertBlock(text: string, select: readonly [from: number, to: number]): Edit {
  return (state) => {
    const { main } = state.selection;
    const line = state.doc.lineAt(main.to);
    const isEmpty = line.text.trim() === '' && line.number === state.doc.lineAt(main.from).number;
    const at = isEmpty ? line.from : line.to;
    const before = isEmpty ? gapBefore(state, line.number) : '\n\n';
    const after = gapAfter(state, line.number);
    const start = at + before.length;
    return {
      changes: { from: at, to: isEmpty ? line.to : at, insert: `${before}${text}${after}` },
      selection: { anchor: start + select[0], head: start + select[1] },
      scrollIntoView: true,
    };
  };
}

function gapBefore(state: EditorState, line: number): string {
  return line > 1 && state.doc.line(line - 1).text.trim() !== '' ? '\n' : '';
}

function gapAfter(state: EditorState, line: number): string {
  if (line === state.doc.lines) return '\n';
  return state.doc.line(line + 1).text.trim() === '' ? '' : '\n';
}

/** Makes a link of what is selected, and selects where it leads. */
export const insertLink: Edit = (state) => {
  const { from, to } = state.selection.main;
  const text = state.sliceDoc(from, to);
  const isAddress = /^https?:\/\/\S+$/.test(text);
  const insert = isAddress ? `[](${text})` : `[${text}](https://)`;
  const anchor = isAddress ? from + 1 : from + text.length + 3;
  return {
    changes: { from, to, insert },
    selection: { anchor, head: isAddress ? anchor : from + insert.length - 1 },
  };
};

/** Names a new footnote where one stands, and goes on writing it at the end. */
export const insertFootnote: Edit = (state) => {
  const text = state.doc.toString();
  const taken = new Set([...text.matchAll(/\[\^(\d+)\]/g)].map(([, n]) => Number(n)));
  let number = 1;
  while (taken.has(number)) number += 1;
  const { to } = state.selection.main;
  const name = `[^${number}]`;
  const end = text.endsWith('\n\n') || text === '' ? '' : text.endsWith('\n') ? '\n' : '\n\n';
  const note = `${end}${name}: `;
  const changes: ChangeSpec = [
    { from: to, insert: name },
    { from: state.doc.length, insert: note },
  ];
  return {
    changes,
    selection: { anchor: state.doc.length + name.length + note.length },
    scrollIntoView: true,
  };
};

const listLine = /^(\s*)(?:([-+*])[ \t]+(\[[ xX]\][ \t]+)?|(\d{1,9})([.)])[ \t]+|(>[ \t]?))/;

/** Goes on with a list or a quotation on a new line; from an empty item it leads out. Nothing elsewhere. */
export function continueStart(state: EditorState): TransactionSpec | undefined {
  const { main, ranges } = state.selection;
  if (!main.empty || ranges.length > 1) return undefined;
  const line = state.doc.lineAt(main.head);
  const match = listLine.exec(line.text);
  if (!match || main.head < line.from + match[0].length || isCode(state, main.head))
    return undefined;
  if (line.text.slice(match[0].length).trim() === '')
    return { changes: { from: line.from, to: line.to }, userEvent: 'input' };
  const insert = `\n${nextStart(match)}`;
  return {
    changes: { from: main.head, insert },
    selection: { anchor: main.head + insert.length },
    scrollIntoView: true,
    userEvent: 'input',
  };
}

function nextStart([, indent = '', bullet, task, number, point, quote]: RegExpExecArray): string {
  if (bullet) return `${indent}${bullet} ${task ? '[ ] ' : ''}`;
  return quote ? `${indent}${quote}` : `${indent}${Number(number) + 1}${point} `;
}

/** Whether a place stands in code. */
export function isCode(state: EditorState, at: number): boolean {
  for (
    let node: { name: string; parent: typeof node | null } | null = syntaxTree(state).resolveInner(
      at,
      -1,
    );
    node;
    node = node.parent
  ) {
    if (/Code/.test(node.name)) return true;
  }
  return false;
}

/** The smallest change that makes a text another one, so that the cursor stays where it can. */
export function changeTo(state: EditorState, text: string): TransactionSpec {
  const known = state.doc.toString();
  const most = Math.min(known.length, text.length);
  let from = 0;
  while (from < most && known[from] === text[from]) from += 1;
  let end = 0;
  while (end < most - from && known.at(-1 - end) === text.at(-1 - end)) end += 1;
  const insert = text.slice(from, text.length - end);
  return { changes: { from, to: known.length - end, insert } };
}
