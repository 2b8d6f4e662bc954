import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '#kernel/id.ts';
import { inTransaction, touchTopic } from './db.ts';
import type { Listener, Realtime } from './realtime.ts';
import type { TestHouse } from './testing/database.ts';

/** Where things happen, and where people listen: one process, or two. */
export interface RealtimeBench {
  /** A house whose transactions tell. */
  readonly house: TestHouse;
  readonly there: Realtime;
  /** The sessions that are; everybody else's have ended. */
  readonly sessions: Set<string>;
  close(): Promise<void>;
}

/** Somebody who listens, and what they heard. */
export class Ear {
  readonly sessionId: string;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  #heard = '';
  isOver = false;

  constructor(realtime: Realtime, listener: Partial<Listener> & Pick<Listener, 'topics'>) {
    this.sessionId = listener.sessionId ?? newId();
    const whole = { userId: newId(), caller: newId(), ...listener, sessionId: this.sessionId };
    this.#reader = realtime.listen(whole).getReader();
    void this.#read();
  }

  /** The names that were told, in their order. */
  get told(): string[] {
    return [...this.#heard.matchAll(/^event: changed\ndata: (.*)$/gm)].map(([, name]) => name!);
  }

  async until(isSo: (ear: this) => boolean): Promise<void> {
    for (const end = performance.now() + 10_000; !isSo(this); await sleep(5))
      assert.ok(performance.now() < end, `heard only ${JSON.stringify(this.#heard)}`);
  }

  async leave(): Promise<void> {
    await this.#reader.cancel();
  }

  async #read(): Promise<void> {
    try {
      for (;;) {
        const { done, value } = await this.#reader.read();
        if (done) break;
        this.#heard += new TextDecoder().decode(value);
      }
    } finally {
      this.isOver = true;
    }
  }
}

const byName = (...names: readonly string[]) => new Map(names.map((name) => [name, name]));

/** What is promised wherever something happens and wherever somebody listens. */
export function realtimeContract(name: string, make: () => Promise<RealtimeBench>): void {
  describe(`realtime: ${name}`, () => {
    let bench: RealtimeBench;
    before(async () => {
      bench = await make();
    });
    after(() => bench.close());

    const tell = (...topics: readonly string[]) => bench.house.ports.realtime.tell(topics);
    const listen = (topics: ReadonlyMap<string, string>, more: Partial<Listener> = {}) => {
      const ear = new Ear(bench.there, { topics, ...more });
      bench.sessions.add(ear.sessionId);
      return ear;
    };

    test('who listens is told by the name they gave, and hears of nothing else', async () => {
      const mine = listen(new Map([['assets', 'assets:one']]));
      const others = listen(new Map([['assets', 'assets:two']]));
      tell('assets:two', 'order:three');
      tell('assets:one');
      await mine.until(({ told }) => told.length > 0);
      await others.until(({ told }) => told.length > 0);
      await sleep(50);
      assert.deepEqual([mine.told, others.told], [['assets'], ['assets']]);
      tell('assets:one');
      await mine.until(({ told }) => told.length === 2);
      assert.equal(others.told.length, 1);
      await Promise.all([mine.leave(), others.leave()]);
    });

    test('a change is told once it is in, and one that is taken back is not', async () => {
      const ear = listen(byName('order:a', 'order:b'));
      const { house } = bench;
      await assert.rejects(
        inTransaction(house.ctx(), async (tx) => {
          touchTopic(tx, 'order:a');
          throw new Error('taken back');
        }),
        /taken back/,
      );
      await inTransaction(house.ctx(), async (tx) => {
        touchTopic(tx, 'order:b');
        await sleep(50);
        assert.deepEqual(ear.told, []);
      });
      await ear.until(({ told }) => told.length > 0);
      assert.deepEqual(ear.told, ['order:b']);
      await ear.leave();
    });

    test('a flood of words is few, and the last of them is not lost', async () => {
      const ear = listen(byName('flood', 'after'));
      for (let words = 0; words < 2_000; words += 1) tell('flood', `other:${words}`);
      tell('after');
      await ear.until(({ told }) => told.includes('after'));
      assert.ok(ear.told.length < 200, `${ear.told.length} words`);
      tell('flood');
      const { length } = ear.told;
      await ear.until(({ told }) => told.length > length);
      await ear.leave();
    });

    test('what was told between a look and the listening is told at once; what was before is not', async () => {
      const { house } = bench;
      const witness = listen(byName('gap:1'));
      house.advance(1_000);
      const looked = house.now().getTime();
      house.advance(1_000);
      tell('gap:1');
      await witness.until(({ told }) => told.length > 0);
      const late = listen(byName('gap:1'), { since: looked });
      await late.until(({ told }) => told.length === 1);
      const later = listen(byName('gap:1'), { since: house.now().getTime() });
      const careless = listen(byName('gap:1'));
      await sleep(100);
      assert.deepEqual([later.told, careless.told], [[], []]);
      await Promise.all([witness, late, later, careless].map((ear) => ear.leave()));
    });

    test('whose session ended hears the end of it at once, and other sessions of theirs go on', async () => {
      const userId = newId();
      const [gone, stays] = [
        listen(byName('order:c'), { userId }),
        listen(byName('order:c'), { userId }),
      ];
      const before = bench.there.listeners;
      bench.sessions.delete(gone.sessionId);
      tell(`sessions:${userId}`);
      await gone.until(({ isOver }) => isOver);
      assert.equal(stays.isOver, false);
      assert.equal(bench.there.listeners, before - 1);
      tell('order:c');
      await stays.until(({ told }) => told.length === 1);
      await stays.leave();
    });

    test('who goes away is forgotten', async () => {
      const before = bench.there.listeners;
      const ears = Array.from({ length: 50 }, () => listen(byName('order:d', 'order:e')));
      assert.equal(bench.there.listeners, before + 50);
      await Promise.all(ears.map((ear) => ear.leave()));
      assert.equal(bench.there.listeners, before);
      tell('order:d');
    });
  });
}
