import { syntaxTree } from '@codemirror/language';
import type { EditorState, Range } from '@codemirror/state';
import {
  Decoration,
  ViewPlugin,
  type DecorationSet,
  type EditorView,
  type ViewUpdate,
} from '@codemirror/view';

// Words that look like what they will be.
const dressed: Readonly<Record<string, string>> = {
  StrongEmphasis: 'md-strong',
  Emphasis: 'md-em',
  Strikethrough: 'md-gone',
  InlineCode: 'md-code',
  Link: 'md-link',
  Autolink: 'md-link',
  URL: 'md-address',
  Image: 'md-picture',
  Formula: 'md-formula',
  FootnoteName: 'md-note',
  LinkReference: 'md-address',
  ListMark: 'md-mark',
  TaskMarker: 'md-mark',
  HTMLTag: 'md-dropped',
};

// Lines of a block.
const lined: Readonly<Record<string, string>> = {
  ATXHeading1: 'md-h1',
  ATXHeading2: 'md-h2',
  ATXHeading3: 'md-h3',
  ATXHeading4: 'md-h4',
  ATXHeading5: 'md-h4',
  ATXHeading6: 'md-h4',
  SetextHeading1: 'md-h1',
  SetextHeading2: 'md-h2',
  Blockquote: 'md-quote',
  FencedCode: 'md-block-code',
  CodeBlock: 'md-block-code',
  Table: 'md-table',
  HorizontalRule: 'md-rule',
  HTMLBlock: 'md-dropped',
};

// Signs that are out of the way until one stands in what they mark.
const signs = new Set(['HeaderMark', 'EmphasisMark', 'StrikethroughMark', 'CodeMark', 'LinkMark']);
const alwaysShown = new Set([
  'FencedCode',
  'SetextHeading1',
  'SetextHeading2',
  'Image',
  'LinkReference',
]);

interface Node {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly node: { readonly parent: { name: string; from: number; to: number } | null };
}

/** The dress of what can be seen of a text. */
function dressUp(view: EditorView): DecorationSet {
  const worn: Range<Decoration>[] = [];
  const { state } = view;
  for (const { from, to } of view.visibleRanges) {
    syntaxTree(state).iterate({
      from,
      to,
      enter: (node) => {
        const { name } = node;
        if (lined[name]) wearLines(state, node, lined[name], worn);
        if (dressed[name] && node.to > node.from)
          worn.push(Decoration.mark({ class: dressed[name] }).range(node.from, node.to));
        if (signs.has(name)) hideSign(state, node, worn);
        if (name === 'Link') hideAddress(state, node, worn);
      },
    });
  }
  return Decoration.set(worn, true);
}

function wearLines(
  state: EditorState,
  { from, to }: Node,
  name: string,
  worn: Range<Decoration>[],
): void {
  const callout = name === 'md-quote' && /^>\s*\[!(\w+)\]/.exec(state.doc.lineAt(from).text)?.[1];
  const dress = callout ? `${name} md-callout md-${callout.toLowerCase()}` : name;
  for (let at = from; at <= to;) {
    const line = state.doc.lineAt(at);
    worn.push(Decoration.line({ class: dress }).range(line.from));
    at = line.to + 1;
  }
}

/** Whether somebody stands in, or at the edge of, a stretch. */
function isTouched(state: EditorState, from: number, to: number): boolean {
  return state.selection.ranges.some((range) => range.from <= to && range.to >= from);
}

function hideSign(state: EditorState, node: Node, worn: Range<Decoration>[]): void {
  const { parent } = node.node;
  if (!parent || alwaysShown.has(parent.name) || node.from === node.to) return;
  if (isTouched(state, parent.from, parent.to)) {
    worn.push(Decoration.mark({ class: 'md-mark' }).range(node.from, node.to));
    return;
  }
  // The space after the signs of a heading goes with them.
  const isHeading = node.name === 'HeaderMark' && node.from === parent.from;
  const to = isHeading && state.sliceDoc(node.to, node.to + 1) === ' ' ? node.to + 1 : node.to;
  worn.push(Decoration.replace({}).range(node.from, to));
}

/** Leaves of `[text](address)` the text alone. */
function hideAddress(state: EditorState, { from, to }: Node, worn: Range<Decoration>[]): void {
  if (isTouched(state, from, to)) return;
  const text = state.sliceDoc(from, to);
  const match = /\]\([^\n]*\)$/.exec(text);
  if (!match || match.index < 2) return;
  // The bracket that closes the text is hidden as a sign.
  worn.push(Decoration.replace({}).range(from + match.index + 2, to - 1));
}

/** Shows a text as it will look, as far as that can be done while it is written. */
export const dress = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = dressUp(view);
    }

    update(update: ViewUpdate): void {
      // A word that an input method composes is not to be touched.
      if (update.view.composing) this.decorations = this.decorations.map(update.changes);
      else if (
        update.docChanged ||
        update.viewportChanged ||
        update.selectionSet ||
        isParsed(update)
      )
        this.decorations = dressUp(update.view);
    }
  },
  { decorations: ({ decorations }) => decorations },
);

function isParsed({ startState, state }: ViewUpdate): boolean {
  return syntaxTree(startState) !== syntaxTree(state);
}
