import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import fc from 'fast-check';
import { detectContent } from './rules/content.ts';
import { pictureSize } from './rules/picture.ts';
import { writePlaylist } from './rules/playlist.ts';
import { readRange } from './rules/range.ts';
import { toWebVtt } from './rules/subtitles.ts';

const fixture = (name: string) => readFile(new URL(`fixtures/${name}`, import.meta.url));

test('a file is what its bytes say', async () => {
  const expected: Readonly<Record<string, string>> = {
    'clip.mp4': 'video video/mp4',
    'clip.webm': 'video video/webm',
    'tone.mp3': 'audio audio/mpeg',
    'tone.m4a': 'audio audio/mp4',
    'dot.png': 'image image/png',
    'dot.jpg': 'image image/jpeg',
    'dot.webp': 'image image/webp',
    'dot.gif': 'image image/gif',
  };
  for (const [name, words] of Object.entries(expected)) {
    const found = detectContent(await fixture(name));
    assert.ok(found && found !== 'markup', name);
    assert.equal(`${found.kind} ${found.mediaType}`, words);
  }
});

test('markup is known as such however it begins', () => {
  const markup = [
    '<svg xmlns="x">',
    '\uFEFF<?xml version="1.0"?><svg/>',
    ' \n<!DOCTYPE html>',
    '<HTML>',
    '<script>1</script>',
  ];
  for (const text of markup) assert.equal(detectContent(Buffer.from(text)), 'markup', text);
});

test('what nobody knows is nothing, and no bytes make detection fail', () => {
  assert.equal(detectContent(Buffer.from('hello')), undefined);
  assert.equal(detectContent(Buffer.from('PK\x03\x04 some other zip archive')), undefined);
  assert.equal(detectContent(Buffer.from('MZ an executable')), undefined);
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void detectContent(bytes)));
});

test('a picture tells its size', async () => {
  for (const type of ['png', 'jpg', 'webp', 'gif']) {
    const mediaType = `image/${type === 'jpg' ? 'jpeg' : type}`;
    assert.deepEqual(
      pictureSize(await fixture(`dot.${type}`), mediaType),
      { width: 8, height: 6 },
      type,
    );
  }
});

test('a torn picture has no size, and never an error', () => {
  const types = fc.constantFrom(
    'image/png',
    'image/jpeg',
    'image/webp',
    'image/gif',
    'image/avif',
    'image/other',
  );
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 64 }),
      types,
      (bytes, type) => void pictureSize(bytes, type),
    ),
  );
});

test('one range is satisfied, several never are', () => {
  assert.deepEqual(readRange('bytes=0-9', 100), { start: 0, end: 9 });
  assert.deepEqual(readRange('bytes=90-', 100), { start: 90, end: 99 });
  assert.deepEqual(readRange('bytes=-10', 100), { start: 90, end: 99 });
  assert.deepEqual(readRange('bytes=50-1000', 100), { start: 50, end: 99 });
  assert.equal(readRange(undefined, 100), 'whole');
  assert.equal(readRange('items=0-1', 100), 'whole');
  for (const bad of [
    'bytes=100-',
    'bytes=5-4',
    'bytes=-',
    'bytes=-0',
    'bytes=0-1,5-6',
    'bytes=a-b',
    'bytes=0-0',
  ]) {
    assert.equal(readRange(bad, bad === 'bytes=0-0' ? 0 : 100), 'unsatisfiable', bad);
  }
});

test('a range that is satisfied lies within the file', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(1000), (header, size) => {
      const range = readRange(`bytes=${header}`, size);
      if (typeof range !== 'string')
        assert.ok(range.start >= 0 && range.start <= range.end && range.end < size);
    }),
  );
});

test('SubRip becomes WebVTT, without tags and with its signs escaped', () => {
  const srt =
    '\uFEFF1\r\n00:00:01,000 --> 00:00:02,500\r\n<i>一根弦</i> & a < b\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000 X1:1\r\n第二行\r\n接着\r\n';
  const converted = toWebVtt(Buffer.from(srt));
  assert.ok(converted.ok);
  assert.equal(
    converted.vtt,
    'WEBVTT\n\n00:00:01.000 --> 00:00:02.500\n一根弦 &amp; a &lt; b\n\n00:00:03.000 --> 00:00:04.000\n第二行\n接着\n',
  );
  const again = toWebVtt(Buffer.from(converted.vtt));
  assert.ok(again.ok);
  assert.equal(again.vtt, converted.vtt);
});

test('subtitles that are not UTF-8, or make no sense, say what is wrong where', () => {
  const gbk = Buffer.concat([
    Buffer.from('1\n00:00:01,000 --> 00:00:02,000\n'),
    Buffer.from([0xd2, 0xbb, 0xb8, 0xf9]),
  ]);
  assert.deepEqual(toWebVtt(gbk), { ok: false, why: 'media.not_utf8' });
  assert.deepEqual(toWebVtt(Buffer.from('1\n00:00:01,000 --> 00:00:02,000\nfine\n\nnonsense')), {
    ok: false,
    why: 'media.bad_subtitles',
    line: 5,
  });
  assert.deepEqual(toWebVtt(Buffer.from('1\n00:00:03,000 --> 00:00:02,000\nbackwards')), {
    ok: false,
    why: 'media.bad_subtitles',
    line: 1,
  });
});

const aSegment = (name: string, durationSec: number, iv: string, sizeBytes = 1_000) => ({
  name,
  durationSec,
  iv,
  sizeBytes,
});

test('in a playlist the map stands before the first key, and every segment has an IV of its own', () => {
  const segments = [aSegment('00001.m4s', 6, 'aa'), aSegment('00002.m4s', 6.4, 'bb')];
  const text = writePlaylist(
    { header: 'init.mp4', codecs: '', segments },
    { key: '/k', file: (name) => `/s/${name}` },
  );
  assert.ok(text.indexOf('#EXT-X-MAP') < text.indexOf('#EXT-X-KEY'));
  assert.match(text, /#EXT-X-TARGETDURATION:6\n/);
  assert.match(
    text,
    /IV=0xaa\n#EXTINF:6\.000000,\n\/s\/00001\.m4s\n#EXT-X-KEY:METHOD=AES-128,URI="\/k",IV=0xbb\n/,
  );
  assert.ok(text.endsWith('#EXT-X-ENDLIST\n'));
});
