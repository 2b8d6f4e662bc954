import type { PDFDocumentProxy, PDFPageProxy, RenderTask } from 'pdfjs-dist';
import { joinPieces } from '../rules/page-text.ts';
import { linksOf, type PdfLink } from './pdf-links.ts';

// What phones can hold: more is drawn coarser.
const mostPixels = 8_000_000;

/** One page as it is drawn: its picture, its words above it, and its links. Given back when it is far away. */
export class PdfSheet {
  readonly #box: HTMLElement;
  readonly #book: PDFDocumentProxy;
  readonly #number: number;
  #page: PDFPageProxy | undefined;
  #task: RenderTask | undefined;
  #zoom = 0;
  #isGone = false;

  constructor(box: HTMLElement, book: PDFDocumentProxy, number: number) {
    this.#box = box;
    this.#book = book;
    this.#number = number;
  }

  /** The words of the page, once they are there. */
  get words(): HTMLElement | undefined {
    return this.#box.querySelector<HTMLElement>('.pdf-text') ?? undefined;
  }

  /** Draws it at `zoom`; words and links follow the zoom by themselves. */
  async draw(zoom: number, goTo: (page: number) => void): Promise<void> {
    if (this.#zoom === zoom) return;
    this.#zoom = zoom;
    this.#page ??= await this.#book.getPage(this.#number);
    if (this.#isGone) return;
    await this.#paint(this.#page, zoom);
    if (this.#isGone || this.words) return;
    this.#box.append(await wordsOf(this.#page));
    const links = await linksOf(this.#book, this.#page);
    if (this.#isGone) this.#empty();
    else this.#box.append(...links.map((link) => anchorOf(link, goTo)));
  }

  async #paint(page: PDFPageProxy, zoom: number): Promise<void> {
    this.#task?.cancel();
    const { width, height } = page.getViewport({ scale: zoom });
    const sharp = Math.min(devicePixelRatio, Math.sqrt(mostPixels / (width * height)));
    const viewport = page.getViewport({ scale: zoom * sharp });
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.floor(viewport.width));
    canvas.height = Math.max(1, Math.floor(viewport.height));
    canvas.setAttribute('aria-hidden', 'true');
    const task = page.render({ canvas, viewport });
    this.#task = task;
    try {
      await task.promise;
    } catch (error) {
      if ((error as Error).name === 'RenderingCancelledException') return;
      throw error;
    }
    if (this.#task !== task || this.#isGone) return;
    this.#box.querySelector('canvas')?.remove();
    this.#box.prepend(canvas);
  }

  /** Gives back what it holds; the box keeps its size. */
  give(): void {
    this.#isGone = true;
    this.#task?.cancel();
    this.#empty();
    this.#page?.cleanup();
  }

  #empty(): void {
    // A canvas without pixels is given back at once, not when somebody looks for garbage.
    for (const canvas of this.#box.querySelectorAll('canvas')) canvas.width = 0;
    this.#box.replaceChildren();
  }
}

/** The words of a page, each where it is drawn: the same characters in the same order as the server keeps. */
async function wordsOf(page: PDFPageProxy): Promise<HTMLElement> {
  const { TextLayer } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const content = await page.getTextContent();
  const container = document.createElement('div');
  container.className = 'pdf-text';
  const viewport = page.getViewport({ scale: 1 });
  await new TextLayer({ textContentSource: content, container, viewport }).render();
  const { gaps } = joinPieces(content.items.filter((item) => 'str' in item));
  for (const [index, end] of container.querySelectorAll('br').entries())
    if (gaps[index]) end.after(gaps[index]);
  return container;
}

function anchorOf(link: PdfLink, goTo: (page: number) => void): HTMLAnchorElement {
  const anchor = document.createElement('a');
  anchor.className = 'pdf-link';
  const [left, top, width, height] = link.box;
  Object.assign(anchor.style, {
    left: `${left}%`,
    top: `${top}%`,
    width: `${width}%`,
    height: `${height}%`,
  });
  anchor.setAttribute('aria-label', link.label);
  if ('page' in link) {
    anchor.href = `#p${link.page}`;
    anchor.addEventListener('click', (event) => {
      event.preventDefault();
      goTo(link.page);
    });
  } else {
    anchor.href = link.url;
    anchor.target = '_blank';
    anchor.rel = 'noopener noreferrer nofollow';
  }
  return anchor;
}
