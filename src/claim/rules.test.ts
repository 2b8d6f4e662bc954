import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { after, day } from '#kernel/time.ts';
import { dueOf, holdsDown, isSignedBy, nextState, restoreOf, waitDays } from './rules.ts';
import { claimDeeds, claimStates, type ClaimDeed, type ClaimState } from './types.ts';

const begin = new Date('2026-03-01T00:00:00Z');
const step = fc.record({
  deed: fc.constantFrom(...claimDeeds),
  waitMs: fc.oneof(
    fc.nat(20 * day),
    fc.constantFrom(0, 1, waitDays * day - 1, waitDays * day, waitDays * day + 1),
  ),
});

interface Lived {
  readonly path: readonly ClaimState[];
  readonly done: readonly { readonly deed: ClaimDeed; readonly at: Date }[];
}

/** A claim that goes through whatever of `steps` can be done, each at its time. */
function live(steps: readonly { readonly deed: ClaimDeed; readonly waitMs: number }[]): Lived {
  let [state, now, restoreAt]: [ClaimState, Date, Date | null] = ['open', begin, null];
  const path: ClaimState[] = [state];
  const done: { deed: ClaimDeed; at: Date }[] = [];
  for (const { deed, waitMs } of steps) {
    now = after(now, waitMs);
    const next = nextState({ state, restoreAt }, deed, now);
    if (!next) continue;
    if (deed === 'counter') restoreAt = restoreOf(now);
    state = next;
    path.push(state);
    done.push({ deed, at: now });
  }
  return { path, done };
}

const lives = fc.array(step, { maxLength: 12 }).map(live);

test('law: no state comes twice, and nothing follows an end', () => {
  fc.assert(
    fc.property(lives, ({ path }) => {
      assert.equal(new Set(path).size, path.length);
      const end = path.findIndex((state) => ['dismissed', 'restored', 'withdrawn'].includes(state));
      assert.ok(end === -1 || end === path.length - 1);
    }),
  );
});

test('law: a work is restored only after a counter-notice and the whole waiting time, with no lawsuit in it', () => {
  fc.assert(
    fc.property(lives, ({ done }) => {
      const at = (deed: ClaimDeed) => done.find((one) => one.deed === deed)?.at.getTime();
      const restored = at('restore');
      if (restored === undefined) return;
      assert.ok(restored >= at('counter')! + waitDays * day);
      assert.equal(at('sue'), undefined);
    }),
  );
});

test('law: after a counter-notice there is at every instant exactly one of lawsuit and restoring', () => {
  fc.assert(
    fc.property(fc.integer({ min: -30 * day, max: 30 * day }), (offset) => {
      const standing = { state: 'countered', restoreAt: begin } as const;
      const now = after(begin, offset);
      const [sue, restore] = [nextState(standing, 'sue', now), nextState(standing, 'restore', now)];
      assert.equal(Number(sue !== undefined) + Number(restore !== undefined), 1);
      assert.equal(restore !== undefined, offset >= 0);
    }),
  );
});

test('law: a work is closed for a claim from its takedown on until an end, and never before', () => {
  fc.assert(
    fc.property(lives, ({ path, done }) => {
      const last = path.at(-1)!;
      const wasTaken = done.some(({ deed }) => deed === 'take_down');
      const isOver = done.some(({ deed }) => deed === 'restore' || deed === 'withdraw');
      assert.equal(holdsDown(last), wasTaken && !isOver);
    }),
  );
});

test('a claim can be taken back in every state that is not an end', () => {
  for (const state of claimStates) {
    const isOpen = state === 'open' || holdsDown(state);
    const next = nextState({ state, restoreAt: null }, 'withdraw', begin);
    assert.equal(next, isOpen ? 'withdrawn' : undefined);
  }
});

test('a signature is the name, however it is spaced and cased, and nothing else', () => {
  assert.ok(isSignedBy('Li  Hua', 'li hua'));
  assert.ok(isSignedBy('李华', ' 李华 '));
  assert.ok(!isSignedBy('李华', '李花'));
  assert.equal(dueOf(begin).toISOString(), '2026-03-04T00:00:00.000Z');
  assert.equal(restoreOf(begin).toISOString(), '2026-03-16T00:00:00.000Z');
});
