import { buffer } from 'node:stream/consumers';
import type { Sharp } from 'sharp';
import { newId } from '#kernel/id.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction } from '#platform/db.ts';
import { publish } from '#platform/outbox.ts';
import { pixelLimit, type Size } from '../rules/picture.ts';
import { pictureName, plainWidth, widthsOf, type PictureForm } from '../rules/pictures.ts';
import { endProcessing, selectAssets } from '../store/asset.ts';
import { beginMaking, endMaking } from '../store/making.ts';
import { insertRendition, selectRenditions } from '../store/rendition.ts';
import type { Asset, Rendition } from '../types.ts';
import { failAsset } from './package-video.ts';
import { isOfLibrary, originalKey } from './probe.ts';

type SharpLibrary = (typeof import('sharp'))['default'];

let library: Promise<SharpLibrary> | undefined;

/** The picture library, read when the first picture comes; of its readers only those of formats that we take. */
function openSharp(): Promise<SharpLibrary> {
  library ??= import('sharp').then(({ default: sharp }) => {
    const taken = ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'];
    sharp.block({ operation: ['VipsForeignLoad'] });
    sharp.unblock({ operation: taken.map((name) => `VipsForeignLoad${name}Buffer`) });
    sharp.cache(false);
    sharp.concurrency(1);
    return sharp;
  });
  return library;
}

/** A picture as it is to be kept: upright, of a width, without what cameras write into files. */
interface Shrunk extends Size {
  readonly bytes: Buffer;
}

const quality: Readonly<Record<PictureForm, number>> = { jpeg: 82, webp: 82, avif: 55 };

function write(picture: Sharp, form: PictureForm): Sharp {
  if (form === 'jpeg')
    return picture.flatten({ background: '#fff' }).jpeg({ quality: quality.jpeg });
  if (form === 'webp') return picture.webp({ quality: quality.webp });
  return picture.avif({ quality: quality.avif, effort: 2 });
}

/** A picture of ours as WebP. */
export async function writeWebp(bytes: Buffer): Promise<Shrunk> {
  const sharp = await openSharp();
  const { data, info } = await write(sharp(bytes), 'webp').toBuffer({ resolveWithObject: true });
  return { bytes: data, width: info.width, height: info.height };
}

/** A picture that was opened, with what it is. */
interface Opened {
  readonly bytes: Buffer;
  readonly size: Size;
  readonly isMoving: boolean;
}

async function openPicture(ctx: Ctx, assetId: string): Promise<Opened> {
  const sharp = await openSharp();
  const bytes = await buffer(await ctx.ports.files.read(await originalKey(ctx, assetId)));
  const found = await sharp(bytes, { limitInputPixels: pixelLimit }).metadata();
  const { width, height } = found.autoOrient;
  const frames = found.pages ?? 1;
  // A moving picture with too many pixels in all stands still.
  const isMoving = frames > 1 && found.format !== 'heif' && width * height * frames <= pixelLimit;
  return { bytes, size: { width, height }, isMoving };
}

async function shrink(opened: Opened, width: number, form: PictureForm): Promise<Shrunk> {
  const sharp = await openSharp();
  const animated = opened.isMoving && form === 'webp';
  const picture = sharp(opened.bytes, { limitInputPixels: pixelLimit, animated });
  const resized = picture.autoOrient().resize({ width, withoutEnlargement: true });
  const { data, info } = await write(resized, form).toBuffer({ resolveWithObject: true });
  return {
    bytes: data,
    width: info.width,
    height: animated ? (info.pageHeight ?? info.height) : info.height,
  };
}

/** Widths in which a picture is wanted in a form: the plain one is for whoever does not choose, such as a share card. */
function wantedWidths({ size }: Opened, form: PictureForm): number[] {
  return form === 'jpeg' ? [Math.min(size.width, plainWidth)] : widthsOf(size.width);
}

async function makePictures(
  ctx: Ctx,
  asset: Asset,
  opened: Opened,
  forms: readonly PictureForm[],
): Promise<{ prefix: string; rows: Rendition[] }> {
  const prefix = `asset/${asset.id}/${newId(ctx.now)}/`;
  const rows: Rendition[] = [];
  try {
    for (const form of forms) {
      for (const wanted of wantedWidths(opened, form)) {
        const { bytes, width, height } = await shrink(opened, wanted, form);
        const name = pictureName(wanted, form);
        const file = `${name}.${form}`;
        await ctx.ports.files.put(prefix + file, bytes);
        const shape = { width, height, sizeBytes: bytes.length, isWhole: true };
        const row = {
          id: newId(ctx.now),
          assetId: asset.id,
          name,
          kind: 'picture',
          prefix,
        } as const;
        rows.push({ ...row, mediaType: `image/${form}`, ...shape, detail: { name: file } });
      }
    }
    return { prefix, rows };
  } catch (error) {
    await ctx.ports.files.removeAll(prefix);
    throw error;
  }
}

/**
 * Makes a stored picture into what pages show: upright, in several widths, without where and with what it was taken. Until
 * then nobody sees it. A damaged one ends as `failed`.
 */
export async function shrinkPicture(ctx: Ctx, assetId: string): Promise<void> {
  const [asset] = await selectAssets(ctx.db, [assetId]);
  if (asset?.state !== 'processing') return;
  try {
    const opened = await openPicture(ctx, assetId);
    const made = await makePictures(ctx, asset, opened, ['webp', 'jpeg']);
    const isOurs = await inTransaction(ctx, async (tx) => {
      if (!(await endProcessing(tx, assetId, { state: 'ready', ...opened.size }))) return false;
      for (const row of made.rows) await insertRendition(tx, row);
      await publish(tx, 'asset.packaged', { assetId, state: 'ready' });
      await publish(tx, 'asset.unfinished', { assetId, kind: 'image' });
      return true;
    });
    if (!isOurs) await ctx.ports.files.removeAll(made.prefix);
  } catch (error) {
    if (!isOfLibrary(error)) throw error;
    await inTransaction(ctx, (tx) => failAsset(tx, assetId, 'media.corrupt'));
  }
}

/** Adds the form that is smallest and slowest to make. */
export async function refinePicture(ctx: Ctx, assetId: string): Promise<void> {
  const [asset] = await selectAssets(ctx.db, [assetId]);
  if (asset?.state !== 'ready' || !(await beginMaking(ctx.db, assetId, ctx.now))) return;
  const isMade = (await selectRenditions(ctx.db, asset.id)).some(
    ({ mediaType }) => mediaType === 'image/avif',
  );
  const opened = isMade ? undefined : await openPicture(ctx, asset.id);
  const made =
    opened && !opened.isMoving ? await makePictures(ctx, asset, opened, ['avif']) : undefined;
  const isOurs = await inTransaction(ctx, async (tx) => {
    await endMaking(tx, asset.id);
    let count = 0;
    for (const row of made?.rows ?? []) count += (await insertRendition(tx, row)) ? 1 : 0;
    return count > 0;
  });
  if (made && !isOurs) await ctx.ports.files.removeAll(made.prefix);
}
