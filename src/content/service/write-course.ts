import {
  createWork,
  findWorkIdBySource,
  getDraft,
  listCategories,
  saveOutline,
  saveWorkDraft,
  setPrice,
} from '#catalog/service.ts';
import type { LessonKind, SourcedChapter } from '#catalog/types.ts';
import { slugify } from '#kernel/text.ts';
import { attachSubtitle, type Asset } from '#media/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, within, type Tx } from '#platform/db.ts';
import { resolvePath } from '../rules/course.ts';
import { upsertEmbedded } from '../store/file.ts';
import type { ImportReport } from '../types.ts';
import type { Findings, ReadCourse, ReadLesson } from './read-course.ts';
import type { StoredFiles } from './store-files.ts';

/** A course whose files are stored, on its way into the catalogue. */
interface Writing {
  readonly creatorId: string;
  readonly course: ReadCourse;
  readonly stored: StoredFiles;
  readonly findings: Findings;
}

/** Writes a course as a draft, or brings its draft up to date, in one transaction. */
export async function writeCourse(ctx: Ctx, writing: Writing): Promise<ImportReport> {
  const { course, stored, findings } = writing;
  return inTransaction(ctx, async (tx) => {
    const inside = within(ctx, tx);
    const { workId, isNewWork } = await writeWork(inside, writing);
    const outline = await saveOutline(inside, workId, outlineOf(course, stored));
    await writeEmbedded(tx, workId, course, stored);
    await writeSubtitles(tx, course, stored);
    const { slug, title, price } = await getDraft(
      { ...inside, actor: { kind: 'system', name: 'import' } },
      workId,
    );
    await writePrice(inside, { workId, price, isNewWork }, course, findings);
    const lessons = course.chapters.reduce((sum, chapter) => sum + chapter.lessons.length, 0);
    return {
      workId,
      slug,
      title,
      isNewWork,
      lessons,
      created: outline.added,
      updated: outline.changed,
      removed: outline.removed,
      unchanged: outline.unchanged,
      assets: stored.count,
      recordings: stored.recordings,
      unreadable: findings.notices,
    };
  });
}

async function writeWork(
  ctx: Ctx,
  { creatorId, course, stored, findings }: Writing,
): Promise<{ workId: string; isNewWork: boolean }> {
  const { facts, title, description } = course;
  const source = `import:${facts.slug ?? slugify(title)}`;
  const cover =
    facts.cover === undefined
      ? undefined
      : stored.find(resolvePath('course.yaml', facts.cover) ?? '');
  const says = {
    title,
    description,
    subtitle: facts.subtitle,
    summary: facts.summary,
    titleEn: facts.title_en,
    summaryEn: facts.summary_en,
    tags: facts.tags,
    level: facts.level,
    language: facts.language?.toLowerCase().startsWith('en') ? ('en' as const) : ('zh' as const),
    coverId: cover?.kind === 'image' ? cover.id : undefined,
    categoryId: await findCategory(ctx, facts.category, findings),
  };
  const known = await findWorkIdBySource(ctx, creatorId, source);
  if (!known) {
    const made = await createWork(ctx, {
      ...says,
      creatorId,
      slug: facts.slug,
      source,
    });
    return { workId: made.id, isNewWork: true };
  }
  await saveWorkDraft(ctx, known, says);
  return { workId: known, isNewWork: false };
}

/** The category at a path of slugs, such as `music/theory`. */
async function findCategory(
  ctx: Ctx,
  path: string | undefined,
  findings: Findings,
): Promise<string | undefined> {
  if (path === undefined) return undefined;
  const all = await listCategories(ctx);
  let parentId: string | null = null;
  for (const slug of path.split('/').filter(Boolean)) {
    const found = all.find((category) => category.slug === slug && category.parentId === parentId);
    if (!found) {
      findings.notice('course.yaml', 'noCategory', { category: path });
      return undefined;
    }
    parentId = found.id;
  }
  return parentId ?? undefined;
}

function outlineOf(course: ReadCourse, stored: StoredFiles): SourcedChapter[] {
  return course.chapters.map(({ source, title, lessons }) => ({
    source,
    title,
    lessons: lessons.map((lesson) => ({ ...lessonOf(lesson, stored), source: lesson.source })),
  }));
}

function lessonOf({ title, body, isTrial, durationSec, medium }: ReadLesson, stored: StoredFiles) {
  const asset = medium === undefined ? undefined : stored.find(medium);
  const kind = (asset?.kind ?? 'text') as LessonKind;
  return {
    title,
    kind,
    body,
    isTrial,
    assetId: asset?.id ?? null,
    durationSec: asset?.durationSec ?? durationSec,
  };
}

async function writeEmbedded(
  tx: Tx,
  workId: string,
  { pictures }: ReadCourse,
  stored: StoredFiles,
): Promise<void> {
  const found = Array.from(pictures, (path) => [path, stored.find(path)] as const);
  await upsertEmbedded(
    tx,
    workId,
    new Map(found.flatMap(([path, asset]) => (asset ? [[path, asset.id]] : []))),
  );
}

async function writeSubtitles(
  tx: Tx,
  { chapters, facts }: ReadCourse,
  stored: StoredFiles,
): Promise<void> {
  for (const { medium, subtitles } of chapters.flatMap(({ lessons }) => lessons)) {
    const spoken = spokenAsset(medium, stored);
    if (!spoken) continue;
    for (const { path, locale = facts.language ?? 'zh' } of subtitles) {
      const words = stored.find(path);
      if (words) await attachSubtitle(tx, spoken.id, locale, words.id);
    }
  }
}

function spokenAsset(medium: string | undefined, stored: StoredFiles): Asset | undefined {
  const asset = medium === undefined ? undefined : stored.find(medium);
  return asset?.kind === 'video' || asset?.kind === 'audio' ? asset : undefined;
}

async function writePrice(
  ctx: Ctx,
  work: { workId: string; price: number | null; isNewWork: boolean },
  { facts }: ReadCourse,
  findings: Findings,
): Promise<void> {
  if (facts.price === undefined || facts.price === work.price) return;
  if (work.price === null) await setPrice(ctx, work.workId, facts.price);
  else findings.notice('course.yaml', 'keptPrice');
}
