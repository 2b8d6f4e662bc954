import './kept.css';
import { saySize } from '#kernel/size.ts';
import { formatInstant } from '#kernel/time.ts';

interface Kept {
  readonly id: string;
  readonly title: string;
  readonly work: string;
  readonly sizeBytes: number;
  readonly endsAt: number;
  readonly isWhole: boolean;
  readonly isOld: boolean;
}

interface Answer {
  readonly lessons: readonly Kept[];
  readonly pending: number;
}

/** The list of what this browser keeps; its worker knows. */
class KeptList {
  readonly #root: HTMLElement;

  constructor(root: HTMLElement) {
    this.#root = root;
  }

  async start(): Promise<void> {
    const hasWorker = 'serviceWorker' in navigator && (await navigator.serviceWorker.ready);
    if (!hasWorker || !navigator.serviceWorker.controller) return this.#part('none', true);
    this.#root
      .querySelector('[data-kept="remove-all"]')
      ?.addEventListener('submit', () => void this.#remove('/kept/'));
    addEventListener('online', () => void this.#meet());
    await this.#show();
    if (navigator.onLine) await this.#meet();
  }

  /** Brings what was learned, and hears what may stay. */
  async #meet(): Promise<void> {
    await fetch('/kept/contact', { method: 'POST' });
    await this.#show();
  }

  #part(name: string, isShown: boolean): void {
    const part = this.#root.querySelector<HTMLElement>(`[data-kept="${name}"]`);
    if (part) part.hidden = !isShown;
  }

  async #show(): Promise<void> {
    const answer = await fetch('/kept/');
    if (!answer.ok) return this.#part('none', true);
    const { lessons, pending } = (await answer.json()) as Answer;
    const whole = lessons.filter(({ isWhole }) => isWhole);
    this.#root
      .querySelector('[data-kept="list"]')
      ?.replaceChildren(...whole.map((lesson) => this.#rowOf(lesson)));
    this.#part('list', whole.length > 0);
    this.#part('more', whole.length > 0);
    this.#part('empty', whole.length === 0);
    await this.#tell(lessons, pending);
  }

  #rowOf({ id, title, work, sizeBytes, endsAt, isOld }: Kept): Node {
    const template = this.#root.querySelector<HTMLTemplateElement>('template[data-kept="row"]')!;
    const row = template.content.cloneNode(true) as DocumentFragment;
    const link = row.querySelector<HTMLAnchorElement>('[data-kept="open"]')!;
    link.href = `/kept/${id}`;
    link.textContent = title;
    const { until = '', removeOf = '', old = '' } = this.#root.dataset;
    const ends = until.replace('{at}', formatInstant(new Date(endsAt)));
    const facts = [work, saySize(sizeBytes), ends, ...(isOld ? [old] : [])];
    row.querySelector('[data-kept="facts"]')!.textContent = facts.join(' · ');
    const button = row.querySelector('button')!;
    button.setAttribute(
      'aria-label',
      removeOf.replace('{name}', () => title),
    );
    button.addEventListener('click', () => void this.#remove(`/kept/${id}`));
    return row;
  }

  async #remove(path: string): Promise<void> {
    await fetch(path, { method: 'DELETE' });
    await this.#show();
    // Where the focus was there is nothing any more.
    document.querySelector<HTMLElement>('#main')?.focus();
  }

  async #tell(lessons: readonly Kept[], pending: number): Promise<void> {
    const place = this.#root.querySelector('[data-kept="told"]');
    if (!place) return;
    const { pending: waits = '', synced = '' } = this.#root.dataset;
    const bytes = lessons.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    const room = lessons.length > 0 ? [await this.#sayRoom(bytes)] : [];
    const isNothing = lessons.length === 0 && pending === 0;
    place.textContent = isNothing ? '' : [...room, pending > 0 ? waits : synced].join(' · ');
  }

  async #sayRoom(bytes: number): Promise<string> {
    const { used = '', usedAlone = '' } = this.#root.dataset;
    const { quota = 0, usage = 0 } = await estimate();
    return (quota > usage ? used : usedAlone)
      .replace('{size}', saySize(bytes))
      .replace('{free}', saySize(quota - usage));
  }
}

async function estimate(): Promise<StorageEstimate> {
  return (await navigator.storage?.estimate?.()) ?? {};
}

for (const root of document.querySelectorAll<HTMLElement>('[data-island="kept"]'))
  void new KeptList(root).start();
