import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { after, businessDay, day } from '#kernel/time.ts';
import { endOfTerm, leftOf, placeBehind, stateOfMember } from './rules.ts';

const instant = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
  .map((at) => new Date(Math.floor(at.getTime() / 1000) * 1000));

test('a month that begins on the 31st ends on the last day of the next', () => {
  const from = new Date('2027-01-31T10:00:00+08:00');
  assert.equal(
    endOfTerm(from, { term: 'month', days: null }).toISOString(),
    new Date('2027-02-28T10:00:00+08:00').toISOString(),
  );
  assert.equal(businessDay(endOfTerm(from, { term: 'quarter', days: null })), '2027-04-30');
  assert.equal(businessDay(endOfTerm(from, { term: 'year', days: null })), '2028-01-31');
  assert.deepEqual(endOfTerm(from, { term: 'days', days: 7 }), after(from, 7 * day));
});

test('terms end later than they begin, a year later than a quarter, a quarter later than a month', () => {
  fc.assert(
    fc.property(instant, (from) => {
      const [month, quarter, year] = (['month', 'quarter', 'year'] as const).map((term) =>
        endOfTerm(from, { term, days: null }).getTime(),
      );
      assert.ok(from.getTime() + 27 * day < month!);
      assert.ok(month! < quarter! && quarter! < year!);
      assert.ok(year! - from.getTime() <= 366 * day);
    }),
  );
});

const chain = fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 6 });

test('memberships that are given one after the other leave no gap, lose no day and keep when they began', () => {
  fc.assert(
    fc.property(instant, chain, (now, lengths) => {
      const running: { startsAt: Date; endsAt: Date; since: Date }[] = [];
      for (const days of lengths) {
        const place = placeBehind(running, now);
        assert.ok(place);
        running.push({ ...place, endsAt: after(place.startsAt, days * day) });
      }
      const total = lengths.reduce((sum, days) => sum + days, 0);
      assert.deepEqual(placeBehind(running, now)?.startsAt, after(now, total * day));
      for (const { since } of running) assert.deepEqual(since, now);
    }),
  );
});

test('nothing comes behind a membership for good', () => {
  const now = new Date('2026-11-01T00:00:00Z');
  assert.equal(placeBehind([{ startsAt: now, since: now, endsAt: null }], now), undefined);
});

test('a membership stands in one state at a time', () => {
  const now = new Date('2026-11-01T00:00:00Z');
  const member = { startsAt: now, endsAt: after(now, day), pausedAt: null, revokedAt: null };
  assert.equal(stateOfMember(member, after(now, -1)), 'upcoming');
  assert.equal(stateOfMember(member, now), 'active');
  assert.equal(stateOfMember(member, after(now, day)), 'ended');
  assert.equal(stateOfMember({ ...member, pausedAt: now }, after(now, 9 * day)), 'paused');
  assert.equal(stateOfMember({ ...member, revokedAt: now }, now), 'revoked');
  assert.equal(stateOfMember({ ...member, endsAt: null }, after(now, 999 * day)), 'active');
});

test('of a membership never more is left than it has, all of it before it begins, nothing when it is over; it only falls', () => {
  const moment = fc.integer({ min: -40 * day, max: 400 * day });
  fc.assert(
    fc.property(instant, fc.integer({ min: 1, max: 366 }), moment, moment, (from, days, a, b) => {
      const stretch = {
        startsAt: from,
        endsAt: after(from, days * day),
        pausedAt: null,
        revokedAt: null,
      };
      const left = (ms: number) => leftOf(stretch, after(from, ms))?.left ?? 0;
      const [sooner, later] = [Math.min(a, b), Math.max(a, b)];
      assert.ok(left(later) <= left(sooner));
      assert.ok(left(sooner) <= days);
      assert.equal(left(-1), days);
      assert.equal(left(days * day), 0);
      assert.equal(leftOf({ ...stretch, revokedAt: from }, from), undefined);
    }),
  );
});
