import { sql } from 'kysely';
import { newId } from '#kernel/id.ts';
import type { Locale } from '#kernel/locale.ts';
import type { Db, Tx } from '#platform/db.ts';
import type { Query, SearchDocument, Suggestion } from './types.ts';

/** Notes that a work is being indexed by `version`; whoever indexes it too waits until this transaction ends. */
export async function beginIndexing(
  tx: Tx,
  workId: string,
  version: number,
  now: Date,
): Promise<void> {
  await sql`
    insert into search_indexed (work_id, version, indexed_at) values (${workId}, ${version}, ${now})
    on conflict (work_id) do update set version = excluded.version, indexed_at = excluded.indexed_at`.execute(
    tx,
  );
}

/** Takes a work out of the index. */
export async function clearWork(tx: Tx, workId: string): Promise<void> {
  await tx.deleteFrom('searchDocument').where('workId', '=', workId).execute();
  await tx.deleteFrom('searchSuggestion').where('workId', '=', workId).execute();
}

export async function insertDocument(
  tx: Tx,
  workId: string,
  document: SearchDocument,
): Promise<void> {
  const { lessonId, part, title, openText, words } = document;
  await sql`
    insert into search_document (id, work_id, lesson_id, part, title, open_text, words)
    values (${newId()}, ${workId}, ${lessonId}, ${part}, ${title}, ${openText}, ${words}::tsvector)`.execute(
    tx,
  );
}

export async function insertSuggestions(
  tx: Tx,
  workId: string,
  all: readonly Suggestion[],
): Promise<void> {
  await sql`
    insert into search_suggestion (key, work_id, label, weight)
    select key, ${workId}, label, weight
    from unnest(${all.map(({ key }) => key)}::text[], ${all.map(({ label }) => label)}::text[],
      ${all.map(({ weight }) => weight)}::int[]) as s (key, label, weight)
    on conflict do nothing`.execute(tx);
}

