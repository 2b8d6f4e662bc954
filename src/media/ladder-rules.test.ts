import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  cutsOf,
  firstRung,
  frameRateOf,
  isKept,
  rungsBeside,
  rungsOf,
  stretchAt,
  type Copy,
} from './rules/ladder.ts';
import { howFar, isWatchable, nextPiece, type Made, type Survey } from './rules/pieces.ts';
import { writeMaster } from './rules/playlist.ts';
import { gainOf, isLevel, targetLufs } from './rules/sound.ts';

const names = (size: { width: number; height: number }) => rungsOf(size).map(({ name }) => name);

test('a video gets the usual heights up to its own, and its own where that is none of them', () => {
  assert.deepEqual(names({ width: 1920, height: 1080 }), ['360', '540', '720', '1080']);
  assert.deepEqual(names({ width: 3840, height: 2160 }), ['360', '540', '720', '1080']);
  assert.deepEqual(names({ width: 1080, height: 1920 }), ['360', '540', '720', '1080']);
  assert.deepEqual(names({ width: 640, height: 480 }), ['360', '480']);
  assert.deepEqual(names({ width: 320, height: 240 }), ['240']);
  assert.deepEqual(rungsOf({ width: 1080, height: 1920 })[0]!.height, 640);
});

const sides = fc.integer({ min: 16, max: 8_000 });
const sizes = fc.record({ width: sides, height: sides });

test('no rung is larger than the video, every side is even, and they grow', () => {
  fc.assert(
    fc.property(sizes, (size) => {
      const rungs = rungsOf(size);
      assert.ok(rungs.length > 0);
      for (const { width, height } of rungs) {
        assert.ok(width % 2 === 0 && height % 2 === 0);
        assert.ok(width <= size.width + 1 && height <= size.height + 1);
      }
      for (const [index, { width, maxBps }] of rungs.slice(1).entries()) {
        assert.ok(width > rungs[index]!.width);
        assert.ok(maxBps >= rungs[index]!.maxBps);
      }
      assert.ok(rungs.includes(firstRung(rungs)));
    }),
  );
});

const copies: fc.Arbitrary<Copy> = fc.record({
  bps: fc.integer({ min: 1_000, max: 50_000_000 }),
  durationsSec: fc.array(fc.double({ min: 0.5, max: 20, noNaN: true }), {
    minLength: 1,
    maxLength: 200,
  }),
  isAvc: fc.boolean(),
  isShifted: fc.boolean(),
});

test('a copy that is kept is the highest, and everything is cut where it is cut', () => {
  fc.assert(
    fc.property(copies, sizes, (copy, size) => {
      const rungs = rungsBeside(copy, size);
      const videoSec = copy.durationsSec.reduce((sum, sec) => sum + sec, 0);
      const cuts = cutsOf(copy, size, videoSec);
      if (isKept(copy, size)) {
        for (const { name } of rungs) assert.ok(Number(name) < Math.min(size.width, size.height));
        assert.equal(cuts.length, copy.durationsSec.length + 1);
      } else assert.deepEqual(rungs, rungsOf(size));
      assert.equal(cuts[0], 0);
      assert.ok(Math.abs(cuts.at(-1)! - videoSec) < 0.001);
    }),
  );
});

test('stretches follow one another without a gap, and each is made in one go', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.6, max: 40_000, noNaN: true }), (videoSec) => {
      const cuts = cutsOf(undefined, { width: 640, height: 360 }, videoSec);
      let [position, atSec] = [0, 0];
      for (;;) {
        const plan = stretchAt(cuts, position);
        assert.equal(plan.fromSec, atSec);
        assert.equal(plan.cutsSec.length, plan.durationsSec.length);
        assert.ok(plan.toSec - plan.fromSec < 130);
        assert.ok(plan.durationsSec.every((sec) => sec > 0));
        position += plan.cutsSec.length;
        atSec = plan.toSec;
        if (plan.isLast) break;
      }
      assert.equal(position, cuts.length - 1);
      assert.equal(atSec, videoSec);
    }),
  );
});

test('a rate is kept where it is a usual one, and never lowered by much', () => {
  assert.equal(frameRateOf(29.97), '30000/1001');
  assert.equal(frameRateOf(25), '25');
  assert.equal(frameRateOf(29.3), '30');
  assert.equal(frameRateOf(11.7), '25');
  assert.equal(frameRateOf(120), '60');
});

const pixels = { width: 1280, height: 720 };

/** Does what it is told until nothing is left, and answers what it was told. */
function workThrough(survey: Survey, isLevelAt: number): string[] {
  const made = new Map<string, Made>(survey.made);
  const done: string[] = [];
  let { lufs } = survey;
  const next = () => nextPiece({ ...survey, made, lufs });
  for (let piece = next(); piece; piece = next()) {
    assert.ok(done.length < 100, 'it comes to an end');
    if (piece.kind === 'video') {
      done.push(`${piece.rungs.map(({ name }) => name).join('+')} ${piece.plan.fromSec}`);
      for (const { name } of piece.rungs) {
        const segments = piece.plan.position + piece.plan.cutsSec.length;
        made.set(name, { isWhole: piece.plan.isLast, segments });
      }
    } else {
      done.push(piece.kind);
      if (piece.kind === 'loudness') lufs = isLevelAt;
      else made.set(piece.kind, { isWhole: true, segments: 1 });
    }
  }
  return done;
}

