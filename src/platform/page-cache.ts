import type { Framed } from './http/route.ts';

/** One page as it goes out, in every encoding it was asked for. */
export interface CachedPage {
  readonly status: number;
  /** Absent where nobody may keep the answer. */
  readonly etag: string | undefined;
  readonly html: Buffer;
  /** Compressed forms by `content-encoding`, made on first demand. */
  readonly encoded: Map<string, Buffer>;
}

/** What a page shows to all who see the same version of it. */
export interface KeptView {
  readonly view: Framed;
  /** What stands between header and footer, as HTML. */
  readonly body: Buffer;
  /** The visitors' document around it, once one was asked for. */
  whole: CachedPage | undefined;
}

interface Entry {
  readonly kept: KeptView;
  readonly tags: readonly string[];
  readonly bytes: number;
  /** In milliseconds; Infinity for as long as no tag is purged. */
  readonly until: number;
}

const mebibyte = 2 ** 20;
// A body is kept once by itself, and once in the visitors' document with its frame and its compressed forms.
const overheadBytes = 16 * 1_024;
const copies = 2.5;

/**
 * What cached pages show, by address and version. It is purged by the tags it depends on, exactly; what was being made
 * while one of its tags was purged is not kept, and what is true until an instant is not shown from then on. Over `limitMiB` the oldest goes.
 */
export class PageCache {
  readonly #limitBytes: number;
  #bytes = 0;
  readonly #pages = new Map<string, Entry>();
  readonly #byTag = new Map<string, Set<string>>();
  readonly #purged = new Map<string, number>();
  #clock = 0;
  #clearedAt = -1;

  readonly #now: () => Date;

  constructor(limitMiB = 64, now: () => Date = () => new Date()) {
    this.#limitBytes = limitMiB * mebibyte;
    this.#now = now;
  }

  find(key: string): KeptView | undefined {
    const entry = this.#pages.get(key);
    if (!entry) return undefined;
    if (entry.until === Infinity || this.#now().getTime() < entry.until) return entry.kept;
    this.#drop(key);
    return undefined;
  }

  /** Call before reading what the page is made of, and give the answer to `keep`. */
  begin(): number {
    return this.#clock;
  }

  /** Keeps what a page shows unless something it depends on changed since `begun`. */
  keep(key: string, kept: KeptView, begun: number): void {
    const tags = kept.view.tags ?? [];
    if (begun <= this.#clearedAt) return;
    if (tags.some((tag) => (this.#purged.get(tag) ?? -1) >= begun)) return;
    this.#drop(key);
    const bytes = kept.body.length * copies + overheadBytes;
    if (bytes > this.#limitBytes) return;
    while (this.#bytes + bytes > this.#limitBytes) this.#drop(this.#pages.keys().next().value!);
    this.#bytes += bytes;
    const until = kept.view.trueUntil?.getTime() ?? Infinity;
    this.#pages.set(key, { kept, tags, bytes, until });
    for (const tag of tags) {
      const keys = this.#byTag.get(tag) ?? new Set();
      this.#byTag.set(tag, keys.add(key));
    }
  }

  /** Grows when the pages of `tag` are purged: what else was read of the same things is then stale, too. */
  version(tag: string): number {
    return Math.max(this.#purged.get(tag) ?? -1, this.#clearedAt);
  }

  purge(tags: Iterable<string>): void {
    for (const tag of tags) {
      this.#purged.set(tag, this.#clock);
      for (const key of this.#byTag.get(tag) ?? []) this.#drop(key);
    }
    this.#clock += 1;
    if (this.#purged.size > 50_000) this.clear();
  }

  /** Forgets every page, and refuses those being made. */
  clear(): void {
    this.#pages.clear();
    this.#bytes = 0;
    this.#byTag.clear();
    this.#purged.clear();
    this.#clearedAt = this.#clock;
    this.#clock += 1;
  }

  #drop(key: string): void {
    const entry = this.#pages.get(key);
    if (!entry) return;
    this.#pages.delete(key);
    this.#bytes -= entry.bytes;
    for (const tag of entry.tags) {
      const keys = this.#byTag.get(tag);
      keys?.delete(key);
      if (keys?.size === 0) this.#byTag.delete(tag);
    }
  }
}
