import assert from 'node:assert/strict';
import type { Ask } from './asked.ts';
import type { Answer } from './send.ts';
import type { World } from './world.ts';

/** What went wrong in one test: all of it is told at once. */
export class Faults {
  readonly #lines = new Set<string>();

  check(isFine: boolean, ...words: readonly unknown[]): void {
    if (!isFine) this.#lines.add(words.map(String).join(' ').slice(0, 700));
  }

  assertNone(): void {
    assert.deepEqual([...this.#lines], [], `${this.#lines.size} faults`);
  }
}

/** An answer in few words. */
export function say({ status, code, location, text }: Answer): string {
  return `${status} ${code ?? location ?? text.slice(0, 80)}`;
}

/** Nothing that anybody sends is a fault of ours. */
export function checkNoFault(
  faults: Faults,
  world: World,
  ...[who, ask, answer]: [who: string, ask: Ask, answer: Answer]
): void {
  const logged = world.takeFaults();
  faults.check(answer.status < 500 && logged.length === 0, who, ask.name, say(answer), ...logged);
}
