import './book.css';
import './pdf.css';
import { keepable } from '../rules/page-text.ts';
import { driveLooks } from './looks.ts';
import { Marker, type Mark } from './marker.ts';
import { passageOf, rangeOf } from './passage.ts';
import type { PdfPlace } from './pdf-layout.ts';
import { PdfPages } from './pdf-pages.ts';
import { driveTools } from './pdf-tools.ts';
import { PlaceKeeper } from './place-keeper.ts';

const tenths = 10;

/** A PDF that the server laid out in words, brought to life: its pages, place, looks and marks. */
async function enliven(book: HTMLElement, view: HTMLElement): Promise<void> {
  const { file = '', opening = '', broken = '' } = book.dataset;
  const message = book.querySelector<HTMLElement>('[data-book="message"]');
  const tell = (text: string) => message && (message.textContent = text);
  driveLooks(book);
  tell(opening);
  try {
    const { openPdf } = await import('./pdf-file.ts');
    const pages = pagesIn(book, view);
    pages.start(await openPdf(file), startOf(book));
    tell('');
    keepPlace(book, pages);
  } catch {
    tell(broken);
  }
}

function pagesIn(book: HTMLElement, view: HTMLElement): PdfPages {
  const { sizes = '[]', pageName = '' } = book.dataset;
  const found = new URLSearchParams(location.search).get('q') ?? '';
  const pages: PdfPages = new PdfPages(view, {
    sizes: JSON.parse(sizes),
    pageName: (page) => pageName.replace('{n}', String(page)),
    onWords: () => {
      marker.paint();
      paintFound(pages, found);
    },
    onRest: () => tools.show(),
  });
  const marker = new Marker(book, {
    passagesOf: (range) =>
      pages.drawn.flatMap((page) => passageOf(range, page, blocksOf(pages, page)) ?? []),
    rangeOf: (mark) => rangeOf(mark, blocksOf(pages, mark.chapter)),
  });
  marker.start();
  void bringMarks(book.dataset['mark'] ?? '', marker);
  const tools = driveTools(book, pages);
  return pages;
}

/** A page has its words in one block. */
function blocksOf(pages: PdfPages, page: number): readonly HTMLElement[] {
  return [pages.wordsOf(page) ?? []].flat();
}

function startOf({ dataset }: HTMLElement): PdfPlace {
  const part = Number(/^#t(\d)$/.exec(location.hash)?.[1] ?? 0) / tenths;
  return { page: Number(dataset['number']), part };
}

/** All that the reader marked in this book, page by page of the list. */
async function bringMarks(address: string, marker: Marker): Promise<void> {
  try {
    for (let cursor: string | null = ''; cursor !== null;) {
      const query = new URLSearchParams({ limit: '100', ...(cursor ? { cursor } : {}) });
      const answer = await fetch(`${address}&${query.toString()}`);
      if (!answer.ok) return;
      const list = (await answer.json()) as { items: Mark[]; nextCursor: string | null };
      marker.add(list.items);
      cursor = list.nextCursor;
    }
  } catch {
    // Offline: what is marked stands in the list of marks.
  }
}

/** Where the words that were searched for stand, on the pages that are drawn. */
function paintFound(pages: PdfPages, words: string): void {
  if (words === '' || !('highlights' in CSS)) return;
  const ranges = pages.drawn.flatMap((page) => {
    const block = pages.wordsOf(page);
    return block ? rangesOf(block, page, words) : [];
  });
  CSS.highlights.set('book-found', new Highlight(...ranges));
}

function rangesOf(block: HTMLElement, chapter: number, words: string): Range[] {
  // As the server keeps them, character for character.
  const [text, wanted] = [keepable(block.textContent).toLowerCase(), words.toLowerCase()];
  const ranges: Range[] = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
    const passage = { startBlock: 0, startChar: at, endBlock: 0, endChar: at + wanted.length };
    ranges.push(...[rangeOf({ chapter, ...passage }, [block]) ?? []].flat());
  }
  return ranges;
}

function keepPlace(book: HTMLElement, pages: PdfPages): void {
  const { base = '' } = book.dataset;
  const here = () => {
    const { page, part } = pages.place;
    return { chapter: page, block: Math.min(Math.floor(part * tenths), tenths - 1) };
  };
  new PlaceKeeper(book, here, (there) => `${base}/pages/${there.chapter}#t${there.block}`).start();
}

for (const book of document.querySelectorAll<HTMLElement>('[data-island="pdf"]')) {
  const view = book.querySelector<HTMLElement>('[data-pdf="pages"]');
  if (view) void enliven(book, view);
}
