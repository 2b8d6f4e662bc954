import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EditorState } from '@codemirror/state';
import fc from 'fast-check';
import {
  changeTo,
  continueStart,
  insertBlock,
  insertFootnote,
  insertLink,
  toggleHeading,
  toggleMark,
  toggleStart,
  type Edit,
} from './studio/editor/commands.ts';
import { markdownLanguage } from './studio/editor/language.ts';

/** A text in which `|` is where one stands, and `[…]` between two `|` what is selected. */
function stateOf(marked: string): EditorState {
  const places = [...marked.matchAll(/\|/g)].map(({ index }, n) => index - n);
  const doc = marked.replaceAll('|', '');
  const [anchor = 0, head = anchor] = places;
  return EditorState.create({ doc, selection: { anchor, head }, extensions: markdownLanguage });
}

function after(marked: string, edit: Edit): string {
  const state = stateOf(marked);
  const { doc, selection } = state.update(edit(state)).state;
  const { from, to } = selection.main;
  const text = doc.toString();
  return from === to
    ? `${text.slice(0, from)}|${text.slice(from)}`
    : `${text.slice(0, from)}|${text.slice(from, to)}|${text.slice(to)}`;
}

test('marks go around what is selected, and away again', () => {
  assert.equal(after('一|根|弦', toggleMark('**')), '一**|根|**弦');
  assert.equal(after('一**|根|**弦', toggleMark('**')), '一|根|弦');
  assert.equal(after('一|**根**|弦', toggleMark('**')), '一|根|弦');
  assert.equal(after('一|', toggleMark('*')), '一*|*');
});

test('lines become headings of another level, and plain again', () => {
  assert.equal(after('|一', toggleHeading(2)), '## |一');
  assert.equal(after('# 一|', toggleHeading(2)), '## 一|');
  assert.equal(after('## 一|', toggleHeading(2)), '一|');
  assert.equal(after('|', toggleHeading(3)), '### |');
});

test('lines become lists of another kind, and plain again', () => {
  assert.equal(after('|一\n二|', toggleStart('number')), '1. |一\n2. 二|');
  assert.equal(after('1. |一\n2. 二|', toggleStart('bullet')), '- |一\n- 二|');
  assert.equal(after('- |一\n- 二|', toggleStart('task')), '- [ ] |一\n- [ ] 二|');
  assert.equal(after('- [ ] 一|', toggleStart('task')), '一|');
  assert.equal(after('  一|', toggleStart('quote')), '  > 一|');
});

test('a block stands in a paragraph of its own, wherever one stood', () => {
  const block = insertBlock('$$\n\n$$', [3, 3]);
  assert.equal(after('一|\n二', block), '一\n\n$$\n|\n$$\n\n二');
  assert.equal(after('一\n\n|', block), '一\n\n$$\n|\n$$\n');
  assert.equal(after('一\n|\n二', block), '一\n\n$$\n|\n$$\n\n二');
  assert.equal(after('|', block), '$$\n|\n$$\n');
});

test('a link takes the words, or the address, that are selected', () => {
  assert.equal(after('看|这里|', insertLink), '看[这里](|https://|)');
  assert.equal(after('|https://a.example|', insertLink), '[|](https://a.example)');
});

test('a footnote takes the next number and goes on at the end', () => {
  assert.equal(
    after('一[^1]二|三\n\n[^1]: 注', insertFootnote),
    '一[^1]二[^2]三\n\n[^1]: 注\n\n[^2]: |',
  );
});

test('Enter goes on with a list, leads out of an empty item, and is itself elsewhere', () => {
  const enter = (marked: string) => {
    const edit = continueStart(stateOf(marked));
    return edit && after(marked, () => edit);
  };
  assert.equal(enter('- 一|'), '- 一\n- |');
  assert.equal(enter('- [x] 一|二'), '- [x] 一\n- [ ] |二');
  assert.equal(enter('  9. 一|'), '  9. 一\n  10. |');
  assert.equal(enter('> 一|'), '> 一\n> |');
  assert.equal(enter('- 一\n- |'), '- 一\n|');
  assert.equal(enter('|- 一'), undefined);
  assert.equal(enter('一|'), undefined);
  assert.equal(enter('```\n- 一|\n```'), undefined);
});

test('law: the smallest change makes the one text the other', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      const state = EditorState.create({ doc: a });
      assert.equal(
        state.update(changeTo(state, b)).state.doc.toString(),
        EditorState.create({ doc: b }).doc.toString(),
      );
    }),
  );
});

test('law: a text goes through the editor without a change', () => {
  const piece = fc.constantFrom(
    '# 一',
    '| a | b |\n|---|---|',
    '$x$',
    '```\n码',
    '> [!NOTE]',
    '[^1]',
    ' ',
    '\n',
    '\n\n',
    '<b>',
    '\t',
    '🎵',
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join('');
      assert.equal(
        EditorState.create({ doc: text, extensions: markdownLanguage }).doc.toString(),
        text,
      );
    }),
  );
});
