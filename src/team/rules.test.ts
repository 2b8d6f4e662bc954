import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { hour } from '#kernel/time.ts';
import { maskName } from '#kernel/text.ts';
import { endOf, joinProblem, missingOf, termOf } from './rules.ts';
import { teamStates } from './types.ts';

const sizes = fc.integer({ min: 2, max: 10 });
const team = sizes.chain((size) =>
  fc.record({
    size: fc.constant(size),
    taken: fc.integer({ min: 0, max: size }),
    shortFrom: fc.option(fc.integer({ min: 1, max: size - 1 }), { nil: null }),
  }),
);

test('a team without short completion ends full or failed, and one more member never makes it fail', () => {
  fc.assert(
    fc.property(team, (one) => {
      const end = endOf(one);
      if (one.shortFrom === null) assert.equal(end, missingOf(one) === 0 ? 'full' : 'failed');
      if (missingOf(one) > 0 && end !== 'failed')
        assert.notEqual(endOf({ ...one, taken: one.taken + 1 }), 'failed');
    }),
  );
});

test('who can join is needed, and in time', () => {
  const at = fc.date({
    min: new Date('2026-01-01'),
    max: new Date('2026-12-31'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(team, fc.constantFrom(...teamStates), at, at, (one, state, deadline, now) => {
      if (joinProblem({ ...one, state, deadline }, now) !== undefined) return;
      assert.ok(missingOf(one) > 0 && now < deadline && state === 'open');
    }),
  );
});

test('the deadline runs from the leader’s payment, and the team stays open for what is on its way', () => {
  const paidAt = new Date('2026-11-29T12:00:00Z');
  const { deadline, closeAt } = termOf(paidAt, 24);
  assert.equal(deadline.getTime() - paidAt.getTime(), 24 * hour);
  assert.ok(closeAt > deadline);
});

test('a masked name tells one character', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (name) => {
      assert.equal([...maskName(name)].length, 3);
    }),
  );
  assert.equal(maskName('林听雪'), '林**');
});
