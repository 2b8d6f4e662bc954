import type { Locale } from '#kernel/locale.ts';
import { Refusal } from '#kernel/refusal.ts';
import { escapeHtml } from '#kernel/text.ts';
import { findAssets, type Asset } from '#media/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import { Lru } from '#platform/lru.ts';
import { firstWords } from '../rules/beginning.ts';
import { findCast } from '../store/cast.ts';
import { selectShown } from '../store/file.ts';
import type { Cast, NamedFile, Rendered } from '../types.ts';
import { castText, hashText } from './ask-thread.ts';
import { showFile, type Showing } from './show-file.tsx';

/** A text of a work, and how its files are shown. */
export interface Text extends Showing {
  readonly workId: string;
  /** Markdown. */
  readonly body: string;
  /** Only so many characters of its beginning, and nothing of what comes after. */
  readonly first?: number | undefined;
  /** A text that is still being written: rendered for whoever looks, and kept nowhere. */
  readonly isDraft?: boolean;
}

const cacheBytes = 32 * 1024 * 1024;
const casts = new Lru<Cast>(cacheBytes, ({ parts }) =>
  parts.reduce((sum, part) => sum + part.length * 2, 500),
);

/**
 * Markdown as safe HTML. What is live was rendered when it was handed in, and is only put together here: with the
 * addresses of its pictures for the one who asks.
 *
 * @throws Refusal text.too_heavy for a draft (a live text is then shown as it was typed), text.busy
 */
export async function renderMarkdown(ctx: Ctx, text: Text): Promise<Rendered> {
  if (text.body.trim() === '') return { html: '', headings: [], hasPlayer: false, pictureIds: [] };
  const { parts, headings, files } = await castFor(ctx, text);
  const known = await selectShown(ctx.db, text.workId, pathsOf(files));
  const shown = await Promise.all(
    files.map((named) => showFile(ctx, text, named, known.get(named.path))),
  );
  const html = parts.map((part, index) => part + (shown[index]?.html ?? '')).join('');
  const pictureIds = [...new Set(shown.flatMap(({ pictureId }) => pictureId ?? []))];
  return { html, headings, hasPlayer: shown.some(({ isPlayed }) => isPlayed), pictureIds };
}

/** The asset with this id if a live text shows it; undefined when it does not. */
export async function findShown(
  ctx: Ctx,
  { workId, body }: Pick<Text, 'workId' | 'body'>,
  assetId: string,
): Promise<Asset | undefined> {
  if (body.trim() === '') return undefined;
  const { files } = await castFor(ctx, { workId, body, audience: 'entitled' });
  const known = await selectShown(ctx.db, workId, pathsOf(files));
  const isShown = [...known.values()].some((file) => file.assetId === assetId);
  return isShown ? (await findAssets(ctx.db, [assetId])).get(assetId) : undefined;
}

function pathsOf(files: readonly NamedFile[]): string[] {
  return files.map(({ path }) => path);
}

async function castFor(ctx: Ctx, text: Text): Promise<Cast> {
  const { workId, body, first, isDraft } = text;
  const { actor, locale } = ctx;
  if (isDraft) return castOnce(text, locale, actor.kind === 'user' ? actor.userId : workId);
  try {
    return await castOnce(text, locale, workId, (hash) => findCast(ctx.db, workId, hash));
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'text.too_heavy') throw error;
    const shown = first === undefined ? body : firstWords(body, first);
    return { parts: [`<p>${escapeHtml(shown)}</p>`], headings: [], files: [] };
  }
}

/**
 * A rendered text: from memory, from where `find` looks, or rendered now for `by`.
 *
 * @throws Refusal text.too_heavy, text.busy
 */
export async function castOnce(
  { body, first }: Pick<Text, 'body' | 'first'>,
  locale: Locale,
  by: string,
  find?: (hash: Buffer) => Promise<Cast | undefined>,
): Promise<Cast> {
  const hash = hashText(body, locale, first);
  const key = hash.toString('base64');
  const cast = casts.get(key) ?? (await find?.(hash)) ?? (await castText(body, locale, by, first));
  casts.set(key, cast);
  return cast;
}
