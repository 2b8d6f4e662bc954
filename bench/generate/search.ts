import type pg from 'pg';
import { seeded } from '#kernel/random.ts';
import { readMarkdown } from '#content/rules/read.ts';
import { pipeline } from '#content/store/cast.ts';
import { sketchVersion } from '#moderation/service/sketch-work.ts';
import { jiebaCutter } from '#search/service/cutter.ts';
import { indexVersion } from '#search/service/index-work.ts';
import { suggestionsFor } from '#search/rules/suggest.ts';
import { foldText } from '#search/rules/text.ts';
import { vectorOf } from '#search/rules/vector.ts';
import { lessonsPerWork, type Size } from '../sizes.ts';
import { descriptionText, lessonText, workText, type WorkText } from './texts.ts';

const pool = 800;
const descriptionPool = 300;

/** Fills `bench.text` and `bench.face` with what lessons and works say, and how search cuts it. */
export async function stageTexts(client: pg.Client, size: Size): Promise<void> {
  await client.query(`
    create table bench.text (n int primary key, title text, body text, open_text text, words tsvector);
    create table bench.face (w int primary key, title text, title_en text, subtitle text, summary text, summary_en text,
      description text, tags text, open_text text, words tsvector);
    create table bench.hint (w int, key text, label text, weight int);
    create table bench.lesson_hint (n int, key text, label text, weight int);
    create function bench.text_of(w bigint, k bigint) returns int stable parallel safe language sql
    return bench.draw(w * 16 + k, 3) % ${pool};`);
  const lessons = await stageLessonTexts(client);
  await stageFaces(client, size, lessons);
}

async function stageLessonTexts(client: pg.Client): Promise<string[]> {
  const random = seeded(11);
  const cutter = jiebaCutter();
  const rows = Array.from({ length: pool }, (_, n) => {
    const { title, body } = lessonText(random);
    const text = foldText(readMarkdown(body).text);
    const words = vectorOf({ strong: title, body: text, weak: '' }, cutter);
    return { n, title, body, open_text: text, words };
  });
  await insertJson(client, 'bench.text', rows);
  const hints = rows.flatMap(({ n, title }) =>
    suggestionsFor(title, 1, cutter).map((hint) => ({ n, ...hint })),
  );
  await insertJson(client, 'bench.lesson_hint', hints);
  return rows.map(({ title }) => title);
}

const batch = 1_000;

async function stageFaces(
  client: pg.Client,
  size: Size,
  lessonTitles: readonly string[],
): Promise<void> {
  const random = seeded(7);
  const cutter = jiebaCutter();
  // Markdown is read slowly, so descriptions are read once and used by many.
  const descriptions = Array.from({ length: descriptionPool }, () => descriptionText(random)).map(
    (description) => ({ description, plain: readMarkdown(description).text }),
  );
  for (let from = 1; from <= size.works; from += batch) {
    const numbers = Array.from(
      { length: Math.min(batch, size.works - from + 1) },
      (_, index) => from + index,
    );
    const texts = numbers.map((w) => ({
      w,
      ...workText(w, random),
      ...descriptions[w % descriptionPool]!,
    }));
    const titles = await lessonTitlesOf(client, numbers, lessonTitles);
    await insertJson(
      client,
      'bench.face',
      texts.map((text) => faceRow(text, titles.get(text.w)!)),
    );
    const hints = texts.flatMap(({ w, title, titleEn, tags }) => {
      const labels = [
        [title, 4] as const,
        [titleEn, 4] as const,
        ...tags.map((tag) => [tag, 3] as const),
      ];
      return labels
        .flatMap(([label, weight]) => suggestionsFor(label, weight, cutter))
        .map((hint) => ({ w, ...hint }));
    });
    await insertJson(client, 'bench.hint', hints);
  }
}

async function lessonTitlesOf(
  client: pg.Client,
  works: readonly number[],
  titles: readonly string[],
): Promise<Map<number, string[]>> {
  const { rows } = await client.query<{ w: number; texts: number[] }>(
    `select w, array_agg(bench.text_of(w, k) order by k) as texts
     from unnest($1::int[]) w, generate_series(1, ${lessonsPerWork}) k group by w`,
    [works],
  );
  return new Map(rows.map(({ w, texts }) => [w, texts.map((n) => titles[n]!)]));
}

interface Face extends WorkText {
  readonly w: number;
  readonly description: string;
  readonly plain: string;
}

function faceRow(text: Face, lessonTitles: readonly string[]) {
  const {
    w,
    title,
    titleEn,
    subtitle,
    summary,
    summaryEn,
    description,
    plain: described,
    tags,
  } = text;
  const open = foldText([subtitle, summary, summaryEn, described].join('\n'));
  const strong = [title, titleEn, tags.join(' ')].join('\n');
  const words = vectorOf({ strong, body: open, weak: lessonTitles.join('\n') }, jiebaCutter());
  const plain = {
    w,
    title,
    title_en: titleEn,
    subtitle,
    summary,
    summary_en: summaryEn,
    description,
  };
  return { ...plain, tags: tags.join(','), open_text: open, words };
}

async function insertJson(
  client: pg.Client,
  table: string,
  rows: readonly object[],
): Promise<void> {
  await client.query(
    `insert into ${table} select * from json_populate_recordset(null::${table}, $1)`,
    [JSON.stringify(rows)],
  );
}

/** The search index of the staged texts, as indexing would have written it; and nothing is left to render or file by the clock. */
export const searchSql = `
  insert into search_document (id, work_id, lesson_id, part, title, open_text, words)
  select bench.document_id(bench.published_at(w), w * 16), bench.work(w), null, 0, title, open_text, words from bench.face
  union all
  select bench.document_id(bench.published_at(w), w * 16 + k), bench.work(w), bench.lesson(w, k), 0, t.title,
    case when k <= 3 then t.open_text else '' end, t.words
  from bench.face f, generate_series(1, ${lessonsPerWork}) k join bench.text t on true where t.n = bench.text_of(f.w, k);
  insert into search_indexed (work_id, version, indexed_at)
  select bench.work(w), ${indexVersion}, bench.published_at(w) from bench.face;
  insert into cast_work (work_id, pipeline, cast_at)
  select bench.work(w), ${pipeline}, bench.published_at(w) from bench.face;
  insert into sketch_work (work_id, version, sketched_at)
  select bench.work(w), ${sketchVersion}, bench.published_at(w) from bench.face;
  insert into search_suggestion (key, work_id, label, weight)
  select distinct on (key, work_id) key, work_id, label, weight from (
    select key, bench.work(w) as work_id, label, weight from bench.hint
    union all
    select key, bench.work(w), label, weight
    from bench.face, generate_series(1, ${lessonsPerWork}) k join bench.lesson_hint h on true where h.n = bench.text_of(w, k)
  ) hint order by key, work_id, weight desc;`;
