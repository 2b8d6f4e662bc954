import assert from 'node:assert/strict';
import test from 'node:test';
import { renderToStaticMarkup } from 'react-dom/server';
import { keptMarkup } from './kept.ts';

test('a piece is made once, and anew as soon as it shows something else', () => {
  let made = 0;
  const piece = (title: string, count: number) =>
    keptMarkup('card 1', [title, count], () => {
      made += 1;
      return <p title={title}>{count}</p>;
    });
  assert.equal(piece('甲 & 乙', 1), '<p title="甲 &amp; 乙">1</p>');
  assert.equal(piece('甲 & 乙', 1), '<p title="甲 &amp; 乙">1</p>');
  assert.equal(made, 1);
  assert.equal(piece('甲 & 乙', 2), '<p title="甲 &amp; 乙">2</p>');
  assert.equal(
    piece('甲 & 乙', 1),
    '<p title="甲 &amp; 乙">1</p>',
    'what was comes back as it was',
  );
  assert.equal(made, 3);
});

test('pieces are made while a page is, and forgotten when thousands of others were asked for', () => {
  const made: number[] = [];
  const piece = (id: number) =>
    keptMarkup(`row ${id}`, [id], () => {
      made.push(id);
      return <b>{id}</b>;
    });
  const Page = () => (
    <main>
      <i dangerouslySetInnerHTML={{ __html: piece(1) + piece(2) }} />
      <Tail />
    </main>
  );
  const Tail = () => <u>end</u>;
  assert.equal(renderToStaticMarkup(<Page />), '<main><i><b>1</b><b>2</b></i><u>end</u></main>');
  for (let id = 3; id <= 9_000; id += 1) piece(id);
  piece(1);
  piece(9_000);
  assert.equal(made.filter((id) => id === 1).length, 2);
  assert.equal(made.filter((id) => id === 9_000).length, 1);
});
