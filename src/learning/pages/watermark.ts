const everyMs = 7_000;
// Its place is drawn anew before it is where it was: so many tries.
const tries = 8;

/** Shows over a film who watches it, now here and now there, also on the whole screen; who takes it away gets it back. */
export class Watermark {
  readonly #root: HTMLElement;
  readonly #film: HTMLElement;
  readonly #text: string;
  readonly #watch = new MutationObserver(() => this.#restore());
  #mark: HTMLElement;
  #place: readonly [number, number] = [0.5, 0.1];

  constructor(root: HTMLElement, film: HTMLElement, text: string) {
    this.#root = root;
    this.#film = film;
    this.#text = text;
    this.#mark = this.#make();
  }

  /** Begins. */
  show(): void {
    this.#restore();
    setInterval(() => this.#move(), everyMs);
    new ResizeObserver(() => this.#restore()).observe(this.#film);
    document.addEventListener('fullscreenchange', () => this.#move());
  }

  #make(): HTMLElement {
    const mark = document.createElement('span');
    mark.className = 'player-mark';
    mark.dataset['player'] = 'mark';
    mark.setAttribute('aria-hidden', 'true');
    mark.textContent = this.#text;
    return mark;
  }

  /** Somewhere else, but never far over the edge. */
  #move(): void {
    const [x, y] = this.#place;
    for (let left = tries; left > 0; left -= 1) {
      this.#place = [Math.random(), Math.random()];
      if (Math.abs(this.#place[0] - x) + Math.abs(this.#place[1] - y) > 0.4) break;
    }
    this.#restore();
  }

  /** As it is to be, whatever was done to it. */
  #restore(): void {
    this.#watch.disconnect();
    this.#mark.remove();
    this.#mark = this.#make();
    this.#root.append(this.#mark);
    const { offsetLeft, offsetTop, offsetWidth, offsetHeight } = this.#film;
    const [x, y] = this.#place;
    const room = [offsetWidth - this.#mark.offsetWidth, offsetHeight - this.#mark.offsetHeight];
    this.#mark.style.insetInlineStart = `${offsetLeft + Math.max(0, room[0]! * x)}px`;
    this.#mark.style.insetBlockStart = `${offsetTop + Math.max(0, room[1]! * y)}px`;
    const all = { attributes: true, childList: true, characterData: true, subtree: true };
    this.#watch.observe(this.#mark, all);
    this.#watch.observe(this.#root, { childList: true });
  }
}
