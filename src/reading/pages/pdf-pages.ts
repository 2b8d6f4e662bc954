import type { PDFDocumentProxy } from 'pdfjs-dist';
import { PdfLayout, type PdfPlace } from './pdf-layout.ts';
import { PdfSheet } from './pdf-sheet.ts';
import type { PageRun } from '../types.ts';

const gapPx = 12;
const settleMs = 150;
const steps = [0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3, 4] as const;
const zoomKey = 'pdf-zoom';

export interface PagesOptions {
  readonly sizes: readonly PageRun[];
  readonly pageName: (page: number) => string;
  /** A page's words came or went. */
  readonly onWords: () => void;
  /** The reader rests at a place. */
  readonly onRest: (place: PdfPlace) => void;
}

/** The pages of a PDF, one below the other; only those near the eye are drawn. */
export class PdfPages {
  readonly #view: HTMLElement;
  readonly #options: PagesOptions;
  readonly #layout: PdfLayout;
  readonly #boxes: HTMLElement[];
  readonly #sheets = new Map<number, PdfSheet>();
  readonly #near = new Set<number>();
  #book: PDFDocumentProxy | undefined;
  #factor: number;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(view: HTMLElement, options: PagesOptions) {
    this.#view = view;
    this.#options = options;
    this.#layout = new PdfLayout(options.sizes, gapPx);
    this.#factor = Number(localStorage.getItem(zoomKey)) || 1;
    this.#boxes = Array.from({ length: this.#layout.count }, (_, at) => this.#boxOf(at + 1));
  }

  #boxOf(page: number): HTMLElement {
    const box = document.createElement('div');
    const [width, height] = this.#layout.sizeOf(page);
    box.className = 'pdf-page';
    box.dataset['page'] = String(page);
    box.setAttribute('role', 'group');
    box.setAttribute('aria-label', this.#options.pageName(page));
    box.style.setProperty('--w', String(width));
    box.style.setProperty('--h', String(height));
    return box;
  }

  /** Puts the pages in the place of what stood there, at `place`. */
  start(book: PDFDocumentProxy, place: PdfPlace): void {
    this.#book = book;
    this.#view.replaceChildren(...this.#boxes);
    this.#fit(place);
    const watcher = new IntersectionObserver((seen) => this.#onNear(seen), {
      root: this.#view,
      rootMargin: '60% 0px',
    });
    for (const box of this.#boxes) watcher.observe(box);
    this.#view.addEventListener('scroll', () => this.#settle(), { passive: true });
    new ResizeObserver(() => this.#fit(this.place)).observe(this.#view);
  }

  get place(): PdfPlace {
    return this.#layout.placeAt(this.#view.scrollTop);
  }

  /** The page that one looks at: the one in the upper part of the view. */
  get page(): number {
    return this.#layout.placeAt(this.#view.scrollTop + this.#view.clientHeight / 3).page;
  }

  get count(): number {
    return this.#layout.count;
  }

  goTo(place: PdfPlace): void {
    // Some of the gap above shows that a page begins.
    this.#view.scrollTop = this.#layout.topOf(place) - (place.part === 0 ? gapPx / 2 : 0);
    this.#settle();
  }

  /** Larger by 1, smaller by -1, and by 0 as wide as the view. */
  zoom(by: -1 | 0 | 1): void {
    const at = steps.findIndex((step) => step >= this.#factor - 0.01);
    this.#factor = by === 0 ? 1 : (steps[Math.min(Math.max(at + by, 0), steps.length - 1)] ?? 1);
    localStorage.setItem(zoomKey, String(this.#factor));
    this.#fit(this.place);
  }

  /** The words of a page that is drawn. */
  wordsOf(page: number): HTMLElement | undefined {
    return this.#sheets.get(page)?.words;
  }

  /** The pages that are drawn. */
  get drawn(): readonly number[] {
    return [...this.#sheets.keys()];
  }

  /** Lays the pages out for the width that there is, and stays where the reader is. */
  #fit(place: PdfPlace): void {
    const room = this.#view.clientWidth - 2 * gapPx;
    if (room <= 0) return;
    const zoom = (room / this.#layout.usualWidth) * this.#factor;
    this.#layout.zoomTo(zoom);
    this.#view.style.setProperty('--zoom', String(zoom));
    this.#view.scrollTop = this.#layout.topOf(place);
    this.#settle();
  }

  #onNear(seen: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of seen) {
      const page = Number((target as HTMLElement).dataset['page']);
      if (isIntersecting) this.#near.add(page);
      else this.#near.delete(page);
    }
    this.#settle();
  }

  /** Draws what is near once the reader rests; whoever leafs through draws nothing on the way. */
  #settle(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#draw(), settleMs);
  }

  #draw(): void {
    for (const [page, sheet] of this.#sheets)
      if (!this.#near.has(page)) {
        sheet.give();
        this.#sheets.delete(page);
      }
    const here = this.page;
    for (const page of [...this.#near].toSorted((a, b) => Math.abs(a - here) - Math.abs(b - here)))
      void this.#drawOne(page);
    this.#options.onWords();
    this.#options.onRest(this.place);
  }

  async #drawOne(page: number): Promise<void> {
    const box = this.#boxes[page - 1];
    if (!box || !this.#book) return;
    const sheet = this.#sheets.get(page) ?? new PdfSheet(box, this.#book, page);
    this.#sheets.set(page, sheet);
    try {
      await sheet.draw(this.#layout.zoom, (to) => this.goTo({ page: to, part: 0 }));
      box.removeAttribute('data-broken');
    } catch {
      // A page that is broken, or did not arrive: it is tried again when the reader comes back.
      box.setAttribute('data-broken', '');
      this.#sheets.delete(page);
    }
    this.#options.onWords();
  }
}
