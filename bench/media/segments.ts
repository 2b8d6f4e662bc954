import { join } from 'node:path';
import { Line } from '../http.ts';
import { readTrack, usedSecOf, withMediaHouse, type Place } from './house.ts';

/** What serving a packaged clip costs. */
export interface Serving {
  /** Requests that one core answers in a second. */
  readonly segmentsPerCoreSec: number;
  readonly playlistsPerCoreSec: number;
  readonly segmentBytes: number;
}

const clip = join(import.meta.dirname, '../../src/media/fixtures/clip.mp4');
const connections = 8;

/** Asks a house for segments and playlists, by their signed addresses. */
export async function measureServing(seconds: number): Promise<Serving> {
  return withMediaHouse(clip, 1, async (place) => {
    const { token, path } = place.viewers[0]!;
    const line = new Line(place.port);
    const textOf = async (from: string) => (await line.ask({ path: from, token })).body.toString();
    const [track = ''] = /^\/media\/p\/.+copy\.m3u8$/m.exec(await textOf(path)) ?? [];
    const { header, pieces } = readTrack(await textOf(track));
    line.close();
    const paths = [header, ...pieces.map((piece) => piece.path)];
    await drive(place, paths, seconds / 2);
    const segments = await drive(place, paths, seconds);
    const playlists = await drive(place, [track], seconds);
    return {
      segmentsPerCoreSec: segments.perCoreSec,
      playlistsPerCoreSec: playlists.perCoreSec,
      segmentBytes: segments.bytes,
    };
  });
}

async function drive({ port, pid, viewers }: Place, paths: readonly string[], seconds: number) {
  const { token } = viewers[0]!;
  const lines = Array.from({ length: connections }, () => new Line(port));
  const until = performance.now() + seconds * 1_000;
  const before = usedSecOf(pid);
  let [count, bytes] = [0, 0];
  await Promise.all(
    lines.map(async (line) => {
      for (let turn = 0; performance.now() < until; turn += 1) {
        const path = paths[turn % paths.length]!;
        const { status, body } = await line.ask({ path, token });
        if (status !== 200) throw new Error(`${path} answered ${status}`);
        count += 1;
        bytes += body.length;
      }
    }),
  );
  for (const line of lines) line.close();
  return { perCoreSec: count / (usedSecOf(pid) - before), bytes: Math.round(bytes / count) };
}
