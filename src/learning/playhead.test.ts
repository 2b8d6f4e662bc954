import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Playhead } from './pages/playhead.ts';

test('what is played adds up, jumps do not, and fractions are kept', () => {
  const head = new Playhead();
  for (let at = 0; at <= 10; at += 0.25) head.tick(at, true);
  head.tick(500, false);
  head.tick(500.75, true);
  assert.deepEqual(head.take(), { positionSec: 500, playedSec: 10 });
  head.tick(501, true);
  assert.deepEqual(head.take(), { positionSec: 501, playedSec: 1 });
});

test('a report that did not arrive counts again', () => {
  const head = new Playhead();
  head.tick(0, true);
  head.tick(2, true);
  const report = head.take();
  head.giveBack(report);
  assert.equal(head.take().playedSec, 2);
});

test('never more is reported than the way that was played', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.double({ min: 0, max: 1000, noNaN: true }), fc.boolean())),
      (ticks) => {
        const head = new Playhead();
        let way = 0;
        let last: number | undefined;
        for (const [at, isPlaying] of ticks) {
          if (last !== undefined && isPlaying) way += Math.max(0, at - last);
          last = at;
          head.tick(at, isPlaying);
        }
        assert.ok(head.take().playedSec <= way);
      },
    ),
  );
});
