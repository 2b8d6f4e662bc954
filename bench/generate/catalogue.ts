import { lessonsPerWork, type Size } from '../sizes.ts';

const lastOfChapter = 4;

/** Eight shelves with three below each. */
export const categoriesSql = `
  insert into category (id, parent_id, slug, name_zh, name_en, position)
  select bench.category_id(bench.founded(), n), case when n > 8 then bench.category_id(bench.founded(), (n - 9) / 3 + 1) end,
    'shelf-' || n, (array['商业', '职场', '生活', '艺术', '科技', '语言', '亲子', '人文'])[(case when n > 8 then (n - 9) / 3 else n - 1 end) + 1]
      || case when n > 8 then (array['入门', '进阶', '专题'])[(n - 9) % 3 + 1] else '' end,
    'Shelf ' || n, n
  from generate_series(1, 32) n;`;

/** Works with their outlines, offers, media and reviews, from the texts in `bench.face` and `bench.text`. */
export function worksSql(size: Size): string {
  const works = `generate_series(1, ${size.works}) w`;
  const lessons = `${works} cross join generate_series(1, ${lessonsPerWork}) k`;
  const chapter = (number: string) => `bench.chapter_id(bench.published_at(w), w * 16 + ${number})`;
  const chapterOfLesson = chapter(`(k - 1) / ${lastOfChapter} + 1`);
  const version = 'bench.lesson_version_id(bench.published_at(w), w * 16 + k)';
  const asset = 'bench.asset_id(bench.published_at(w), w)';
  return `
    insert into work (id, kind, slug, creator_id, state, revision, draft_id, live_id, published_at, lesson_count, duration_sec,
      created_at, updated_at)
    select bench.work(w), 'course', 'course-' || w, bench.creator(bench.creator_of(w)), 'published', 1,
      bench.work_version_id(bench.published_at(w), w), bench.work_version_id(bench.published_at(w), w), bench.published_at(w),
      ${lessonsPerWork}, ${lessonsPerWork} / 3 * 600, bench.published_at(w), bench.published_at(w)
    from ${works};
    insert into work_version (id, work_id, title, subtitle, summary, description, title_en, summary_en, category_id, tags, level, created_at,
      submitted_at, published_at)
    select bench.work_version_id(bench.published_at(w), w), bench.work(w), title, subtitle, summary, description, title_en, summary_en,
      bench.category_id(bench.founded(), 9 + bench.draw(w, 2) % 24), string_to_array(tags, ','),
      (array['any', 'beginner', 'intermediate', 'advanced'])[1 + w % 4], bench.published_at(w), bench.published_at(w), bench.published_at(w)
    from bench.face;
    insert into offer (id, work_id, price, created_at)
    select bench.offer(w), bench.work(w), bench.price(w), bench.published_at(w) from ${works};

    insert into asset (id, owner_id, kind, file_name, media_type, size_bytes, sha256, state, duration_sec, width, height, is_full, created_at)
    select ${asset}, bench.creator(bench.creator_of(w)), 'video', 'lecture.mp4', 'video/mp4', 40000000, sha256(('film ' || w)::bytea),
      'ready', 600, 1920, 1080, true, bench.published_at(w) from ${works};
    insert into rendition (id, asset_id, name, kind, prefix, media_type, width, height, size_bytes)
    select bench.rendition_id(bench.published_at(w), w), ${asset}, 'original', 'original', 'bench/' || w, 'video/mp4', 1920, 1080, 40000000
    from ${works};

    insert into chapter (id, work_id, title, position, live_title, live_position)
    select ${chapter('c')}, bench.work(w), '第' || c || '章', c, '第' || c || '章', c
    from ${works}, generate_series(1, ${lessonsPerWork / lastOfChapter}) c;
    insert into lesson (id, work_id, chapter_id, position, live_chapter_id, live_position, draft_id, live_id, created_at)
    select bench.lesson(w, k), bench.work(w), ${chapterOfLesson}, k, ${chapterOfLesson}, k, ${version}, ${version}, bench.published_at(w)
    from ${lessons};
    insert into lesson_version (id, lesson_id, title, kind, body, asset_id, is_trial, duration_sec, created_at, submitted_at, published_at)
    select ${version}, bench.lesson(w, k), t.title, case when k % 3 = 0 then 'video' else 'text' end, t.body,
      case when k % 3 = 0 then ${asset} end, k <= 3, case when k % 3 = 0 then 600 else 0 end, bench.published_at(w), bench.published_at(w), bench.published_at(w)
    from ${lessons} join bench.text t on t.n = bench.text_of(w, k);

    insert into submission
      (id, work_id, submitted_by, submitted_at, state, stage_at, due_at, decided_by, decided_at)
    select bench.submission_id(bench.published_at(w), w), bench.work(w), bench.creator(bench.creator_of(w)),
      bench.published_at(w) - interval '1 day', 'approved', bench.published_at(w) - interval '1 day', bench.published_at(w) + interval '1 day',
      bench.person(-2), bench.published_at(w) from ${works};
    insert into audit_record (id, at, actor_id, deed, subject, ip)
    select bench.audit_id(bench.published_at(w), w), bench.published_at(w), bench.person(-2), 'submission.approve',
      bench.work(w)::text, '127.0.0.1' from ${works};`;
}

/** The shelves of published works, as publication puts them there; after learners were counted. */
export const shelvesSql = `
  insert into work_place (shelf, work_id, published_at, learner_count, price)
  select shelf.name || suffix, w.id, w.published_at, w.learner_count, o.price
  from work w join work_version v on v.id = w.live_id join offer o on o.work_id = w.id and o.retired_at is null
  join category c on c.id = v.category_id
  cross join lateral (
    select 'all' as name union all select 'kind:' || w.kind union all select 'creator:' || w.creator_id
    union all select 'category:' || c.id union all select 'category:' || c.parent_id
    union all select 'tag:' || tag from unnest(v.tags) as tag
  ) shelf
  cross join lateral unnest(array['', case when o.price = 0 then '/free' else '/paid' end]) as suffix
  union all
  select 'work:' || w.id, w.id, w.published_at, w.learner_count, o.price
  from work w join offer o on o.work_id = w.id and o.retired_at is null where w.state = 'published';`;
