import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderToStaticMarkup } from 'react-dom/server';
import { Price } from './price.tsx';

const textOf = (html: string): string => html.replaceAll(/<[^>]+>/g, '');

test('a price shows whole yuan without zeros, and fen when there are any', () => {
  assert.equal(textOf(renderToStaticMarkup(<Price locale="zh" amount={19_900} />)), '¥199');
  assert.equal(textOf(renderToStaticMarkup(<Price locale="en" amount={9_990} />)), '¥99.90');
});

test('a price of nothing is free, in the language of the page', () => {
  assert.equal(textOf(renderToStaticMarkup(<Price locale="zh" amount={0} />)), '免费');
  assert.equal(textOf(renderToStaticMarkup(<Price locale="en" amount={0} />)), 'Free');
});

test('an old price is shown only when it was higher', () => {
  assert(renderToStaticMarkup(<Price locale="zh" amount={100} was={200} />).includes('<s '));
  assert(!renderToStaticMarkup(<Price locale="zh" amount={200} was={200} />).includes('<s '));
});
