import './book.css';
import { driveLooks } from './looks.ts';
import { Marker } from './marker.ts';
import { blocksOf } from './passage.ts';
import { PlaceKeeper } from './place-keeper.ts';

/** A chapter that the server drew, brought to life: place, looks, marks. */
function enliven(book: HTMLElement): void {
  const text = book.querySelector<HTMLElement>('.book-text');
  if (!text) return;
  const blocks = blocksOf(text);
  driveLooks(book);
  new Marker(book, blocks).start();
  const { place = '', chapter, chapters = '' } = book.dataset;
  const box = book.querySelector<HTMLElement>('[data-book="elsewhere"]');
  const link = book.querySelector<HTMLAnchorElement>('[data-book="there"]');
  const keeper = new PlaceKeeper(place, Number(chapter), blocks, (there) => {
    if (!box || !link) return;
    box.hidden = there === undefined;
    if (there) link.href = `${chapters}/chapters/${there.chapter}#b${there.block}`;
  });
  keeper.start();
}

for (const book of document.querySelectorAll<HTMLElement>('[data-island="book"]')) enliven(book);
