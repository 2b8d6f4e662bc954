import type { Passage } from './passage.ts';

export interface Mark extends Passage {
  readonly note: string;
}

/** The words of a book as they stand on the page. */
export interface MarkedText {
  /** What of them a range covers; one for each chapter. */
  passagesOf(range: Range): readonly Passage[];
  /** Where a passage stands; undefined while it is not on the page. */
  rangeOf(passage: Passage): Range | undefined;
}

/** Marks passages of a book, with a note or without, and paints what is marked. */
export class Marker {
  readonly #book: HTMLElement;
  readonly #text: MarkedText;
  readonly #bar: HTMLElement | null;
  readonly #dialog = document.querySelector<HTMLDialogElement>('#book-note');
  #marks: Mark[];
  #passages: readonly Passage[] = [];

  constructor(book: HTMLElement, text: MarkedText) {
    this.#book = book;
    this.#text = text;
    this.#bar = this.#part('selected');
    this.#marks = JSON.parse(book.dataset['marks'] ?? '[]') as Mark[];
  }

  #part(name: string): HTMLElement | null {
    return this.#book.querySelector<HTMLElement>(`[data-book="${name}"]`);
  }

  start(): void {
    this.paint();
    document.addEventListener('selectionchange', () => this.#onSelect());
    this.#part('mark')?.addEventListener('click', () => void this.#keep(''));
    this.#part('noted')?.addEventListener('click', () => this.#askNote());
    const form = this.#part('note') as HTMLFormElement | null;
    form?.addEventListener('submit', (event) => {
      event.preventDefault();
      const note = form.querySelector('textarea')?.value ?? '';
      this.#dialog?.close();
      form.reset();
      void this.#keep(note);
    });
  }

  #onSelect(): void {
    const passages = this.#selected();
    // A button that is pressed takes the selection away in some browsers: the passage stays until another one is selected.
    if (passages.length > 0) this.#passages = passages;
    const isBusy = this.#bar?.contains(document.activeElement) || this.#dialog?.open;
    if (this.#bar) this.#bar.hidden = passages.length === 0 && !isBusy;
  }

  #selected(): readonly Passage[] {
    const selection = getSelection();
    if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return [];
    return this.#text.passagesOf(selection.getRangeAt(0));
  }

  #askNote(): void {
    const quote = this.#part('quote');
    const words = this.#passages.map((passage) => this.#text.rangeOf(passage)?.toString() ?? '');
    if (quote) quote.textContent = words.join('\n');
    this.#dialog?.showModal();
  }

  async #keep(note: string): Promise<void> {
    const { marked = '', select = '' } = this.#book.dataset;
    if (this.#passages.length === 0) return this.#tell(select);
    for (const passage of this.#passages) {
      const why = await this.#send(passage, note);
      if (why !== undefined) return this.#tell(why);
      this.#marks.push({ ...passage, note });
      this.#passages = this.#passages.filter((one) => one !== passage);
    }
    getSelection()?.removeAllRanges();
    if (this.#bar) this.#bar.hidden = true;
    this.paint();
    this.#tell(marked);
  }

  /** Answers why it did not work, if so. */
  async #send(passage: Passage, note: string): Promise<string | undefined> {
    const { mark = '', failed = '' } = this.#book.dataset;
    try {
      const answer = await fetch(mark, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...passage, note }),
      });
      if (answer.ok) return undefined;
      const { error } = (await answer.json()) as { error?: { message?: string } };
      return error?.message ?? failed;
    } catch {
      // Offline: the passage stays selected, to be marked later.
      return failed;
    }
  }

  /** More of what the reader marked, from where the page did not bring it. */
  add(marks: readonly Mark[]): void {
    this.#marks.push(...marks);
    this.paint();
  }

  #tell(text: string): void {
    const place = this.#part('message');
    if (place) place.textContent = text;
  }

  /** By the highlights of CSS, which change nothing in the text; where a browser has none, the list of marks has them. */
  paint(): void {
    if (!('highlights' in CSS)) return;
    const paint = (name: string, marks: readonly Mark[]) => {
      const ranges = marks
        .map((mark) => this.#text.rangeOf(mark))
        .filter((range) => range !== undefined);
      CSS.highlights.set(name, new Highlight(...ranges));
    };
    paint(
      'book-mark',
      this.#marks.filter(({ note }) => note === ''),
    );
    paint(
      'book-note',
      this.#marks.filter(({ note }) => note !== ''),
    );
  }
}
