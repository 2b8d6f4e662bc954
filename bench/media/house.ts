import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where a house serves its clip, and to whom. */
export interface Place {
  readonly port: number;
  readonly pid: number;
  readonly viewers: readonly Viewer[];
}

/** A session, and the playlist that was signed for it. */
export interface Viewer {
  readonly token: string;
  readonly path: string;
}

/** Opens a house that serves `clip` to so many viewers, in a process of its own, for as long as `use` takes. */
export function withMediaHouse<Result>(
  clip: string,
  viewers: number,
  use: (place: Place) => Promise<Result>,
): Promise<Result> {
  return withProcess('serve.ts', [clip, String(viewers)], use);
}

/** Runs a module of this folder, which says where it is, in a process of its own for as long as `use` takes. */
export async function withProcess<At, Result>(
  module: string,
  args: readonly string[],
  use: (at: At) => Promise<Result>,
): Promise<Result> {
  const child = fork(join(import.meta.dirname, module), args, { execArgv: process.execArgv });
  try {
    const [place] = (await once(child, 'message')) as [At];
    return await use(place);
  } finally {
    child.send('stop');
    await once(child, 'exit');
  }
}

/** Processor time of another process in seconds (man 5 proc: fields 14 and 15 of its stat). */
export function usedSecOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13);
  return (Number(user) + Number(system)) / 100;
}

/** What the playlist of one track tells: its key, its header, and how long each of its pieces plays. */
export interface TrackList {
  readonly key: string;
  readonly header: string;
  readonly pieces: readonly { readonly path: string; readonly sec: number }[];
}

/** Reads a playlist as `writePlaylist` writes it. */
export function readTrack(text: string): TrackList {
  const pieces = [...text.matchAll(/^#EXTINF:([\d.]+),\n(\S+)$/gm)].map(([, sec, path]) => ({
    path: path!,
    sec: Number(sec),
  }));
  const [, key = ''] = /METHOD=AES-128,URI="([^"]+)"/.exec(text) ?? [];
  const [, header = ''] = /#EXT-X-MAP:URI="([^"]+)"/.exec(text) ?? [];
  return { key, header, pieces };
}
