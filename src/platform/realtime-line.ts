import type { Listener } from './realtime.ts';

export interface LineOptions {
  readonly listener: Listener;
  readonly paceMs: number;
  /** When the line is closed in any case. */
  readonly endsAt: number;
  readonly onClose: () => void;
}

const text = new TextEncoder();
// What a browser waits before it comes again.
const hello = text.encode('retry: 3000\n: hello\n\n');
const heartbeat = text.encode(': still here\n\n');

/**
 * One connection of a listener. However fast it is told and however slowly it reads, what waits is at most the name of each
 * of its topics once; who does not read for two heartbeats is cut off.
 */
export class Line {
  readonly stream: ReadableStream<Uint8Array>;
  readonly #options: LineOptions;
  readonly #names = new Map<string, string>();
  readonly #waiting = new Set<string>();
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  /** Set while the reader wants more. */
  #wanted: (() => void) | undefined;
  #isBehind = false;
  #toldAt = -Infinity;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: LineOptions) {
    this.#options = options;
    for (const [name, key] of options.listener.topics) this.#names.set(key, name);
    this.stream = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#controller = controller;
        controller.enqueue(hello);
      },
      pull: () =>
        new Promise<void>((resolve) => {
          this.#wanted = resolve;
          this.#isBehind = false;
          this.#flush();
        }),
      cancel: () => this.#end(),
    });
  }

  get sessionId(): string {
    return this.#options.listener.sessionId;
  }

  tell(topic: string): void {
    const name = this.#names.get(topic);
    if (name === undefined || !this.#controller) return;
    this.#waiting.add(name);
    this.#flush();
  }

  tellAll(): void {
    for (const topic of this.#names.keys()) this.tell(topic);
  }

  /** Says that the line is alive, and ends it when its time is over or nobody reads. */
  beat(now: number): void {
    if (now >= this.#options.endsAt) return this.close();
    if (!this.#wanted && this.#isBehind) return this.#cut();
    this.#isBehind = !this.#wanted;
    this.#send(heartbeat);
  }

  close(): void {
    this.#controller?.close();
    this.#end();
  }

  #cut(): void {
    this.#controller?.error(new Error('a listener does not read'));
    this.#end();
    this.#options.listener.cut?.();
  }

  #flush(): void {
    if (!this.#wanted || this.#waiting.size === 0 || this.#timer) return;
    const restMs = this.#toldAt + this.#options.paceMs - performance.now();
    if (restMs > 0) {
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        this.#flush();
      }, restMs).unref();
      return;
    }
    const said = [...this.#waiting].map((name) => `event: changed\ndata: ${name}\n\n`);
    this.#waiting.clear();
    this.#toldAt = performance.now();
    this.#send(text.encode(said.join('')));
  }

  #send(bytes: Uint8Array): void {
    if (!this.#wanted) return;
    const taken = this.#wanted;
    this.#wanted = undefined;
    this.#controller?.enqueue(bytes);
    taken();
  }

  #end(): void {
    if (!this.#controller) return;
    this.#controller = undefined;
    clearTimeout(this.#timer);
    this.#wanted?.();
    this.#wanted = undefined;
    this.#options.onClose();
  }
}
