import { createReadStream, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '#kernel/id.ts';
import { mediaReactions } from '#media/reactions.ts';
import { storeAsset } from '#media/service.ts';
import { packageVideo } from '#media/service/package-video.ts';
import type { Ctx } from '#platform/ctx.ts';
import type { Reaction } from '#platform/outbox.ts';
import { openTestHouse } from '#platform/testing/database.ts';
import { findTranscoder } from '#platform/transcoder/find.ts';
import { execute, makeFilm, quiet, typed } from './film.ts';

/** Processor time in seconds for a minute of 1080p video. */
export interface Encoding {
  readonly seconds: number;
  /** Into encrypted segments, as it is; measured by itself. */
  readonly packaging: number;
  /** Everything that is made of it: qualities, sound, poster, small pictures. */
  readonly ours: number;
  /** The same qualities and sound by one ffmpeg, unencrypted. */
  readonly plain: number;
  readonly bySteps: Readonly<Record<string, number>>;
}

/** What one would type: loudness first, then all at once. */
async function encodePlainly(source: string, folder: string): Promise<void> {
  const measuring = [...quiet, '-i', source, ...typed('-map 0:a -af ebur128 -f null -')];
  await execute('ffmpeg', measuring);
  const rungs = [
    [640, 360, 800],
    [960, 540, 1_600],
    [1_280, 720, 3_000],
  ] as const;
  const names = rungs.map((_, index) => `[s${index}]`).join('');
  const scales = rungs.map(
    ([w, h], index) => `[s${index}]scale=${w}:${h}:flags=bicubic[v${index}]`,
  );
  const hls = (name: string) => [
    ...typed('-f hls -hls_time 6 -hls_playlist_type vod -hls_segment_type fmp4'),
    ...typed(`-hls_fmp4_init_filename ${name}.mp4 -hls_segment_filename`),
    join(folder, `${name}-%05d.m4s`),
    join(folder, `${name}.m3u8`),
  ];
  await execute('ffmpeg', [
    ...quiet,
    '-i',
    source,
    '-filter_complex',
    [`[0:v]split=3${names}`, ...scales].join(';'),
    ...rungs.flatMap(([, height, kilobits], index) => [
      ...typed(`-map [v${index}] -c:v libx264 -preset veryfast -profile:v high -crf 23`),
      ...typed(`-maxrate ${kilobits}k -bufsize ${kilobits * 2}k`),
      ...typed('-sc_threshold 0 -force_key_frames expr:gte(t,n_forced*6)'),
      ...hls(String(height)),
    ]),
    ...typed('-map 0:v -c:v copy'),
    ...hls('1080'),
    ...typed('-map 0:a -af volume=3dB,alimiter -ac 2 -ar 48000 -c:a aac -b:a 128k'),
    ...hls('audio'),
  ]);
}

// man 5 proc: fields 14 to 17 of /proc/self/stat, ours and those of children that ended.
function usedSec(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / 100;
}

async function costOf(work: () => Promise<unknown>): Promise<number> {
  const before = usedSec();
  await work();
  return usedSec() - before;
}

/** Encodes a generated minute as the house does, and as a plain ffmpeg does. Undefined where there is no ffmpeg. */
export async function measureEncoding(seconds: number): Promise<Encoding | undefined> {
  const transcoder = await findTranscoder({ ffmpegPath: undefined });
  if (!transcoder) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'shuyuan-bench-media-'));
  const house = await openTestHouse({ transcoder });
  try {
    const source = await makeFilm(folder, { seconds, size: '1920x1080', bitRate: '5M' });
    const ownerId = newId();
    const owner = { id: ownerId, name: 'bench', createdAt: house.now() };
    await house.db.insertInto('appUser').values(owner).execute();
    const content = createReadStream(source);
    await storeAsset(house.as(ownerId, 'creator'), { ownerId, fileName: 'source.mp4', content });
    const bySteps: Record<string, number> = {};
    await house.drain(mediaReactions.map((reaction) => measured(reaction, bySteps)));
    const plain = await costOf(() => encodePlainly(source, folder));
    const all = Object.values(bySteps).reduce((sum, sec) => sum + sec, 0);
    const packaging = await measurePackaging(source);
    const perMinute = (sec: number) => (sec * 60) / seconds;
    return {
      seconds,
      bySteps,
      packaging: perMinute(packaging),
      ours: perMinute(all),
      plain: perMinute(plain),
    };
  } finally {
    await house.close();
    await transcoder.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const rounds = 3;

/** What it costs to package a film as it is, where nothing else is made; the cheapest of three, as other work only adds. */
async function measurePackaging(source: string): Promise<number> {
  const house = await openTestHouse();
  let best = Infinity;
  try {
    for (let round = 0; round < rounds; round += 1) {
      const ownerId = newId();
      const owner = { id: ownerId, name: 'bench', createdAt: house.now() };
      await house.db.insertInto('appUser').values(owner).execute();
      const film = { ownerId, fileName: 'source.mp4', content: createReadStream(source) };
      const { asset } = await storeAsset(house.as(ownerId, 'creator'), film);
      best = Math.min(best, await costOf(() => packageVideo(house.ctx(), asset.id)));
    }
    return best;
  } finally {
    await house.close();
  }
}

function measured(reaction: Reaction, bySteps: Record<string, number>): Reaction {
  return {
    ...reaction,
    run: async (ctx: Ctx, payload: never) => {
      const sec = await costOf(() => reaction.run(ctx, payload));
      bySteps[reaction.name] = (bySteps[reaction.name] ?? 0) + sec;
    },
  };
}
