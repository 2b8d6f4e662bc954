import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { instantText, readInstant } from './format.ts';

test('law: an instant is read from a field as it was shown there, to the minute', () => {
  const instants = fc.date({
    min: new Date('2000-01-01'),
    max: new Date('2099-12-31'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(instants, (at) => {
      const minute = Math.floor(at.getTime() / 60_000) * 60_000;
      assert.equal(readInstant(instantText(at.toISOString())), new Date(minute).toISOString());
    }),
  );
});

test('a field for an instant speaks Beijing time, wherever its reader is', () => {
  assert.equal(instantText('2026-11-30T00:00:00.000Z'), '2026-11-30T08:00');
  assert.equal(readInstant('2026-11-30T08:00'), '2026-11-30T00:00:00.000Z');
  assert.equal(readInstant(''), undefined);
  assert.equal(instantText(null), '');
});
