import { passageOf, rangeOf, type Passage } from './passage.ts';

interface Mark extends Passage {
  readonly note: string;
}

/** Marks passages of a chapter, with a note or without, and paints what is marked. */
export class Marker {
  readonly #book: HTMLElement;
  readonly #blocks: readonly HTMLElement[];
  readonly #bar: HTMLElement | null;
  readonly #dialog = document.querySelector<HTMLDialogElement>('#book-note');
  #marks: Mark[];
  #passage: Passage | undefined;

  constructor(book: HTMLElement, blocks: readonly HTMLElement[]) {
    this.#book = book;
    this.#blocks = blocks;
    this.#bar = this.#part('selected');
    this.#marks = JSON.parse(book.dataset['marks'] ?? '[]') as Mark[];
  }

  #part(name: string): HTMLElement | null {
    return this.#book.querySelector<HTMLElement>(`[data-book="${name}"]`);
  }

  start(): void {
    this.#paint();
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
    const passage = this.#selected();
    // A button that is pressed takes the selection away in some browsers: the passage stays until another one is selected.
    if (passage) this.#passage = passage;
    const isBusy = this.#bar?.contains(document.activeElement) || this.#dialog?.open;
    if (this.#bar) this.#bar.hidden = !passage && !isBusy;
  }

  #selected(): Passage | undefined {
    const selection = getSelection();
    if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return undefined;
    return passageOf(selection.getRangeAt(0), this.#blocks);
  }

  #askNote(): void {
    const range = this.#passage && rangeOf(this.#passage, this.#blocks);
    const quote = this.#part('quote');
    if (quote) quote.textContent = range?.toString() ?? '';
    this.#dialog?.showModal();
  }

  async #keep(note: string): Promise<void> {
    const passage = this.#passage;
    const { marked = '', select = '' } = this.#book.dataset;
    if (!passage) return this.#tell(select);
    const why = await this.#send(passage, note);
    if (why !== undefined) return this.#tell(why);
    this.#marks.push({ ...passage, note });
    this.#passage = undefined;
    getSelection()?.removeAllRanges();
    if (this.#bar) this.#bar.hidden = true;
    this.#paint();
    this.#tell(marked);
  }

  /** Answers why it did not work, if so. */
  async #send(passage: Passage, note: string): Promise<string | undefined> {
    const { mark = '', chapter, failed = '' } = this.#book.dataset;
    try {
      const answer = await fetch(mark, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...passage, chapter: Number(chapter), note }),
      });
      if (answer.ok) return undefined;
      const { error } = (await answer.json()) as { error?: { message?: string } };
      return error?.message ?? failed;
    } catch {
      // Offline: the passage stays selected, to be marked later.
      return failed;
    }
  }

  #tell(text: string): void {
    const place = this.#part('message');
    if (place) place.textContent = text;
  }

  /** By the highlights of CSS, which change nothing in the text; where a browser has none, the list of marks has them. */
  #paint(): void {
    if (!('highlights' in CSS)) return;
    const paint = (name: string, marks: readonly Mark[]) => {
      const ranges = marks
        .map((mark) => rangeOf(mark, this.#blocks))
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
