import type { Place } from '../types.ts';

/** The wall's clock, which goes on while a machine sleeps. */
function now(): number {
  // oxlint-disable-next-line house/clock -- a browser has no context; only differences of one machine are told
  return Date.now();
}

const restMs = 1_500;

/**
 * Tells the house where the reader is, and when they went there, so that what arrives late takes nobody back. Only what the
 * reader did counts: a page that a browser put back where it was says nothing. Who has read on elsewhere is shown the way there.
 */
export class PlaceKeeper {
  readonly #address: string;
  readonly #here: () => Place;
  readonly #addressOf: (place: Place) => string;
  readonly #box: HTMLElement | null;
  readonly #link: HTMLAnchorElement | null;
  #known: Place | undefined;
  #movedAt = 0;
  #isTouched = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(book: HTMLElement, here: () => Place, addressOf: (place: Place) => string) {
    this.#address = book.dataset['place'] ?? '';
    this.#here = here;
    this.#addressOf = addressOf;
    this.#box = book.querySelector('[data-book="elsewhere"]');
    this.#link = book.querySelector('[data-book="there"]');
  }

  start(): void {
    for (const deed of ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const)
      addEventListener(deed, () => (this.#isTouched = true), { passive: true });
    // Also inside the page: what scrolls there does not bubble.
    addEventListener('scroll', () => this.#isTouched && this.#move(), {
      passive: true,
      capture: true,
    });
    addEventListener('hashchange', () => this.#move());
    addEventListener('online', () => void this.#report());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') void this.#report();
      else void this.#look();
    });
    const [navigation] = performance.getEntriesByType('navigation');
    const isOpened = (navigation as PerformanceNavigationTiming | undefined)?.type === 'navigate';
    // Who follows a link to a chapter goes there.
    if (isOpened) this.#move();
    else void this.#look();
  }

  #move(): void {
    this.#movedAt = now();
    this.#showElsewhere(undefined);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#report(), restMs);
  }

  async #report(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#movedAt === 0) return;
    const movedAt = this.#movedAt;
    const here = this.#here();
    try {
      const answer = await fetch(this.#address, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...here, agoMs: Math.max(0, now() - movedAt) }),
        keepalive: true,
      });
      if (!answer.ok) return;
      // Whoever moved meanwhile has more to say.
      if (this.#movedAt === movedAt) this.#movedAt = 0;
      this.#hear(here, (await answer.json()) as Place);
    } catch {
      // Offline: said again with the next move, or when the line is back.
    }
  }

  async #look(): Promise<void> {
    try {
      const answer = await fetch(this.#address, { headers: { accept: 'application/json' } });
      if (answer.ok) this.#hear(this.#known ?? this.#here(), (await answer.json()) as Place);
    } catch {
      // Offline: there is nothing to be told.
    }
  }

  #hear(own: Place, place: Place): void {
    const isHere = own.chapter === place.chapter && Math.abs(own.block - place.block) <= 1;
    this.#known = place;
    this.#showElsewhere(isHere || this.#movedAt > 0 ? undefined : place);
  }

  #showElsewhere(place: Place | undefined): void {
    if (!this.#box || !this.#link) return;
    this.#box.hidden = place === undefined;
    if (place) this.#link.href = this.#addressOf(place);
  }
}
