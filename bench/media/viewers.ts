import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buffer } from 'node:stream/consumers';
import { findTranscoder } from '#platform/transcoder/find.ts';
import { makeFilm } from './film.ts';
import { readTrack, usedSecOf, withMediaHouse, type Place, type TrackList } from './house.ts';

/** How a house serves many who watch at once. */
export interface Viewing {
  readonly viewers: number;
  readonly seconds: number;
  /** Viewers whose picture or sound stood still because it was not there in time. */
  readonly stalled: number;
  /** From asking for the playlist to the first second that can be shown: the median, and of one in a hundred. */
  readonly startMs: { readonly p50: number; readonly p99: number };
  readonly megabitsPerSec: number;
  /** Processor time of the house in a second. */
  readonly cores: number;
}

// Players ask on until so much is ahead (hls.js: maxBufferLength is 30 s; phones keep less).
const aheadSec = 18;
// Nobody presses play in the same instant.
const joinSec = 6;

/**
 * Lets so many watch a film of 720p at once, each with a session, a playlist, a key and addresses of their own, as fast as
 * it plays. Undefined where there is no ffmpeg to make the film.
 */
export async function measureViewing(
  viewers: number,
  seconds: number,
): Promise<Viewing | undefined> {
  if (!(await findTranscoder({ ffmpegPath: undefined }))) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'shuyuan-bench-viewers-'));
  try {
    const film = await makeFilm(folder, { seconds, size: '1280x720', bitRate: '2500k' });
    return await withMediaHouse(film, viewers, (place) => watchAll(place, seconds));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Seen {
  readonly startMs: number;
  readonly bytes: number;
  readonly hasStalled: boolean;
}

async function watchAll({ port, pid, viewers }: Place, seconds: number): Promise<Viewing> {
  const [before, began] = [usedSecOf(pid), performance.now()];
  const seen = await Promise.all(
    viewers.map(async ({ token, path }, index) => {
      await sleep((index / viewers.length) * joinSec * 1_000);
      return watch(new Screen(port, token), path);
    }),
  );
  const tookSec = (performance.now() - began) / 1_000;
  const starts = seen.map(({ startMs }) => startMs).toSorted((a, b) => a - b);
  const bytes = seen.reduce((sum, one) => sum + one.bytes, 0);
  return {
    viewers: viewers.length,
    seconds,
    stalled: seen.filter(({ hasStalled }) => hasStalled).length,
    startMs: { p50: at(starts, 0.5), p99: at(starts, 0.99) },
    megabitsPerSec: (bytes * 8) / 1e6 / tookSec,
    cores: (usedSecOf(pid) - before) / tookSec,
  };
}

const at = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;

/** One who watches from the first second to the last. */
async function watch(screen: Screen, path: string): Promise<Seen> {
  const asked = performance.now();
  const tracks = await readTracks(screen, path);
  await screen.text(tracks[0]!.key);
  await Promise.all(tracks.map(({ header }) => screen.take(header)));
  const clock = new Clock(tracks.length);
  await Promise.all(tracks.map((track) => fetchInTime(screen, track, clock)));
  screen.close();
  return { startMs: clock.startedAt - asked, bytes: screen.bytes, hasStalled: clock.hasStalled };
}

async function readTracks(screen: Screen, path: string): Promise<TrackList[]> {
  const master = await screen.text(path);
  const lists = [...master.matchAll(/\/media\/p\/[^"\s]+\.m3u8/g)].map(([list]) => list);
  const isSound = (list: string) => list.includes('/audio');
  const video = lists.find((list) => !isSound(list));
  if (!video) throw new Error('there is no track of pictures');
  const wanted = [video, ...lists.filter(isSound)];
  return Promise.all(wanted.map(async (list) => readTrack(await screen.text(list))));
}

/** The clock of a player: it starts when every track has begun, and what comes after its time has made it stand still. */
class Clock {
  #missing: number;
  startedAt = 0;
  hasStalled = false;

  constructor(tracks: number) {
    this.#missing = tracks;
  }

  arrived(fromSec: number): void {
    if (fromSec === 0) {
      this.#missing -= 1;
      if (this.#missing === 0) this.startedAt = performance.now();
    } else if (this.playedSec > fromSec) this.hasStalled = true;
  }

  get playedSec(): number {
    return this.startedAt === 0 ? 0 : (performance.now() - this.startedAt) / 1_000;
  }
}

async function fetchInTime(screen: Screen, { pieces }: TrackList, clock: Clock): Promise<void> {
  let fromSec = 0;
  for (const { path, sec } of pieces) {
    const early = fromSec - aheadSec - clock.playedSec;
    if (early > 0) await sleep(early * 1_000);
    await screen.take(path);
    clock.arrived(fromSec);
    fromSec += sec;
  }
}

/** A browser's connections of one viewer. What comes is counted and thrown away. */
class Screen {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 2 });
  readonly #port: number;
  readonly #token: string;
  bytes = 0;

  constructor(port: number, token: string) {
    this.#port = port;
    this.#token = token;
  }

  async text(path: string): Promise<string> {
    return (await buffer(await this.#ask(path))).toString();
  }

  async take(path: string): Promise<void> {
    for await (const chunk of await this.#ask(path)) this.bytes += (chunk as Buffer).length;
  }

  close(): void {
    this.#agent.destroy();
  }

  #ask(path: string) {
    const headers = { cookie: `sid=${this.#token}` };
    const options = { host: '127.0.0.1', port: this.#port, path, headers, agent: this.#agent };
    return new Promise<IncomingMessage>((resolve, reject) => {
      get(options, (answer) => {
        if (answer.statusCode === 200) return resolve(answer);
        answer.resume();
        reject(new Error(`${path} answered ${answer.statusCode}`));
      }).once('error', reject);
    });
  }
}
