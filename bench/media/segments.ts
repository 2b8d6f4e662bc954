import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Line } from '../http.ts';

/** What serving a packaged clip costs. */
export interface Serving {
  /** Requests that one core answers in a second. */
  readonly segmentsPerCoreSec: number;
  readonly playlistsPerCoreSec: number;
  readonly segmentBytes: number;
}

interface Place {
  readonly port: number;
  readonly pid: number;
  readonly segments: readonly string[];
  readonly playlist: string;
}

const connections = 8;

/** Asks a house in a process of its own for segments and playlists, by their signed addresses. */
export async function measureServing(seconds: number): Promise<Serving> {
  const child = fork(join(import.meta.dirname, 'serve.ts'), { execArgv: process.execArgv });
  try {
    const [place] = (await once(child, 'message')) as [Place];
    await drive(place, () => place.segments, seconds / 2);
    const segments = await drive(place, () => place.segments, seconds);
    const playlists = await drive(place, () => [place.playlist], seconds);
    return {
      segmentsPerCoreSec: segments.perCoreSec,
      playlistsPerCoreSec: playlists.perCoreSec,
      segmentBytes: segments.bytes,
    };
  } finally {
    child.send('stop');
    await once(child, 'exit');
  }
}

async function drive({ port, pid }: Place, paths: () => readonly string[], seconds: number) {
  const lines = Array.from({ length: connections }, () => new Line(port));
  const until = performance.now() + seconds * 1_000;
  const before = usedSec(pid);
  let [count, bytes] = [0, 0];
  await Promise.all(
    lines.map(async (line) => {
      for (let turn = 0; performance.now() < until; turn += 1) {
        const path = paths()[turn % paths().length]!;
        const { status, body } = await line.ask({ path });
        if (status !== 200) throw new Error(`${path} answered ${status}`);
        count += 1;
        bytes += body.length;
      }
    }),
  );
  for (const line of lines) line.close();
  return { perCoreSec: count / (usedSec(pid) - before), bytes: Math.round(bytes / count) };
}

function usedSec(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13);
  return (Number(user) + Number(system)) / 100;
}
