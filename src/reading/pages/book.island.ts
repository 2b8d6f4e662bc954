import './book.css';
import { driveLooks } from './looks.ts';
import { Marker } from './marker.ts';
import { blocksOf, passageOf, rangeOf, type Passage } from './passage.ts';
import { PlaceKeeper } from './place-keeper.ts';

/** A chapter that the server drew, brought to life: place, looks, marks. */
function enliven(book: HTMLElement): void {
  const text = book.querySelector<HTMLElement>('.book-text');
  if (!text) return;
  const blocks = blocksOf(text);
  driveLooks(book);
  const { base = '' } = book.dataset;
  const chapter = Number(book.dataset['chapter']);
  const marked = {
    passagesOf: (range: Range) => [passageOf(range, chapter, blocks) ?? []].flat(),
    rangeOf: (passage: Passage) => rangeOf(passage, blocks),
  };
  new Marker(book, marked).start();
  const here = () => ({ chapter, block: topBlock(blocks) });
  new PlaceKeeper(
    book,
    here,
    (there) => `${base}/chapters/${there.chapter}#b${there.block}`,
  ).start();
}

// What stands above the text while one scrolls.
const headPx = 90;

function topBlock(blocks: readonly HTMLElement[]): number {
  const top = blocks.findIndex((block) => block.getBoundingClientRect().bottom > headPx);
  return Math.max(0, top);
}

for (const book of document.querySelectorAll<HTMLElement>('[data-island="book"]')) enliven(book);
