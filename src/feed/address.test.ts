import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { newId } from '#kernel/id.ts';
import { episodeSignature, isSignature, soundName } from './service/address.ts';

const secret = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes));

test('law: a signature holds for its house, feed and lesson, and for no other', () => {
  fc.assert(
    fc.property(secret, secret, (house, other) => {
      const [feed, lesson] = [newId(), newId()];
      const given = episodeSignature(house, feed, lesson);
      assert.ok(isSignature(given, episodeSignature(house, feed, lesson)));
      assert.ok(!isSignature(given, episodeSignature(house, lesson, feed)));
      assert.ok(!isSignature(given, episodeSignature(house, feed, newId())));
      assert.equal(isSignature(given, episodeSignature(other, feed, lesson)), house.equals(other));
      assert.ok(!isSignature(given.slice(1), given));
    }),
  );
});

test('an episode’s file ends as its type does', () => {
  assert.deepEqual(['audio/mpeg', 'audio/mp4', 'audio/x-new'].map(soundName), [
    'audio.mp3',
    'audio.m4a',
    'audio.mp3',
  ]);
});
