const choices = ['auto', 'light', 'dark'] as const;
const yearSec = 31_536_000;

/** Turns the theme on each click: system, light, dark; a cookie keeps the choice for a year. */
export class ThemeChoice extends HTMLElement {
  connectedCallback(): void {
    this.#name();
    this.addEventListener('click', () => this.#turn());
  }

  get #theme(): (typeof choices)[number] {
    const theme = document.documentElement.dataset['theme'];
    return choices.find((choice) => choice === theme) ?? 'auto';
  }

  #turn(): void {
    const next = choices[(choices.indexOf(this.#theme) + 1) % choices.length] ?? 'auto';
    const root = document.documentElement;
    if (next === 'auto') delete root.dataset['theme'];
    else root.dataset['theme'] = next;
    document.cookie = `theme=${next}; path=/; samesite=lax; max-age=${next === 'auto' ? 0 : yearSec}`;
    this.#name();
  }

  /** Puts the theme in force into the button's name. */
  #name(): void {
    const button = this.querySelector('button');
    if (!button) return;
    const word = (this.dataset['word'] ??= button.ariaLabel ?? '');
    button.ariaLabel = button.title = `${word}: ${this.dataset[this.#theme] ?? ''}`;
  }
}
