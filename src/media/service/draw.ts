import { newId } from '#kernel/id.ts';
import { insertRendition } from '../store/rendition.ts';
import type { SheetDetail } from '../types.ts';
import type { Bench, Commit } from './extend.ts';
import { tellProgress } from './progress.ts';
import { writeWebp } from './shrink-picture.ts';

const posterWidth = 1280;

/** Keeps a telling picture of a video, to be shown before it plays. */
export async function drawPoster(bench: Bench): Promise<Commit> {
  const { ctx, transcoder, source, work } = bench;
  tellProgress(ctx, work.asset.id, 'drawing')(0);
  // Not the very first, which is often black, nor far into it, where it would tell too much.
  const atSec = Math.min(5, work.videoSec * 0.1);
  const png = await transcoder.takePicture({ source, atSec, width: posterWidth });
  return keep(bench, 'poster', png, (size, name) => ({ ...size, detail: { name } }));
}

const sheetColumns = 10;
const sheetRows = 10;
const smallSide = 90;

/** Keeps a sheet of a hundred small pictures, of which a player shows the one under the pointer. */
export async function drawSheet(bench: Bench): Promise<Commit> {
  const { ctx, transcoder, source, work } = bench;
  tellProgress(ctx, work.asset.id, 'drawing')(0);
  const size = work.size!;
  const scale = smallSide / Math.min(size.width, size.height);
  const [width, height] = [size.width, size.height].map(
    (side) => Math.round((side * scale) / 2) * 2,
  );
  const everySec = Math.max(1, Math.ceil(work.videoSec / (sheetColumns * sheetRows)));
  const grid = { columns: sheetColumns, rows: sheetRows, everySec, width: width!, height: height! };
  const png = await transcoder.takeSheet({ source, durationSec: work.videoSec, ...grid });
  return keep(bench, 'sheet', png, (of, name) => ({ ...of, detail: { name, ...grid } }));
}

async function keep(
  { ctx, work, prefix }: Bench,
  name: 'poster' | 'sheet',
  png: Buffer,
  describe: (
    size: { readonly width: number; readonly height: number },
    file: string,
  ) => { width: number; height: number; detail: SheetDetail | { readonly name: string } },
): Promise<Commit> {
  const file = `${name}.webp`;
  const { bytes, ...size } = await writeWebp(png);
  const { sizeBytes } = await ctx.ports.files.put(prefix + file, bytes);
  const row = { id: newId(ctx.now), assetId: work.asset.id, name, kind: name, prefix } as const;
  const mediaType = 'image/webp';
  return (tx) =>
    insertRendition(tx, { ...row, mediaType, sizeBytes, isWhole: true, ...describe(size, file) });
}
