const keptKey = 'player-quality';

/** The part of a player in which one chooses a height, or leaves it to the line; what was chosen is kept for the next recording. */
export class QualityChoice {
  readonly #select: HTMLSelectElement;
  readonly #auto: string;
  readonly #onChoose: (height: number | undefined) => void;
  #heights: readonly number[] = [];

  constructor(select: HTMLSelectElement, onChoose: (height: number | undefined) => void) {
    this.#select = select;
    this.#auto = select.options[0]?.text ?? '';
    this.#onChoose = onChoose;
    select.addEventListener('change', () => {
      localStorage.setItem(keptKey, select.value);
      onChoose(this.chosen);
    });
  }

  /** Undefined when it is left to the line. */
  get chosen(): number | undefined {
    return Number(this.#select.value) || undefined;
  }

  /** Shows which heights there are, and which one the line carries just now. */
  show(heights: readonly number[], playing: number | undefined): void {
    if (heights.join() !== this.#heights.join()) this.#fill(heights);
    const isAuto = this.chosen === undefined;
    this.#select.options[0]!.text =
      isAuto && playing !== undefined ? `${this.#auto} ${playing}p` : this.#auto;
  }

  #fill(heights: readonly number[]): void {
    this.#heights = heights;
    const options = heights.map((height) => new Option(`${height}p`, String(height)));
    this.#select.replaceChildren(this.#select.options[0]!, ...options.toReversed());
    this.#select.hidden = heights.length < 2;
    const kept = Number(localStorage.getItem(keptKey)) || undefined;
    // Who likes 720 has 540 where there is no more.
    const height = kept && (heights.findLast((one) => one <= kept) ?? heights[0]);
    this.#select.value = height === undefined ? 'auto' : String(height);
    this.#onChoose(height);
  }
}
