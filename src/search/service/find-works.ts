import { isId } from '#kernel/id.ts';
import { listCardsOf } from '#catalog/service.ts';
import type { WorkCard } from '#catalog/types.ts';
import { inLocale, type Locale } from '#kernel/locale.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageOf, readCursor, refuseCursor } from '#platform/cursor.ts';
import { inTransaction } from '#platform/db.ts';
import { hasHit, markTerms } from '../rules/mark.ts';
import { parseQuery } from '../rules/query.ts';
import { keyOf } from '../rules/suggest.ts';
import { quote, wordLexeme } from '../rules/vector.ts';
import {
  listFound,
  listHits,
  listSimilar,
  listSuggestions,
  type DocumentHit,
  type Form,
  type Found,
} from '../store.ts';
import type { Hit, Mark, Query } from '../types.ts';
import { jiebaCutter } from './cutter.ts';

export interface FoundWork {
  readonly work: WorkCard;
  readonly title: readonly Mark[];
  readonly hits: readonly Hit[];
}

/** What a search answers. */
export interface SearchResult {
  /** What was searched for, as it was understood. */
  readonly query: string;
  readonly items: readonly FoundWork[];
  readonly nextCursor: string | null;
  /** Nothing has all the words: these have some of them. */
  readonly isLoose: boolean;
  /** What may have been meant, when little was found. */
  readonly didYouMean: readonly string[];
}

export interface SearchInput {
  readonly q: string;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Published works that match what was typed, best first; any text is a valid search. @throws Refusal input.cursor */
export async function findWorks(
  ctx: Ctx,
  { q, cursor, limit }: SearchInput,
): Promise<SearchResult> {
  const query = parseQuery(q, jiebaCutter());
  if (!query.all)
    return { query: query.text, items: [], nextCursor: null, isLoose: false, didYouMean: [] };

  const { found, form } = await readFound(ctx, query, cursor, limit + 1);
  const page = pageOf(found, limit, ({ score, workId }) => [score, workId, form]);
  const items = await showFound(ctx, query, page.items);
  const isFarOff = form === 'any' || items.length === 0;
  const didYouMean = isFarOff && cursor === undefined ? await findSimilar(ctx, query.text) : [];
  return {
    query: query.text,
    items,
    nextCursor: page.nextCursor,
    isLoose: form === 'any' && items.length > 0,
    didYouMean,
  };
}

/** What has all the words; when nothing has, what has any. A cursor goes on in the form it came from. */
async function readFound(
  ctx: Ctx,
  query: Query,
  cursor: string | undefined,
  count: number,
): Promise<{ found: Found[]; form: Form }> {
  if (cursor !== undefined) {
    const after = placeIn(cursor);
    return {
      found: await listFound(ctx.db, { query, form: after.form }, after, count),
      form: after.form,
    };
  }
  const found = await listFound(ctx.db, { query, form: 'all' }, undefined, count);
  if (found.length > 0 || !query.any) return { found, form: 'all' };
  return { found: await listFound(ctx.db, { query, form: 'any' }, undefined, count), form: 'any' };
}

function placeIn(cursor: string): { score: number; workId: string; form: Form } {
  const [score, workId, form] = readCursor(cursor, 3);
  const isSound =
    Number.isInteger(score) && Math.abs(Number(score)) < 2 ** 31 && isId(String(workId));
  if (!isSound || (form !== 'all' && form !== 'any')) throw refuseCursor('input.cursor');
  return { score: Number(score), workId: String(workId), form };
}

async function showFound(ctx: Ctx, query: Query, found: readonly Found[]): Promise<FoundWork[]> {
  const { terms } = query;
  const lexemes = terms.map((term) => quote(wordLexeme(term)));
  const ids = found.flatMap(({ documentIds }) => documentIds);
  const [cards, documents] = await Promise.all([
    listCardsOf(
      ctx,
      found.map(({ workId }) => workId),
    ),
    listHits(ctx.db, ids, terms, lexemes),
  ]);
  const byId = new Map(documents.map((document) => [document.id, document]));
  const byWork = new Map(found.map(({ workId, documentIds }) => [workId, documentIds]));
  return cards.map((work) => {
    const shown = (byWork.get(work.id) ?? [])
      .map((id) => byId.get(id))
      .filter((document) => document !== undefined);
    const title = inLocale(ctx.locale, work.title, work.titleEn);
    return {
      work,
      title: markTerms(title, terms),
      hits: oncePerLesson(shown, ctx.locale).map((document) => hitOf(document, query)),
    };
  });
}

/** The best part of each lesson, in the reader's language where it was found in that one too. */
function oncePerLesson(documents: readonly DocumentHit[], locale: Locale): DocumentHit[] {
  const lessons = Map.groupBy(documents, ({ lessonId }) => lessonId);
  return Array.from(
    lessons.values(),
    (parts) => parts.find(({ language }) => language === locale) ?? parts[0]!,
  );
}

function hitOf(document: DocumentHit, { terms, text }: Query): Hit {
  const { lessonId, language, isOpen, found } = document;
  const title = markTerms(document.title, terms);
  const excerpt = isOpen ? markTerms(document.excerpt, terms) : [];
  const isPaid = lessonId !== null && !isOpen;
  const words = found.map((place) => terms[place]!);
  // Found by its characters in a row: then it is the whole text that stands there.
  const mentions = isPaid && !hasHit(title) ? (words.length > 0 ? longestOnly(words) : [text]) : [];
  return {
    lessonId,
    language,
    isOpen,
    title,
    excerpt: hasHit(excerpt) ? dotted(excerpt, document) : [],
    mentions,
  };
}

function longestOnly(words: readonly string[]): string[] {
  return words.filter((word) => !words.some((other) => other !== word && other.includes(word)));
}

function dotted(marks: readonly Mark[], { isCutBefore, isCutAfter }: DocumentHit): Mark[] {
  const dots = { text: '…', isHit: false };
  return [...(isCutBefore ? [dots] : []), ...marks, ...(isCutAfter ? [dots] : [])];
}

/** What begins with what was typed, or has a word that does. */
export async function suggest(ctx: Ctx, typed: string, count = 8): Promise<string[]> {
  const key = keyOf(typed);
  return key ? listSuggestions(ctx.db, key, count) : [];
}

async function findSimilar(ctx: Ctx, typed: string): Promise<string[]> {
  const key = keyOf(typed);
  if (Array.from(key).length < 2) return [];
  return inTransaction(ctx, (tx) => listSimilar(tx, key, 3));
}
