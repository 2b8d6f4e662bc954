create extension if not exists pg_trgm;

/** What the rank of a document is divided by: the binary logarithm of how many places its words have, and one. */
create function search_norm(words tsvector) returns real immutable parallel safe language sql
  return (select ln(1 + coalesce(sum(greatest(cardinality(positions), 1)), 1)) / ln(2) from unnest(words));

/**
 * What can be found: a work, or a part of one of its live lessons. In `words` jieba words stand as `w…` (title A, text B,
 * titles of a work's lessons C), those of the title again as `t…`, and pairs of characters as `g…` (D): the three never meet.
 */
create table search_document (
  id         uuid primary key,
  work_id    uuid not null references work,
  -- Null for the work itself.
  lesson_id  uuid references lesson,
  -- A long text is several documents, because a tsvector counts positions only up to 16,383.
  part       integer not null default 0,
  title      text not null,
  -- Plain text that anybody may read: a summary, or the body of a trial lesson. Excerpts come from here only.
  open_text  text not null default '',
  words      tsvector not null,
  -- Kept, because to count it reads all of `words`, hundreds of times a search.
  norm       real not null generated always as (search_norm(words)) stored,
  unique nulls not distinct (work_id, lesson_id, part)
-- Words stay in the row while it fits into a page: elsewhere it takes ten looks to bring them together.
) with (toast_tuple_target = 8160);
create index search_document_words on search_document using gin (words) with (fastupdate = off);

/**
 * Up to `count` documents that match `wanted`, by the index, with how well they match `asked`. A prepared statement does not
 * know how rare its words are and would read the whole table for a word that nothing has.
 */
create function search_ranked(wanted tsquery, asked tsquery, count integer)
  returns table (id uuid, work_id uuid, rank double precision)
  language sql stable rows 300 set enable_seqscan = off
  as $$
    select id, work_id, ts_rank('{0.05, 0.2, 0.4, 1.0}', words, asked) / norm * case when lesson_id is null then 2 else 1 end
    from search_document where words @@ wanted limit count
  $$;

/** Which works are in the index, and by which version of the dictionary and rules, so that a change can index again. */
create table search_indexed (
  work_id    uuid primary key references work,
  version    integer not null,
  indexed_at timestamptz not null
);
create index search_indexed_version on search_indexed (version);

/** What is suggested while one types: `key` is lower case and begins `label` or one of the words in it. */
create table search_suggestion (
  key     text not null,
  work_id uuid not null references work,
  label   text not null,
  weight  integer not null default 0,
  primary key (key, work_id)
);
create index search_suggestion_work on search_suggestion (work_id);
create index search_suggestion_prefix on search_suggestion (key text_pattern_ops);
create index search_suggestion_similar on search_suggestion using gin (key gin_trgm_ops);
