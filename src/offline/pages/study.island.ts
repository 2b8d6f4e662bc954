import type { PlayedSpan } from '../schema.ts';

// What is learned in a kept lesson is told to the worker, which brings it to the house once there is network.

const everyMs = 10_000;
// A tick is a quarter of a second; a larger step was a jump.
const longestStepSec = 3;

/** Notes which stretches of a recording were played, and when. */
class Listener {
  readonly #medium: HTMLMediaElement;
  #spans: PlayedSpan[] = [];
  #open: PlayedSpan | undefined;

  constructor(medium: HTMLMediaElement) {
    this.#medium = medium;
    medium.addEventListener('timeupdate', () => this.#tick());
    for (const name of ['seeking', 'pause', 'ended'] as const)
      medium.addEventListener(name, () => this.#close());
  }

  #tick(): void {
    const [at, now] = [this.#medium.currentTime, Date.now()];
    if (this.#medium.seeking || this.#medium.paused) return;
    const isOn = this.#open && at >= this.#open.toSec && at - this.#open.toSec <= longestStepSec;
    if (!isOn) this.#close();
    this.#open = isOn
      ? { ...this.#open!, toSec: at, endedAt: now }
      : { fromSec: at, toSec: at, begunAt: now, endedAt: now };
  }

  #close(): void {
    if (this.#open && this.#open.toSec > this.#open.fromSec) this.#spans.push(this.#open);
    this.#open = undefined;
  }

  /** What was played since the last time; the stretch that is under way goes on where this one ends. */
  take(): PlayedSpan[] {
    const last = this.#open;
    this.#close();
    if (last) this.#open = { ...last, fromSec: last.toSec, begunAt: last.endedAt };
    return this.#spans.splice(0);
  }
}

class KeptLesson {
  readonly #address = `${location.pathname}/reports`;
  readonly #medium = document.querySelector<HTMLMediaElement>('[data-main] :is(video, audio)');
  readonly #listener = this.#medium ? new Listener(this.#medium) : undefined;

  start(): void {
    const form = document.querySelector<HTMLFormElement>('form[data-study="done"]');
    form?.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#done(form);
    });
    const flush = () => void this.#flush();
    setInterval(flush, everyMs);
    this.#medium?.addEventListener('pause', () => setTimeout(flush));
    addEventListener('pagehide', flush);
    document.addEventListener('visibilitychange', flush);
    addEventListener('online', () => void this.#flush().then(meet));
  }

  async #flush(): Promise<void> {
    const spans = this.#listener?.take() ?? [];
    if (spans.length > 0) await this.#report(spans, false);
  }

  async #report(spans: readonly PlayedSpan[], isDone: boolean): Promise<void> {
    const positionSec = Math.floor(this.#medium?.currentTime ?? 0);
    const body = JSON.stringify({ at: Date.now(), positionSec, spans, isDone });
    await fetch(this.#address, { method: 'POST', body, keepalive: true });
  }

  async #done(form: HTMLFormElement): Promise<void> {
    await this.#report(this.#listener?.take() ?? [], true);
    const told = document.querySelector<HTMLElement>('[data-study="noted"]');
    if (told) told.textContent = told.dataset['text'] ?? '';
    form.hidden = true;
    if (navigator.onLine) await meet();
  }
}

/** Asks the worker to bring what was learned. */
async function meet(): Promise<void> {
  await fetch('/kept/contact', { method: 'POST' });
}

new KeptLesson().start();
