import type { PageRun } from '../types.ts';

/** Where somebody is in a PDF: on which page, and how much of it stands above. */
export interface PdfPlace {
  /** From 1. */
  readonly page: number;
  /** From 0 to 1. */
  readonly part: number;
}

/**
 * Where each page stands when they are laid one below the other, by arithmetic: nothing is measured, so a book of thousands
 * of pages costs what one of ten does.
 */
export class PdfLayout {
  readonly #widths: number[] = [];
  readonly #heights: number[] = [];
  readonly #gap: number;
  /** The width of most of the pages, which is what is fitted. */
  readonly usualWidth: number;
  #tops: number[] = [];
  #zoom = 1;

  constructor(runs: readonly PageRun[], gap: number) {
    this.#gap = gap;
    const many = new Map<number, number>();
    for (const [width, height, count] of runs) {
      many.set(width, (many.get(width) ?? 0) + count);
      for (let at = 0; at < count; at += 1) {
        this.#widths.push(width);
        this.#heights.push(height);
      }
    }
    this.usualWidth = [...many].reduce((most, one) => (one[1] > most[1] ? one : most), [1, 0])[0];
    this.zoomTo(1);
  }

  get count(): number {
    return this.#heights.length;
  }

  get zoom(): number {
    return this.#zoom;
  }

  sizeOf(page: number): readonly [number, number] {
    return [this.#widths[page - 1] ?? 1, this.#heights[page - 1] ?? 1];
  }

  zoomTo(zoom: number): void {
    this.#zoom = zoom;
    let top = this.#gap;
    this.#tops = this.#heights.map((height) => {
      const here = top;
      top += height * zoom + this.#gap;
      return here;
    });
  }

  /** The page at `y`, and how much of it stands above. */
  placeAt(y: number): PdfPlace {
    let [low, high] = [0, this.count - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.#tops[middle]! <= y + this.#gap) low = middle;
      else high = middle - 1;
    }
    const part = (y - this.#tops[low]!) / (this.#heights[low]! * this.#zoom);
    return { page: low + 1, part: Math.min(Math.max(part, 0), 1) };
  }

  /** How far down a place stands. */
  topOf({ page, part }: PdfPlace): number {
    const at = Math.min(Math.max(page, 1), this.count) - 1;
    return this.#tops[at]! + part * this.#heights[at]! * this.#zoom;
  }
}
