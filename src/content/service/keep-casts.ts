import { beginningOf, getDraft, getWork, listDraftTexts, listLiveTexts } from '#catalog/service.ts';
import type { LessonText } from '#catalog/types.ts';
import { locales, type Locale } from '#kernel/locale.ts';
import { Refusal } from '#kernel/refusal.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, within, type Tx } from '#platform/db.ts';
import { refuseText } from '../refusals.ts';
import {
  beginCasting,
  deleteOtherCasts,
  selectCastHashes,
  selectUncast,
  upsertCast,
} from '../store/cast.ts';
import { hashText, limitSec } from './ask-thread.ts';
import { castOnce } from './render-markdown.ts';

interface OwnText {
  readonly title: string;
  /** Markdown. */
  readonly body: string;
  /** Only its beginning, as everybody may try it. */
  readonly first?: number | undefined;
}

/** The texts of lessons, and again the beginnings of those of which that is all that everybody may try. */
function withBeginnings(lessons: readonly LessonText[]): OwnText[] {
  return lessons.flatMap((lesson) => {
    const { title, body } = lesson;
    const first = lesson.kind === 'text' ? beginningOf(lesson) : undefined;
    return first === undefined
      ? [{ title, body }]
      : [
          { title, body },
          { title, body, first },
        ];
  });
}

/**
 * Renders every text of a work's draft in every language and keeps it, so that nothing is left to render once it is
 * published.
 *
 * @throws Refusal text.lesson_too_heavy, text.busy, work.unknown, policy.*
 */
export async function castDraft(ctx: Ctx, workId: string): Promise<void> {
  const { draft } = await getDraft(ctx, workId);
  const texts: OwnText[] = [
    { title: draft.title, body: draft.description },
    { title: draft.titleEn || draft.title, body: draft.descriptionEn },
    ...withBeginnings(await listDraftTexts(ctx, workId)),
  ];
  await inTransaction(ctx, (tx) => keep(tx, workId, texts));
}

/** Keeps of a work's rendered texts those that are live, and renders what is missing. Twice is once. */
export async function castLive(ctx: Ctx, workId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    // First the lock, then the reading: the last to render reads the last version.
    await beginCasting(tx, workId, ctx.now);
    const inside = within(ctx, tx);
    const { title, live } = await getWork(inside, workId);
    const texts: OwnText[] = [
      { title, body: live?.description ?? '' },
      { title, body: live?.descriptionEn ?? '' },
      ...withBeginnings(await listLiveTexts(inside, workId)),
    ];
    const wanted = texts.flatMap(({ body, first }) =>
      locales.map((locale) => hashText(body, locale, first)),
    );
    await deleteOtherCasts(tx, workId, wanted);
    await keep(tx, workId, texts, isShownAsTyped);
  });
}

/** A page shows such a text as it was typed. */
function isShownAsTyped(error: unknown): boolean {
  return error instanceof Refusal && error.code === 'text.lesson_too_heavy';
}

async function keep(
  tx: Tx,
  workId: string,
  texts: readonly OwnText[],
  isLeftOut: (error: unknown) => boolean = () => false,
): Promise<void> {
  const known = await selectCastHashes(tx, workId);
  const missing = texts
    .filter(({ body }) => body.trim() !== '')
    .flatMap((text) =>
      locales.map((locale) => ({ text, locale, hash: hashText(text.body, locale, text.first) })),
    )
    .filter(({ hash }) => !known.has(hash.toString('hex')));
  for (const { text, locale, hash } of missing) {
    try {
      await upsertCast(tx, workId, hash, await castNamed(text, locale, workId));
    } catch (error) {
      if (!isLeftOut(error)) throw error;
    }
  }
}

/** @throws Refusal text.lesson_too_heavy, naming the text */
async function castNamed({ title, ...text }: OwnText, locale: Locale, by: string) {
  try {
    return await castOnce(text, locale, by);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'text.too_heavy') throw error;
    throw refuseText('text.lesson_too_heavy', { title, seconds: limitSec });
  }
}

/** Renders what learners may read and is not rendered by this version of the pipeline: after an upgrade. */
export async function castMissing(ctx: Ctx): Promise<void> {
  for (;;) {
    const ids = await selectUncast(ctx.db, 100);
    if (ids.length === 0) return;
    for (const id of ids) await castLive(ctx, id);
  }
}
