import assert from 'node:assert/strict';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { BufferSource, EncodedPacketSink, Input, MP4 } from 'mediabunny';
import { CutShort } from '../log.ts';
import { MediumRefused, type Source, type Transcoder } from './transcoder.ts';

const clip: Source = {
  path: new URL('../../media/fixtures/clip.mp4', import.meta.url).pathname,
  mediaType: 'video/mp4',
};
const nothing = () => undefined;

/** What every engine of the transcoder port promises. */
export function transcoderContract(name: string, open: () => Promise<Transcoder>): void {
  describe(`transcoder: ${name}`, () => {
    let transcoder: Transcoder;
    let folder: string;
    before(async () => {
      transcoder = await open();
      folder = await mkdtemp(join(tmpdir(), 'shuyuan-transcoder-'));
    });
    after(async () => {
      await transcoder.close();
      await rm(folder, { recursive: true, force: true });
    });

    /** A stretch of the clip, as what came of it by form. */
    async function encode(fromSec: number, toSec: number, cutsSec: readonly number[]) {
      const forms = [
        { width: 160, height: 90, maxBps: 200_000 },
        { width: 80, height: 44, maxBps: 100_000 },
      ];
      const made = forms.map(() => ({ header: Buffer.alloc(0) as Buffer, pieces: [] as Buffer[] }));
      let doneSec = 0;
      await transcoder.encodeVideo({
        source: clip,
        fromSec,
        toSec,
        cutsSec,
        forms,
        frameRate: '25',
        onHeader: async (form, header) => void (made[form]!.header = header),
        onPiece: async (form, piece) => void made[form]!.pieces.push(piece),
        onProgress: (sec) => (doneSec = sec),
      });
      assert.ok(doneSec > (toSec - fromSec) * 0.5, 'it told how far it was');
      return made;
    }

    test('a video is encoded in several forms at once, with a new piece at every cut', async () => {
      const made = await encode(0, 12, [0, 5, 8]);
      assert.deepEqual(
        made.map(({ pieces }) => pieces.length),
        [3, 3],
      );
      const [large, small] = await Promise.all(made.map((one) => packetsOf(one)));
      assert.deepEqual(large!.size, [160, 90]);
      assert.deepEqual(small!.size, [80, 44]);
      for (const { keys } of [large!, small!]) assert.deepEqual(keys, [0, 5, 8]);
    });

    test('stretches that were encoded apart fit together', async () => {
      const [first, second] = [await encode(0, 6, [0, 3]), await encode(6, 12, [6, 9])];
      assert.ok(first[0]!.header.equals(second[0]!.header));
      const pieces = [...first[0]!.pieces, ...second[0]!.pieces];
      const { keys, times } = await packetsOf({ header: first[0]!.header, pieces });
      assert.deepEqual(keys, [0, 3, 6, 9]);
      const even = Array.from({ length: 300 }, (_, index) => Math.round(index * 40));
      assert.deepEqual(times, even, 'no picture is missing or twice at the seam');
    });

    test('sound comes in fragments that tell how long they are', async () => {
      let header: Buffer = Buffer.alloc(0);
      const pieces: Buffer[] = [];
      let [sumSec, doneSec] = [0, 0];
      await transcoder.encodeSound({
        source: clip,
        durationSec: 13,
        gainDb: 0,
        onHeader: async (bytes) => void (header = bytes),
        onPiece: async (piece, sec) => {
          pieces.push(piece);
          sumSec += sec;
        },
        onProgress: (sec) => (doneSec = sec),
      });
      assert.ok(pieces.length >= 2 && doneSec > 6);
      assert.ok(Math.abs(sumSec - 13) < 0.5, `${sumSec} s`);
      assert.equal((await packetsOf({ header, pieces })).codec, 'aac');
    });

    test('sound becomes as loud as it is asked to, and its loudness can be measured again', async () => {
      const measure = (source: Source) =>
        transcoder.measureSound({ source, durationSec: 13, parts: 26, onProgress: nothing });
      const found = await measure(clip);
      assert.equal(found.peaks.length, 26);
      assert.ok(found.peaks.some((peak) => peak > 5));

      const path = join(folder, 'level.m4a');
      const gainDb = -16 - found.lufs;
      await transcoder.writeSound({
        source: clip,
        durationSec: 13,
        path,
        gainDb,
        onProgress: nothing,
      });
      assert.ok((await stat(path)).size > 10_000);
      const level = await measure({ path, mediaType: 'audio/mp4' });
      assert.ok(Math.abs(level.lufs + 16) < 1.5, `${level.lufs} LUFS`);
    });

    test('a picture, and a sheet of small pictures', async () => {
      const picture = await transcoder.takePicture({ source: clip, atSec: 3, width: 100 });
      assert.deepEqual(sizeOfPng(picture), [100, 56]);
      const sheet = await transcoder.takeSheet({
        source: clip,
        durationSec: 13,
        everySec: 2,
        columns: 4,
        rows: 3,
        width: 32,
        height: 18,
      });
      assert.deepEqual(sizeOfPng(sheet), [128, 54]);
    });

    test('what cannot be decoded is refused as such', async () => {
      const path = join(folder, 'noise.mp4');
      await writeFile(path, Buffer.alloc(50_000, 'not a film '));
      const source = { path, mediaType: 'video/mp4' };
      await assert.rejects(transcoder.takePicture({ source, atSec: 0, width: 100 }), MediumRefused);
    });

    test('a playlist that calls itself a film opens nothing', async () => {
      const path = join(folder, 'list.mp4');
      await writeFile(path, `#EXTM3U\n#EXTINF:5,\n${clip.path}\n#EXT-X-ENDLIST\n`);
      const source = { path, mediaType: 'video/mp4' };
      await assert.rejects(transcoder.takePicture({ source, atSec: 0, width: 100 }), MediumRefused);
    });

    test('whoever takes the pieces may fail, and is told its own failure', async () => {
      const full = new Error('no room');
      const encoding = transcoder.encodeVideo({
        source: clip,
        fromSec: 0,
        toSec: 12,
        cutsSec: [0, 6],
        frameRate: '25',
        forms: [
          {
            width: 160,
            height: 90,
            maxBps: 2e5,
          },
        ],
        onHeader: async () => undefined,
        onPiece: async () => Promise.reject(full),
        onProgress: nothing,
      });
      await assert.rejects(encoding, full);
    });

    test('closing ends what is under way', async () => {
      const other = await open();
      const encoding = other.encodeVideo({
        source: clip,
        fromSec: 0,
        toSec: 12,
        cutsSec: [0, 6],
        frameRate: '60',
        forms: [
          {
            width: 1920,
            height: 1080,
            maxBps: 5e6,
          },
        ],
        onHeader: async () => undefined,
        onPiece: async () => undefined,
        onProgress: nothing,
      });
      const ended = assert.rejects(encoding, CutShort);
      await other.close();
      await ended;
      await assert.rejects(other.takePicture({ source: clip, atSec: 0, width: 100 }), CutShort);
    });
  });
}

/** What is in fragments: pictures' times in milliseconds, the seconds of those that need no other, size and codec. */
async function packetsOf({ header, pieces }: { header: Buffer; pieces: readonly Buffer[] }) {
  const source = new BufferSource(Buffer.concat([header, ...pieces]));
  const input = new Input({ source, formats: [MP4] });
  const video = await input.getPrimaryVideoTrack();
  const track = video ?? (await input.getPrimaryAudioTrack())!;
  const packets = await Array.fromAsync(new EncodedPacketSink(track).packets());
  return {
    times: packets.map(({ timestamp }) => Math.round(timestamp * 1_000)).toSorted((a, b) => a - b),
    keys: packets
      .filter(({ type }) => type === 'key')
      .map(({ timestamp }) => Math.round(timestamp)),
    size: video && [await video.getDisplayWidth(), await video.getDisplayHeight()],
    codec: await track.getCodec(),
  };
}

function sizeOfPng(bytes: Buffer): number[] {
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}
