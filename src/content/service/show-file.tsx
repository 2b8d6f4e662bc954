import { renderToStaticMarkup } from 'react-dom/server';
import { numberOf } from '#kernel/id.ts';
import { escapeHtml } from '#kernel/text.ts';
import {
  findAssets,
  getPlayback,
  isStamped,
  publicImageUrl,
  responsive,
  signMedia,
  type Asset,
  type Playback,
} from '#media/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import { PlayerShell } from '#ui/player-shell.tsx';
import type { ShownFile } from '../store/file.ts';
import type { Audience, NamedFile } from '../types.ts';
import { sentences } from '../words.ts';

/** How files are shown: to whom, and where a player asks for fresh addresses. */
export interface Showing {
  readonly audience: Audience;
  /** The address that answers a fresh one when the asset's id is put behind it. */
  readonly renewAt?: string;
  /** The address that answers a document when the asset's id is put behind it: a copy made for whoever asks. */
  readonly filesAt?: string;
  /** For a text that is kept where there is no network: how its files come along. Documents do not. */
  readonly kept?: KeptFiles;
}

/** How the files of a text are kept with it. */
interface KeptFiles {
  /** The address of a picture is this with its id behind it. */
  readonly at: string;
  /** Takes a recording along, and says how it is played then. */
  readonly take: (asset: Asset) => Promise<Playback>;
}

/** A file in the place where a text shows it. */
export interface Shown {
  readonly html: string;
  readonly isPlayed?: boolean;
  /** The picture that is shown. */
  readonly pictureId?: string;
}

/** What stands in a text for a file that it names: a picture, a player, or a way to the file. */
export async function showFile(
  ctx: Ctx,
  showing: Showing,
  named: NamedFile,
  file: ShownFile | undefined,
): Promise<Shown> {
  if (!file) return note(ctx, looksLikePicture(named) ? 'missingPicture' : 'missingFile', named);
  if (file.kind === 'image' && file.state !== 'failed')
    return {
      html: alone(named, pictureTag(ctx, showing, named, file)),
      pictureId: file.assetId,
    };
  const why = whyNot(showing, named, file);
  if (why) return note(ctx, why, { ...named, path: file.fileName });
  const isPlayed = named.isAlone && (file.kind === 'audio' || file.kind === 'video');
  return isPlayed
    ? player(ctx, showing, named, file)
    : { html: alone(named, link(ctx, showing, named, file)) };
}

/** What stands in the way of a file; undefined when nothing does. */
function whyNot(
  { audience, kept }: Showing,
  { isAlone }: NamedFile,
  { kind, state }: ShownFile,
): keyof typeof sentences | undefined {
  if (state !== 'ready') return state === 'failed' ? 'failed' : 'notReady';
  if (audience === 'public') return 'inLesson';
  if (kept && !(isAlone && (kind === 'audio' || kind === 'video'))) return 'needsNetwork';
  return kind === 'video' && !isAlone ? 'filmAlone' : undefined;
}

function alone({ isAlone }: NamedFile, html: string): string {
  return isAlone ? `<p>${html}</p>` : html;
}

function looksLikePicture({ path }: NamedFile): boolean {
  return !/\.(?:mp3|m4a|wav|ogg|mp4|mov|webm|pdf|epub|srt|vtt|zip)$/i.test(path);
}

function note(ctx: Ctx, what: keyof typeof sentences, named: NamedFile): Shown {
  const { alt, path } = named;
  const words = sentences[what][ctx.locale].replace(/\{(?:path|name)\}/, () => alt || path);
  return { html: alone(named, `<em>${escapeHtml(words)}</em>`) };
}

const widest = 1920;
// A column of text, as wide as it gets.
const columnSizes = '(max-width: 48rem) 92vw, 44rem';

function pictureTag(
  ctx: Ctx,
  { audience, kept }: Showing,
  { alt, title }: NamedFile,
  { assetId, width, height }: ShownFile,
): string {
  const plain = [
    `alt="${escapeHtml(alt)}"`,
    ...(title ? [`title="${escapeHtml(title)}"`] : []),
    ...(width && height ? [`width="${width}"`, `height="${height}"`] : []),
    'loading="lazy"',
    'decoding="async"',
  ];
  if (kept) return `<img src="${escapeHtml(kept.at + assetId)}" ${plain.join(' ')}>`;
  const address =
    audience === 'entitled' ? signMedia(ctx, assetId, 'file') : publicImageUrl(ctx.ports, assetId);
  const { src, srcSet, avifSrcSet } = responsive(address, width ?? widest);
  const attributes = [
    `src="${escapeHtml(src)}"`,
    ...plain,
    `srcset="${escapeHtml(srcSet)}"`,
    `sizes="${columnSizes}"`,
  ];
  const avif = `<source type="image/avif" srcset="${escapeHtml(avifSrcSet)}" sizes="${columnSizes}">`;
  return `<picture>${avif}<img ${attributes.join(' ')}></picture>`;
}

function link(
  ctx: Ctx,
  { filesAt }: Showing,
  { alt }: NamedFile,
  { assetId, fileName, sizeBytes, kind }: ShownFile,
): string {
  const isCopied = filesAt !== undefined && isStamped({ kind });
  const src = isCopied ? `${filesAt}${assetId}?download=1` : signMedia(ctx, assetId, 'download');
  const name = escapeHtml(alt || fileName);
  // Where a copy may be refused the browser is to show why, not a download that failed.
  return `<a class="file-link" href="${escapeHtml(src)}"${isCopied ? '' : ' download'}>${name} <small>${sizeOf(sizeBytes)}</small></a>`;
}

function sizeOf(bytes: number): string {
  const kb = Math.max(1, Math.round(bytes / 1_000));
  return kb < 1_000 ? `${kb} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

async function player(
  ctx: Ctx,
  { renewAt, kept }: Showing,
  named: NamedFile,
  { assetId, fileName }: ShownFile,
): Promise<Shown> {
  const asset = (await findAssets(ctx.db, [assetId])).get(assetId);
  if (!asset) return note(ctx, 'missingFile', named);
  const playback = kept ? await kept.take(asset) : await getPlayback(ctx, asset);
  const { kind, src, type, tracks, poster, sheet, peaks } = playback;
  const html = renderToStaticMarkup(
    <PlayerShell
      locale={ctx.locale}
      kind={kind}
      title={named.alt || fileName}
      sources={[{ src, type }]}
      tracks={tracks.map((track) => ({
        src: track.src,
        lang: track.locale,
        label: languageName(track.locale),
      }))}
      poster={poster}
      peaks={peaks}
      data={{
        ...(sheet ? { sheet: JSON.stringify(sheet) } : {}),
        failed: sentences.playFailed[ctx.locale],
        ...(ctx.actor.kind === 'user' && kind === 'video'
          ? { mark: numberOf(ctx.actor.userId) }
          : {}),
        ...(renewAt ? { renew: renewAt + assetId } : {}),
      }}
    />,
  );
  return { html, isPlayed: true };
}

/** A language in its own words. */
function languageName(tag: string): string {
  return new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
}
