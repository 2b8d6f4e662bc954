import { refuser } from '#kernel/refusal.ts';
import type { Random } from '#kernel/random.ts';
import { minute, second } from '#kernel/time.ts';
import { errorFields, type Logger } from './log.ts';
import { Line } from './realtime-line.ts';

export const refuseEvents = refuser({
  'events.too_many': {
    status: 429,
    zh: '同时打开的页面太多了，请关掉几个；这一页会自己定时刷新',
    en: 'Too many pages are open at once: please close some. This one looks again by itself.',
  },
});

/** Somebody who wants to know when to look again. */
export interface Listener {
  readonly userId: string;
  readonly sessionId: string;
  /** What counts as one caller for limits. */
  readonly caller: string;
  /** Topics by the name under which the listener asked for them; whoever calls has checked that they may be heard. */
  readonly topics: ReadonlyMap<string, string>;
  /** What was told after this instant is told at once: nothing falls between reading a page and listening. */
  readonly since?: number | undefined;
  /** Breaks the connection of a listener that does not read. */
  readonly cut?: (() => void) | undefined;
}

/**
 * Tells people who wait that it is time to look again, and nothing else: what there is to see they ask for with their own
 * rights. A topic is a name such as `order:<id>`; a word that is lost costs no more than the wait for the next look.
 */
export interface Realtime {
  /** Tells whoever listens to any of `topics`, here and in other processes. */
  tell(topics: Iterable<string>): void;
  /** What another process told; `all` when words may have been lost. */
  hear(topics: Iterable<string> | 'all'): void;
  /** A stream of server-sent events. @throws Refusal events.too_many */
  listen(listener: Listener): ReadableStream<Uint8Array>;
  readonly listeners: number;
  /** Ends every line, and those that are asked for from now on at once. */
  close(): void;
}

export interface RealtimeOptions {
  readonly log: Logger;
  readonly random: Random;
  readonly clock?: () => number;
  /** Tells other processes; absent when there are none. */
  readonly spread?: (topics: ReadonlySet<string>) => void;
  /** Which of these sessions still are. */
  readonly findSessions?: (ids: readonly string[]) => Promise<ReadonlySet<string>>;
  /** How often a line is heard to be alive (20 s). */
  readonly beatMs?: number;
  /** At most so often one line is told (250 ms). */
  readonly paceMs?: number;
  /** How long a line lasts at most (half an hour): whoever still listens comes again, and is looked at anew. */
  readonly longestMs?: number;
}

/** Lines that one session, and one caller, may have open: browsers have few, schools have many behind one address. */
export const mostLines = { session: 10, caller: 300 } as const;

/** The topic that tells that sessions of a person have ended. */
export function sessionsTopic(userId: string): string {
  return `sessions:${userId}`;
}

const rememberedMs = 2 * minute;

/** Fans topics out to the listeners of this process. */
export function openRealtime(options: RealtimeOptions): Realtime {
  return new Hub(options);
}

class Hub implements Realtime {
  readonly #options: RealtimeOptions;
  readonly #clock: () => number;
  readonly #lines = new Set<Line>();
  readonly #byTopic = new Map<string, Set<Line>>();
  readonly #count = new Map<string, number>();
  /** When topics were told last. */
  readonly #told = new Map<string, number>();
  readonly #timer: NodeJS.Timeout;
  #isClosed = false;

  constructor(options: RealtimeOptions) {
    this.#options = options;
    this.#clock = options.clock ?? Date.now;
    this.#timer = setInterval(() => this.#beat(), options.beatMs ?? 20 * second).unref();
  }

  get listeners(): number {
    return this.#lines.size;
  }

  tell(topics: Iterable<string>): void {
    const told = new Set(topics);
    if (told.size === 0) return;
    this.#options.spread?.(told);
    this.hear(told);
  }

  hear(topics: Iterable<string> | 'all'): void {
    if (topics === 'all') {
      for (const line of this.#lines) line.tellAll();
      return void this.#check([...this.#lines]);
    }
    const now = this.#clock();
    for (const topic of topics) {
      this.#told.delete(topic);
      this.#told.set(topic, now);
      const lines = this.#byTopic.get(topic);
      if (!lines) continue;
      if (topic.startsWith('sessions:')) void this.#check([...lines]);
      else for (const line of lines) line.tell(topic);
    }
  }

  listen(listener: Listener): ReadableStream<Uint8Array> {
    const places = [`session ${listener.sessionId}`, `caller ${listener.caller}`] as const;
    if (!this.#hasRoom(places[0], mostLines.session) || !this.#hasRoom(places[1], mostLines.caller))
      throw refuseEvents('events.too_many');

    const { paceMs = 250, longestMs = 30 * minute, random } = this.#options;
    const keys = [...listener.topics.values(), sessionsTopic(listener.userId)];
    const line = new Line({
      listener,
      paceMs,
      // Not all at once, or those who came together would come again together.
      endsAt: this.#clock() + longestMs * (0.9 + random() / 5),
      onClose: () => this.#forget(line, keys, places),
    });
    this.#lines.add(line);
    for (const place of places) this.#count.set(place, (this.#count.get(place) ?? 0) + 1);
    for (const key of keys) this.#byTopic.set(key, (this.#byTopic.get(key) ?? new Set()).add(line));
    this.#tellMissed(line, listener);
    if (this.#isClosed) line.close();
    return line.stream;
  }

  #hasRoom(place: string, most: number): boolean {
    return (this.#count.get(place) ?? 0) < most;
  }

  #tellMissed(line: Line, { topics, since = Infinity }: Listener): void {
    for (const key of topics.values())
      if ((this.#told.get(key) ?? -Infinity) > since) line.tell(key);
  }

  close(): void {
    this.#isClosed = true;
    clearInterval(this.#timer);
    for (const line of this.#lines) line.close();
  }

  #forget(line: Line, keys: readonly string[], places: readonly string[]): void {
    this.#lines.delete(line);
    for (const key of keys) {
      const lines = this.#byTopic.get(key);
      lines?.delete(line);
      if (lines?.size === 0) this.#byTopic.delete(key);
    }
    for (const place of places) {
      const left = (this.#count.get(place) ?? 1) - 1;
      if (left > 0) this.#count.set(place, left);
      else this.#count.delete(place);
    }
  }

  #beat(): void {
    const now = this.#clock();
    for (const [topic, at] of this.#told) {
      if (at > now - rememberedMs) break;
      this.#told.delete(topic);
    }
    for (const line of this.#lines) line.beat(now);
    void this.#check([...this.#lines]);
  }

  /** Closes lines whose sessions have ended. */
  async #check(lines: readonly Line[]): Promise<void> {
    const { findSessions, log } = this.#options;
    if (!findSessions || lines.length === 0) return;
    try {
      const live = await findSessions([...new Set(lines.map(({ sessionId }) => sessionId))]);
      for (const line of lines) if (!live.has(line.sessionId)) line.close();
    } catch (error) {
      // They are looked at again with the next beat; until then they only hear when to look.
      log.error('sessions of listeners could not be looked at', errorFields(error));
    }
  }
}
