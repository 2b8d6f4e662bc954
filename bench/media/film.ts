import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

export const execute = promisify(execFile);

/** Arguments as one types them, none of which has a blank in it. */
export const typed = (text: string): string[] => text.split(' ');

export const quiet: readonly string[] = typed('-hide_banner -loglevel error -nostdin -y');

interface Film {
  readonly seconds: number;
  /** As ffmpeg writes it: `1920x1080`. */
  readonly size: string;
  readonly bitRate: string;
}

/** Something that moves and rustles like a lecture in a room, as a camera would have filmed it. */
export async function makeFilm(folder: string, { seconds, size, bitRate }: Film): Promise<string> {
  const path = join(folder, 'source.mp4');
  await execute('ffmpeg', [
    ...quiet,
    ...typed(`-f lavfi -i testsrc2=size=${size}:rate=30:duration=${seconds}`),
    ...typed(`-f lavfi -i sine=frequency=300:duration=${seconds}`),
    ...typed('-vf noise=alls=4:allf=t -c:v libx264 -preset veryfast'),
    ...typed(`-b:v ${bitRate} -g 180 -pix_fmt yuv420p -c:a aac -b:a 128k`),
    path,
  ]);
  return path;
}
