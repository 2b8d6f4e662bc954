import type { Ctx, Ports } from './ctx.ts';
import { Lru } from './lru.ts';

interface Known<Value> {
  readonly value: Value;
  readonly version: number;
}

/**
 * Something that everybody sees alike, remembered in this process until pages that show it are touched by `tag`. Inside a
 * transaction it is read anew: what a transaction sees may be its own change, which others must not see yet.
 */
export class Memory<Value> {
  readonly #tag: string;
  readonly #read: (ctx: Ctx) => Promise<Value>;
  readonly #known = new WeakMap<Ports['pages'], Known<Value>>();

  constructor(tag: string, read: (ctx: Ctx) => Promise<Value>) {
    this.#tag = tag;
    this.#read = read;
  }

  async get(ctx: Ctx): Promise<Value> {
    if (ctx.db.isTransaction) return this.#read(ctx);
    const { pages } = ctx.ports;
    const version = pages.version(this.#tag);
    const known = this.#known.get(pages);
    if (known?.version === version) return known.value;
    const value = await this.#read(ctx);
    this.#known.set(pages, { value, version });
    return value;
  }
}

interface Kept<Value> extends Known<Value> {
  readonly tags: readonly string[];
}

/** The same for many things, each known by a key and shown by pages with tags of its own; what is not there is not kept. */
export class Memories<Value> {
  readonly #limit: number;
  readonly #tagsOf: (value: Value) => readonly string[];
  readonly #read: (ctx: Ctx, key: string) => Promise<Value | undefined>;
  readonly #known = new WeakMap<Ports['pages'], Lru<Kept<Value>>>();

  constructor(
    limit: number,
    tagsOf: (value: Value) => readonly string[],
    read: (ctx: Ctx, key: string) => Promise<Value | undefined>,
  ) {
    this.#limit = limit;
    this.#tagsOf = tagsOf;
    this.#read = read;
  }

  async get(ctx: Ctx, key: string): Promise<Value | undefined> {
    if (ctx.db.isTransaction) return this.#read(ctx, key);
    const { pages } = ctx.ports;
    const memory = this.#known.get(pages) ?? new Lru<Kept<Value>>(this.#limit);
    this.#known.set(pages, memory);
    const version = (tags: readonly string[]) => Math.max(...tags.map((tag) => pages.version(tag)));
    const known = memory.get(key);
    if (known && known.version === version(known.tags)) return known.value;

    const begun = pages.begin();
    const value = await this.#read(ctx, key);
    if (value === undefined) return undefined;
    const tags = this.#tagsOf(value);
    // Which tags count is known only now: what was touched since we began may not be in what we read.
    if (version(tags) < begun) memory.set(key, { value, tags, version: version(tags) });
    return value;
  }
}
