import './keep.css';
import { fill } from '#kernel/locale.ts';
import { saySize } from '#kernel/size.ts';
import { formatInstant } from '#kernel/time.ts';
import type { Offer } from '../schema.ts';
import { Download } from './download.ts';

interface Kept {
  readonly id: string;
  readonly lessonId: string;
  readonly endsAt: number;
  readonly isWhole: boolean;
  readonly isOld: boolean;
}

/** What stands on a lesson's page to keep it on this device: the server drew it, and it shows itself where it can work. */
class KeepBox {
  readonly #root: HTMLDetailsElement;
  readonly #lessonId: string;
  #download: Download | undefined;

  constructor(root: HTMLDetailsElement) {
    this.#root = root;
    this.#lessonId = root.dataset['lesson'] ?? '';
  }

  async start(): Promise<void> {
    if (!(await canKeep(this.#root.dataset['kind'] === 'video'))) return;
    this.#root.hidden = false;
    this.#on('keep', () => void this.#keep());
    this.#on('renew', () => void this.#keep());
    this.#on('cancel', () => this.#download?.cancel());
    this.#on('remove', () => void this.#remove());
    this.#root.addEventListener('toggle', () => this.#root.open && void this.#look());
    const kept = await this.#find();
    if (kept?.isWhole) this.#mark(kept);
  }

  #part<T extends HTMLElement = HTMLElement>(name: string): T | null {
    return this.#root.querySelector<T>(`[data-keep="${name}"]`);
  }

  #on(name: string, deed: () => void): void {
    this.#part(name)?.addEventListener('click', deed);
  }

  #say(name: string, params: Readonly<Record<string, string>> = {}): string {
    const words = JSON.parse(this.#root.dataset['words'] ?? '{}') as Record<string, string>;
    return fill(words[name] ?? '', params);
  }

  #tell(text: string): void {
    const place = this.#part('told');
    if (place) place.textContent = text;
  }

  /** Which of its three faces the box shows. */
  #face(name: 'offer' | 'busy' | 'kept' | 'none'): void {
    for (const one of ['offer', 'busy', 'kept']) {
      const part = this.#part(one);
      if (part) part.hidden = one !== name;
    }
  }

  async #find(): Promise<Kept | undefined> {
    const answer = await fetch('/kept/');
    if (!answer.ok) return undefined;
    const { lessons } = (await answer.json()) as { lessons: readonly Kept[] };
    return lessons.find(({ lessonId }) => lessonId === this.#lessonId);
  }

  #mark({ id, endsAt, isOld }: Kept): void {
    this.#root.dataset['state'] = 'kept';
    this.#part<HTMLAnchorElement>('open')!.href = `/kept/${id}`;
    this.#part('renew')!.hidden = !isOld;
    this.#face('kept');
    const at = formatInstant(new Date(endsAt));
    this.#tell(this.#say(isOld ? 'old' : 'keptUntil', { at }));
  }

  async #look(): Promise<void> {
    if (this.#download) return;
    const kept = await this.#find();
    if (kept?.isWhole) return this.#mark(kept);
    delete this.#root.dataset['state'];
    const answer = await fetch(this.#address()).catch(() => undefined);
    if (!answer) return this.#tell(this.#say('noNetwork'));
    if (!answer.ok) return this.#refused(answer);
    await this.#offer((await answer.json()) as Offer, kept !== undefined);
  }

  #address(): string {
    return `/api/v1/lessons/${this.#lessonId}/offline?lang=${this.#root.dataset['locale'] ?? 'zh'}`;
  }

  async #refused(answer: Response): Promise<void> {
    this.#face('none');
    const { error } = (await answer.json()) as { error: { message: string } };
    this.#tell(error.message);
  }

  async #offer({ endsAt, choices }: Offer, isHalf: boolean): Promise<void> {
    const select = this.#part<HTMLSelectElement>('height')!;
    const options = choices.map(({ height, sizeBytes }) => {
      const name = height === null ? '' : `${height}p · `;
      return new Option(name + saySize(sizeBytes), height === null ? '' : String(height));
    });
    select.replaceChildren(...options);
    // What a phone needs, not the largest.
    const usual = choices.findLastIndex(({ height }) => (height ?? 0) <= 480);
    select.selectedIndex = Math.max(0, usual);
    this.#part('choice')!.hidden = choices.length < 2;
    this.#face('offer');
    const size = saySize(choices[select.selectedIndex]?.sizeBytes ?? 0);
    const at = formatInstant(new Date(endsAt));
    this.#tell(this.#say(isHalf ? 'half' : 'offer', { size, at }));
  }

  async #keep(): Promise<void> {
    const height = this.#part<HTMLSelectElement>('height')?.value;
    this.#face('busy');
    this.#tell('');
    this.#download = new Download(this.#address(), height ? Number(height) : undefined);
    const bar = this.#part<HTMLProgressElement>('bar');
    const figure = this.#part('figure');
    const outcome = await this.#download.run((done, all) => {
      if (bar) [bar.value, bar.max] = [done, Math.max(1, all)];
      if (figure) figure.textContent = `${saySize(done)} / ${saySize(all)}`;
    });
    this.#download = undefined;
    await this.#look();
    if (outcome !== 'kept') this.#tell(outcome.message ?? this.#say(outcome.why));
  }

  async #remove(): Promise<void> {
    const kept = await this.#find();
    if (kept) await fetch(`/kept/${kept.id}`, { method: 'DELETE' });
    await this.#look();
    this.#root.querySelector('summary')?.focus();
  }
}

/** Only where there is a worker to answer, a cipher, and for films a player that reads from it. */
async function canKeep(isFilm: boolean): Promise<boolean> {
  if (!('serviceWorker' in navigator) || !isSecureContext || !('indexedDB' in globalThis))
    return false;
  if (isFilm && !('MediaSource' in globalThis || 'ManagedMediaSource' in globalThis)) return false;
  await navigator.serviceWorker.ready;
  if (navigator.serviceWorker.controller) return true;
  // The very first page of a browser: the worker takes it over in a moment.
  await new Promise((resolve) =>
    navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
  );
  return true;
}

for (const root of document.querySelectorAll<HTMLDetailsElement>('[data-island="keep"]'))
  void new KeepBox(root).start();
