import { setImmediate as breathe } from 'node:timers/promises';
import { getWork, listLiveTexts } from '#catalog/service.ts';
import type { Work, WorkFace } from '#catalog/types.ts';
import { plainText } from '#content/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, within } from '#platform/db.ts';
import { suggestionsFor } from '../rules/suggest.ts';
import { partsOf, tidyText } from '../rules/text.ts';
import { vectorOf } from '../rules/vector.ts';
import {
  beginIndexing,
  clearWork,
  insertDocument,
  insertSuggestions,
  listStale,
} from '../store.ts';
import type { Cutter, SearchDocument, Source, Suggestion } from '../types.ts';
import { jiebaCutter } from './cutter.ts';

/** Of the dictionary and rules; raise it and every work is indexed again. */
export const indexVersion = 1;

const partLength = 12_000;

/** Makes the index say of a work what is live, or nothing when it is not published. Doing it twice is doing it once. */
export async function indexWork(ctx: Ctx, workId: string): Promise<void> {
  const cutter = jiebaCutter();
  await inTransaction(ctx, async (tx) => {
    // First the lock, then the reading: the last to index reads the last version.
    await beginIndexing(tx, workId, indexVersion, ctx.now);
    await clearWork(tx, workId);
    const inside = within(ctx, tx);
    const work = await getWork(inside, workId);
    if (work.state !== 'published' || !work.live) return;

    // In all their languages: whoever searches finds either.
    const texts = await listLiveTexts(inside, workId);
    const titles = [...new Set(texts.map(({ title }) => title))];
    const told = [work.live.description, work.live.descriptionEn].filter(Boolean).join('\n\n');
    const about = await plainText(told, workId);
    const own = workSource(work, work.live, titles, about);
    for (const document of documentsOf(own, cutter)) await insertDocument(tx, workId, document);
    for (const { id, title, body, isTrial } of texts) {
      const text = await plainText(body, workId);
      const source = {
        lessonId: id,
        title,
        strong: title,
        body: text,
        weak: '',
        openText: isTrial ? text : '',
      };
      for (const document of documentsOf(source, cutter))
        await insertDocument(tx, workId, document);
      await breathe();
    }
    await insertSuggestions(tx, workId, suggestionsOf(work, work.live, titles, cutter));
  });
}

function workSource(work: Work, live: WorkFace, titles: readonly string[], about: string): Source {
  const { title, titleEn, subtitle, subtitleEn, summary, summaryEn, tags } = live;
  const text = [subtitle, subtitleEn, summary, summaryEn, about].filter(Boolean).join('\n');
  return {
    lessonId: null,
    title,
    strong: [title, titleEn, tags.join(' '), work.creatorName, work.creatorNameEn]
      .filter(Boolean)
      .join('\n'),
    body: text,
    weak: titles.join('\n'),
    openText: text,
  };
}

/** One document for each part of a text; the title stands in the first. */
function documentsOf(source: Source, cutter: Cutter): SearchDocument[] {
  const isOpen = source.openText !== '';
  return partsOf(tidyText(source.body), partLength).map((body, part) => ({
    lessonId: source.lessonId,
    part,
    title: source.title,
    openText: isOpen ? body : '',
    words: vectorOf(part === 0 ? { ...source, body } : { strong: '', body, weak: '' }, cutter),
  }));
}

function suggestionsOf(
  work: Work,
  live: WorkFace,
  titles: readonly string[],
  cutter: Cutter,
): Suggestion[] {
  const labels = [
    ...[live.title, live.titleEn].map((label) => [label, 4] as const),
    ...live.tags.map((label) => [label, 3] as const),
    [work.creatorName, 2] as const,
    ...titles.map((label) => [label, 1] as const),
  ];
  return labels
    .filter(([label]) => label)
    .flatMap(([label, weight]) => suggestionsFor(label, weight, cutter));
}

/** Indexes what is missing or was indexed by older rules: after an upgrade, or when an event was lost with a restored backup. */
export async function catchUpIndex(ctx: Ctx): Promise<void> {
  for (;;) {
    const ids = await listStale(ctx.db, indexVersion, 100);
    if (ids.length === 0) return;
    for (const id of ids) await indexWork(ctx, id);
  }
}
