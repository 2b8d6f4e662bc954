const longestMs = 20_000;

/**
 * Shows the page anew when its topic is told of. A line that is silent is not trusted for long; without one the page looks
 * by itself as often as it would without script, but for while somebody chooses something on it.
 */
export class WaitFor extends HTMLElement {
  #line: EventSource | undefined;
  #timer = 0;

  connectedCallback(): void {
    const { topic = '', since = '0', every = '3' } = this.dataset;
    const asked = new URLSearchParams({ topic, since });
    this.#line = new EventSource(`/api/v1/events?${asked}`);
    this.#line.addEventListener('changed', () => this.#look());
    this.#line.addEventListener('open', () => this.#lookIn(longestMs));
    this.#line.addEventListener('error', () => this.#lookIn(Number(every) * 1000));
    this.#lookIn(Number(every) * 1000);
    addEventListener('pagehide', () => this.#line?.close());
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer);
    this.#line?.close();
  }

  #lookIn(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(
      () => (isChosenOn() ? this.#lookIn(longestMs) : this.#look()),
      ms,
    );
  }

  #look(): void {
    this.#line?.close();
    location.reload();
  }
}

/** Something on the page is chosen or filled in otherwise than it came. */
function isChosenOn(): boolean {
  const controls = document.querySelectorAll<HTMLInputElement>('main input:not([type=hidden])');
  return [...controls].some(
    (one) => one.checked !== one.defaultChecked || one.value !== one.defaultValue,
  );
}
