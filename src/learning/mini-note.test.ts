import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readNote } from './pages/mini-note.ts';

const note = {
  script: '/assets/player-1.js',
  renew: '/api/v1/lessons/1/playback',
  positionSec: 12,
  isPlaying: true,
};

test('law: what played goes on by itself for some seconds, waits for a hand for some hours, and is then forgotten', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -10_000, max: 8 * 3_600_000 }),
      fc.boolean(),
      (age, isPlaying) => {
        const read = readNote(
          JSON.stringify({ ...note, isPlaying, leftAt: 1_000_000 }),
          1_000_000 + age,
        );
        if (age < 0 || age >= 6 * 3_600_000) return assert.equal(read, undefined);
        assert.equal(read?.positionSec, 12);
        assert.equal(read.isPlaying, isPlaying && age < 20_000);
      },
    ),
  );
});

test('a note that is no note, or asks elsewhere, is none', () => {
  for (const text of [
    null,
    '',
    '{',
    '1',
    'null',
    '{}',
    JSON.stringify({ ...note, renew: 'https://x.example/', leftAt: 1 }),
  ])
    assert.equal(readNote(text, 2), undefined, String(text));
});