/** Published works that are not in the index, or are by an older version; and indexed ones that are not published. */
export async function listStale(db: Db, version: number, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select w.id from work w left join search_indexed i on i.work_id = w.id
    where (w.state = 'published' and coalesce(i.version, 0) < ${version})
      or (w.state in ('withdrawn', 'taken_down') and exists (select from search_document d where d.work_id = w.id))
    limit ${sql.lit(limit)}`.execute(db);
  return rows.map(({ id }) => id);
}

const titleCandidates = sql.lit(150);
const candidates = sql.lit(200);

export interface Found {
  readonly workId: string;
  readonly score: number;
  /** Its best documents, best first. */
  readonly documentIds: string[];
}

/** Which of a query's forms is asked. */
export type Form = 'all' | 'any';

/**
 * Works by how well they match, after a place in that order. Only the first few hundred documents are ranked, those with
 * the words in their titles first: a word that half the catalogue has costs no more than a rare one.
 */
export async function listFound(
  db: Db,
  { query, form }: { query: Query; form: Form },
  after: { score: number; workId: string } | undefined,
  count: number,
): Promise<Found[]> {
  const asked = query[form];
  const wanted = form === 'all' ? query.wanted : asked;
  const { rows } = await sql<Found>`
    with ranked as (
      select * from search_ranked(${query.inTitle}::tsquery, ${asked}::tsquery, ${titleCandidates})
      union select * from search_ranked(${wanted}::tsquery, ${asked}::tsquery, ${candidates})
    ), best as (
      select work_id, ((max(rank) + 0.01 * ln(count(*))) * 1000000)::int as score,
        (array_agg(id order by rank desc, id))[1:4] as document_ids
      from ranked group by work_id
    )
    select work_id, score, document_ids from best
    ${after ? sql`where (score, work_id) < (${after.score}::int, ${after.workId}::uuid)` : sql``}
    order by score desc, work_id desc limit ${sql.lit(count)}`.execute(db);
  return rows;
}

export interface DocumentHit {
  readonly id: string;
  readonly workId: string;
  /** The lesson, in whichever language it was found. */
  readonly lessonId: string | null;
  /** The language that it was found in, where the lesson is there in two. */
  readonly language: Locale | null;
  readonly title: string;
  /** Around the first hit in what anybody may read; empty for a lesson that must be bought. */
  readonly excerpt: string;
  readonly isOpen: boolean;
  readonly isCutBefore: boolean;
  readonly isCutAfter: boolean;
  /** Which of the words are in the document, places in the list that was asked for. */
  readonly found: number[];
}

// Of a lesson that is said in two languages: in which the document is.
const spoken = sql`coalesce(lesson.language, case tongue.language when 'en' then 'zh' when 'zh' then 'en' end)`;

const before = sql.lit(24);
const length = sql.lit(110);

/** What is shown of documents. A lesson opens its text only while it is a trial lesson now, whatever it was when indexed. */
export async function listHits(
  db: Db,
  ids: readonly string[],
  terms: readonly string[],
  lexemes: readonly string[],
): Promise<DocumentHit[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<DocumentHit>`
    select d.id, d.work_id, item.id as lesson_id, ${spoken} as language, d.title, open.is_open, open.is_open and at.first > ${before} + 1 as is_cut_before,
      case when open.is_open then substr(d.open_text, greatest(at.first - ${before}, 1), ${length}) else '' end as excerpt,
      open.is_open and length(d.open_text) >= greatest(at.first - ${before}, 1) + ${length} as is_cut_after,
      array(
        select (l.place - 1)::int from unnest(${[...lexemes]}::text[]) with ordinality as l (lexeme, place)
        where d.words @@ l.lexeme::tsquery order by l.place
      ) as found
    from search_document d
    left join lesson on lesson.id = d.lesson_id
    left join lesson item on item.id = coalesce(lesson.original_id, lesson.id)
    left join lesson_version v on v.id = item.live_id
    left join lesson tongue on tongue.original_id = item.id and tongue.live_id is not null
    cross join lateral (select d.lesson_id is null or coalesce(v.is_trial, false) as is_open) open
    -- Once a document, not once a term.
    cross join lateral (select case when open.is_open then lower(d.open_text) end as text offset 0) lowered
    cross join lateral (
      select coalesce(min(nullif(strpos(lowered.text, term), 0)), 1) as first
      from unnest(${[...terms]}::text[]) as term
    ) at
    where d.id = any(${[...ids]}::uuid[]) and (d.lesson_id is null or (v.id is not null and lesson.live_id is not null))`.execute(
    db,
  );
  return rows;
}

const scanned = sql.lit(300);

/** Labels whose key begins with `key`, the weightiest first. */
export async function listSuggestions(db: Db, key: string, count: number): Promise<string[]> {
  // Bounds instead of LIKE: a prepared statement cannot know that a pattern is a prefix, a range it can.
  const end = `${key}\u{10FFFF}`;
  const { rows } = await sql<{ label: string }>`
    select label from (
      select label, weight from search_suggestion where key ~>=~ ${key} and key ~<~ ${end} limit ${scanned}
    ) s group by label order by max(weight) desc, count(*) desc, label limit ${sql.lit(count)}`.execute(
    db,
  );
  return rows.map(({ label }) => label);
}

/** Labels that look like what was typed. */
export async function listSimilar(tx: Tx, key: string, count: number): Promise<string[]> {
  await sql`select set_config('pg_trgm.word_similarity_threshold', '0.3', true)`.execute(tx);
  const { rows } = await sql<{ label: string }>`
    select label from (
      select label, ${key} <<-> key as distance from search_suggestion where ${key} <% key order by distance limit ${scanned}
    ) s group by label order by min(distance), label limit ${sql.lit(count)}`.execute(tx);
  return rows.map(({ label }) => label);
}