const film: Survey = {
  size: pixels,
  videoSec: 150,
  hasSound: true,
  lufs: null,
  copy: undefined,
  made: new Map(),
};

test('what learners wait for comes first', () => {
  assert.deepEqual(workThrough(film, -30), [
    'poster',
    'loudness',
    'audio',
    '540 0',
    '540 120',
    'sheet',
    '360+720 0',
    '360+720 120',
  ]);
  const copy = {
    bps: 1_000_000,
    durationsSec: [75, 75].flatMap(() => Array(10).fill(7.5) as number[]),
    isAvc: true,
    isShifted: false,
  };
  const made = new Map(
    ['copy', 'audio-copy'].map((name) => [name, { isWhole: true, segments: 20 }]),
  );
  assert.deepEqual(workThrough({ ...film, copy, made }, targetLufs), [
    'poster',
    'loudness',
    'sheet',
    '360+540 0',
    '360+540 120',
  ]);
  assert.deepEqual(workThrough({ ...film, size: undefined, hasSound: true }, -30), [
    'loudness',
    'sound',
  ]);
});

test('rungs that are behind come up to the others before they go on together', () => {
  const made = new Map([
    ['poster', { isWhole: true, segments: 0 }],
    ['sheet', { isWhole: true, segments: 0 }],
    ['540', { isWhole: true, segments: 25 }],
    ['720', { isWhole: false, segments: 20 }],
  ]);
  assert.deepEqual(workThrough({ ...film, hasSound: false, made }, 0), ['360 0', '360+720 120']);
});

test('progress never goes back, and ends at the end', () => {
  const piece = nextPiece({
    ...film,
    hasSound: false,
    made: new Map([['poster', { isWhole: true, segments: 0 }]]),
  });
  assert.ok(piece?.kind === 'video');
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 120, noNaN: true })), (seconds) => {
      const told = seconds.toSorted((a, b) => a - b).map((sec) => howFar(film, piece, sec));
      assert.deepEqual(
        told,
        told.toSorted((a, b) => a - b),
      );
      assert.ok(told.every((bps) => bps >= 0 && bps <= 10_000));
    }),
  );
});

test('a film is watchable with pictures and, where it has sound, with sound', () => {
  const there = { isWhole: true, segments: 1 };
  const watch = (hasSound: boolean, ...what: string[]) =>
    isWatchable({ hasSound, made: new Map(what.map((name) => [name, there])) });
  assert.equal(watch(true, 'copy'), false);
  assert.equal(watch(true, 'copy', 'audio-copy'), true);
  assert.equal(watch(true, '540', 'audio'), true);
  assert.equal(watch(false, 'copy'), true);
  assert.equal(watch(false, 'poster', 'sheet'), false);
});

test('sound is brought to one loudness by a gain that knows bounds; silence stays silent', () => {
  fc.assert(
    fc.property(fc.double({ min: -70, max: 0, noNaN: true }), (lufs) => {
      const gain = gainOf(lufs);
      assert.ok(Math.abs(gain) <= 20);
      if (isLevel(lufs)) assert.ok(Math.abs(gain) <= 1 || lufs <= -60);
      else if (Math.abs(targetLufs - lufs) <= 20)
        assert.ok(Math.abs(lufs + gain - targetLufs) < 1e-9);
    }),
  );
  assert.equal(gainOf(-70), 0);
});

test('the list of qualities begins with the lightest, and says what each needs with its sound', () => {
  const track = (sizeBytes: number) => [{ name: 'a', durationSec: 8, iv: '00', sizeBytes }];
  const video = (name: string, height: number, sizeBytes: number) => ({
    name,
    height,
    width: height * 2,
    codecs: 'avc1.64001f',
    header: 'h',
    frameRate: 25,
    segments: track(sizeBytes),
  });
  const audio = { codecs: 'opus', header: 'h', segments: track(100_000) };
  const list = writeMaster(
    [video('copy', 720, 3_000_000), video('360', 360, 700_000)],
    audio,
    (name) => `/${name}`,
  );
  assert.match(list, /#EXT-X-MEDIA:TYPE=AUDIO,.*URI="\/audio"/);
  assert.match(
    list,
    /BANDWIDTH=800000,AVERAGE-BANDWIDTH=800000,CODECS="avc1.64001f,Opus",RESOLUTION=720x360,FRAME-RATE=25\.000,AUDIO="sound"\n\/360\n.*BANDWIDTH=3100000/,
  );
});
