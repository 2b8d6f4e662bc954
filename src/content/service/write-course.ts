import {
  addToOutline,
  createWork,
  findWorkIdBySlug,
  getWork,
  hasBeginning,
  findWorkIdBySource,
  isSlugTaken,
  getDraft,
  listCategories,
  saveOutline,
  saveWorkDraft,
  setPrice,
} from '#catalog/service.ts';
import type { WorkPatch } from '#catalog/schema.ts';
import type { LessonKind, SourcedChapter } from '#catalog/types.ts';
import { slugify } from '#kernel/text.ts';
import { attachSubtitle, type Asset } from '#media/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, within, type Tx } from '#platform/db.ts';
import { resolvePath } from '../rules/course.ts';
import { upsertEmbedded } from '../store/file.ts';
import type { ImportReport } from '../types.ts';
import {
  languageOf,
  type Findings,
  type ReadCourse,
  type ReadLesson,
  type ReadText,
} from './read-course.ts';
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
    const outline = await writeOutline(inside, workId, writing);
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

/** What comes as a whole replaces what came before; what runs on is added to it. */
async function writeOutline(ctx: Ctx, workId: string, writing: Writing) {
  const { course, findings } = writing;
  const chapters = outlineOf(writing);
  if (course.runningAs === undefined) return saveOutline(ctx, workId, chapters);
  const grown = await addToOutline(ctx, workId, chapters);
  if (grown.kept > 0) findings.notice(course.title, 'keptTheirs', { count: grown.kept });
  return { ...grown, unchanged: grown.unchanged + grown.kept };
}

async function writeWork(
  ctx: Ctx,
  { creatorId, course, stored, findings }: Writing,
): Promise<{ workId: string; isNewWork: boolean }> {
  const { facts, title } = course;
  const isExported = course.manifest !== undefined;
  // What was exported never overwrites the work that it was made from.
  const named = `${isExported ? 'package' : 'import'}:${facts.slug ?? slugify(title)}`;
  const source = course.runningAs ?? named;
  const says = {
    ...saidOf(course),
    coverId: coverOf(course, stored),
    categoryId: await findCategory(ctx, facts.category, findings),
    partIds: await findParts(ctx, creatorId, facts.parts, findings),
  };
  if (isExported) sayNone(says);
  const known = await findWorkIdBySource(ctx, creatorId, source);
  if (!known) {
    const slug = await freeSlug(ctx, course, findings);
    const made = await createWork(ctx, { ...says, kind: facts.kind, creatorId, slug, source });
    return { workId: made.id, isNewWork: true };
  }
  // What a running publication says of itself came with it the first time, and is its creator's since.
  if (course.runningAs === undefined) await saveWorkDraft(ctx, known, says);
  return { workId: known, isNewWork: false };
}

/** What was exported has none where it names none. */
function sayNone(says: WorkPatch): void {
  says.coverId ??= null;
  says.categoryId ??= null;
  says.plannedCount ??= null;
  says.isInOrder ??= false;
  says.subtitleEn ??= '';
  says.descriptionEn ??= '';
}

function saidOf({
  facts,
  title,
  description,
  descriptionEn,
}: ReadCourse): WorkPatch & { title: string } {
  return {
    title,
    description,
    subtitle: facts.subtitle,
    summary: facts.summary,
    titleEn: facts.title_en,
    subtitleEn: facts.subtitle_en,
    summaryEn: facts.summary_en,
    descriptionEn,
    tags: facts.tags,
    level: facts.level,
    plannedCount: facts.planned,
    isInOrder: facts.in_order,
    language: languageOf(facts.language),
  };
}

function coverOf({ facts }: ReadCourse, stored: StoredFiles): string | null | undefined {
  if (facts.cover === undefined) return undefined;
  const cover = stored.find(resolvePath('course.yaml', facts.cover) ?? '');
  return cover?.kind === 'image' ? cover.id : undefined;
}

/** The address that a course asks for; what was exported takes another where the house has it already. */
async function freeSlug(
  ctx: Ctx,
  { facts, manifest }: ReadCourse,
  findings: Findings,
): Promise<string | undefined> {
  const { slug } = facts;
  if (slug === undefined || !manifest || !(await isSlugTaken(ctx, slug))) return slug;
  findings.notice('course.yaml', 'slugTaken', { slug });
  return undefined;
}

/** The creator's own works at these addresses; others cannot be parts of a bundle, and are named. */
async function findParts(
  ctx: Ctx,
  creatorId: string,
  slugs: readonly string[] | undefined,
  findings: Findings,
): Promise<string[] | undefined> {
  if (slugs === undefined) return undefined;
  const ids: string[] = [];
  for (const slug of slugs) {
    const id = await findWorkIdBySlug(ctx, slug);
    const work = id === undefined ? undefined : await getWork(ctx, id);
    if (work && work.creatorId === creatorId && work.kind !== 'bundle') ids.push(work.id);
    else findings.notice('course.yaml', 'noPart', { slug });
  }
  return ids;
}

/** The category at a path of slugs, such as `music/theory`. */
async function findCategory(
  ctx: Ctx,
  path: string | undefined,
  findings: Findings,
): Promise<string | null | undefined> {
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

function outlineOf({ course, stored, findings }: Writing): SourcedChapter[] {
  return course.chapters.map(({ source, title, lessons }) => ({
    source,
    title,
    lessons: lessons.map((lesson) => ({
      ...lessonOf(lesson, stored, findings),
      source: lesson.source,
    })),
  }));
}

function beginningSaid({ source, trialFirst }: ReadText, kind: LessonKind, findings: Findings) {
  if (trialFirst === null || hasBeginning(kind)) return trialFirst;
  findings.notice(source, 'noBeginning');
  return null;
}

function lessonOf(lesson: ReadLesson, stored: StoredFiles, findings: Findings) {
  const { isTrial, schedule, needs, tongue } = lesson;
  return {
    ...textOf(lesson, stored, findings),
    isTrial,
    schedule,
    needs,
    tongue: tongue && { ...textOf(tongue, stored, findings), language: tongue.language },
  };
}

function textOf(text: ReadText, stored: StoredFiles, findings: Findings) {
  const { title, body, durationSec, medium, isFile } = text;
  const asset = medium === undefined ? undefined : stored.find(medium);
  const kind = (asset && isFile ? 'file' : (asset?.kind ?? 'text')) as LessonKind;
  return {
    title,
    kind,
    body,
    trialFirst: beginningSaid(text, kind, findings),
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
  const found = Array.from(pictures, ([path, file]) => [path, stored.find(file)] as const);
  await upsertEmbedded(
    tx,
    workId,
    new Map(found.flatMap(([path, asset]) => (asset ? [[path, asset.id]] : []))),
  );
}

async function writeSubtitles(
  tx: Tx,
  { subtitles, facts }: ReadCourse,
  stored: StoredFiles,
): Promise<void> {
  for (const { medium, path, locale = facts.language ?? 'zh' } of subtitles) {
    const spoken = spokenAsset(medium, stored);
    const words = stored.find(path);
    if (spoken && words) await attachSubtitle(tx, spoken.id, locale, words.id);
  }
}

function spokenAsset(medium: string, stored: StoredFiles): Asset | undefined {
  const asset = stored.find(medium);
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
