import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import {
  getDraft,
  getOutline,
  listCategories,
  listDraftTexts,
  listDraftTongues,
  listParts,
  pathTo,
} from '#catalog/service.ts';
import type { LessonDraft, WorkDraft } from '#catalog/types.ts';
import type { Locale } from '#kernel/locale.ts';
import { decimalMoney } from '#kernel/money.ts';
import type { Ctx } from '#platform/ctx.ts';
import { assertReach } from '#platform/policy.ts';
import { mayExport } from '../policy.ts';
import { writeLesson, writeYaml, type LessonFacts } from '../rules/front-matter.ts';
import {
  manifestName,
  nameFor,
  packageVersion,
  PackagePaths,
  relativePath,
  withoutEnding,
  type Manifest,
} from '../rules/package.ts';
import { rootPictures } from '../rules/pictures.ts';
import { findPictures } from './ask-thread.ts';
import { gatherMedia, type PackedMedia } from './pack-media.ts';

/** A file of a package: text in memory, media where they lie. */
export interface PackedFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly content: Buffer | (() => Promise<Readable>);
}

/** A work as a folder. */
export interface PackedWork {
  /** What the folder is called. */
  readonly name: string;
  readonly title: string;
  readonly files: readonly PackedFile[];
  readonly sizeBytes: number;
}

/** A lesson of the draft with its text. */
export interface PackedLesson extends LessonDraft {
  readonly id: string;
  /** Of what the lesson before it says again: its language. */
  readonly language?: Locale;
}

type Chapters = readonly { readonly title: string; readonly lessons: readonly PackedLesson[] }[];

/**
 * What a work's draft says, as a folder that `importFolder` reads again without loss: texts with front matter, files as they
 * came in, and a manifest. The same draft is the same bytes, in any house.
 *
 * @throws Refusal work.unknown, text.too_heavy, policy.*
 */
export async function packWork(ctx: Ctx, workId: string): Promise<PackedWork> {
  const work = await getDraft(ctx, workId);
  assertReach(ctx, mayExport, work.creatorId);
  const chapters = await readChapters(ctx, workId);
  const paths = new PackagePaths();
  const texts = chapters.map((chapter, index) => {
    const folder = nameFor(index, chapter.title);
    return textPaths(chapter.lessons, folder, paths);
  });
  const media = await gatherMedia(ctx, { work, chapters, texts, paths });

  const files: PackedFile[] = [
    textFile('course.yaml', writeYaml(await factsOf(ctx, work, media))),
    ...(await lessonFiles(chapters, texts, media)),
  ];
  const manifest = manifestOf({ chapters, texts, media, files });
  files.push(textFile(manifestName, `${JSON.stringify(manifest, null, 1)}\n`));
  files.push(...media.files);
  const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  return { name: work.slug, title: work.draft.title, files, sizeBytes };
}

/** The path of each text; what says a lesson again lies beside it, with its language in the name. */
function textPaths(
  lessons: readonly PackedLesson[],
  folder: string,
  paths: PackagePaths,
): string[] {
  const found: string[] = [];
  const items = lessons.filter(({ language }) => language === undefined);
  for (const lesson of lessons) {
    const { language, title } = lesson;
    const stem =
      language === undefined
        ? `${folder}/${nameFor(items.indexOf(lesson), title)}`
        : `${withoutEnding(found.at(-1)!)}.${language}`;
    found.push(paths.claim(stem, '.md'));
  }
  return found;
}

async function readChapters(ctx: Ctx, workId: string): Promise<Chapters> {
  const [outline, texts, tongues] = await Promise.all([
    getOutline(ctx, workId, 'draft'),
    listDraftTexts(ctx, workId),
    listDraftTongues(ctx, workId),
  ]);
  const bodies = new Map(texts.map(({ id, body }) => [id, plain(body)]));
  const again = new Map(tongues.map((tongue) => [tongue.originalId, tongue]));
  const bodyOf = ({ id }: { readonly id: string }) => bodies.get(id) ?? '';
  return outline.map(({ title, lessons }) => ({
    title,
    lessons: lessons.flatMap((lesson): PackedLesson[] => {
      const own = { ...lesson, body: bodyOf(lesson) };
      const tongue = again.get(lesson.id);
      return tongue ? [own, { ...tongue, body: bodyOf(tongue) }] : [own];
    }),
  }));
}

// Line ends of other systems and signs that nobody sees would not come in again.
function plain(body: string): string {
  return body.replaceAll(/\r\n?/g, '\n').replaceAll(/(?![\t-\r\u007F-\u009F])\p{Cc}/gu, '');
}

function textFile(path: string, text: string): PackedFile {
  const content = Buffer.from(text);
  return { path, sizeBytes: content.length, content };
}

async function factsOf(ctx: Ctx, { kind, slug, draft, price }: WorkDraft, media: PackedMedia) {
  const parts = await listParts(ctx, draft.partIds);
  const category = pathTo(await listCategories(ctx), draft.categoryId);
  return {
    title: draft.title,
    kind: kind === 'course' ? undefined : kind,
    planned: draft.plannedCount ?? undefined,
    parts: parts.length > 0 ? parts.map((part) => part.slug) : undefined,
    slug,
    subtitle: draft.subtitle,
    summary: draft.summary,
    title_en: draft.titleEn,
    subtitle_en: draft.subtitleEn || undefined,
    summary_en: draft.summaryEn,
    category: category.length > 0 ? category.map((one) => one.slug).join('/') : undefined,
    tags: [...draft.tags],
    in_order: draft.isInOrder || undefined,
    level: draft.level,
    language: draft.language,
    cover: media.pathOf(draft.coverId),
    price: price === null ? undefined : decimalMoney(price),
    description: await shownFrom('course.yaml', plain(draft.description), media),
    description_en: draft.descriptionEn
      ? await shownFrom('course.yaml', plain(draft.descriptionEn), media)
      : undefined,
  };
}

async function lessonFiles(
  chapters: Chapters,
  texts: readonly (readonly string[])[],
  media: PackedMedia,
): Promise<PackedFile[]> {
  const known = pathsById(chapters, texts);
  const files: PackedFile[] = [];
  for (const [index, { lessons }] of chapters.entries()) {
    for (const [at, lesson] of lessons.entries()) {
      const path = texts[index]![at]!;
      const body = await shownFrom(path, lesson.body, media);
      files.push(textFile(path, writeLesson(lessonFacts(lesson, media, known), body)));
    }
  }
  return files;
}

/** By which path, without its ending, each lesson is known. */
function pathsById(
  chapters: Chapters,
  texts: readonly (readonly string[])[],
): ReadonlyMap<string, string> {
  const paths = chapters.flatMap(({ lessons }, index) =>
    lessons.map(({ id }, at) => [id, withoutEnding(texts[index]![at]!)] as const),
  );
  return new Map(paths);
}

function lessonFacts(
  lesson: PackedLesson,
  media: PackedMedia,
  known: ReadonlyMap<string, string>,
): LessonFacts {
  const {
    title,
    kind,
    isTrial,
    trialFirst,
    durationSec,
    opensOn,
    opensAfterDays,
    closesAfterDays,
  } = lesson;
  const needs = lesson.needs.flatMap((id) => known.get(id) ?? []);
  return {
    title,
    kind: kind === 'file' ? kind : undefined,
    trial: isTrial || undefined,
    trial_first: trialFirst ?? undefined,
    // What is heard and seen has its own length.
    duration: media.isPlayed(lesson.assetId) ? undefined : durationSec / 60,
    opens_on: opensOn ?? undefined,
    opens_after_days: opensAfterDays ?? undefined,
    closes_after_days: closesAfterDays ?? undefined,
    needs: needs.length > 0 ? needs : undefined,
  };
}

/** A text that names its files as they lie beside it. */
async function shownFrom(from: string, body: string, media: PackedMedia): Promise<string> {
  const places = await findPictures(body, 'export');
  const found = (name: string) => {
    const file = media.shown.get(name);
    return file === undefined ? undefined : relativePath(from, file);
  };
  return rootPictures(body, places, found).body;
}

function namedFiles(text: string, medium: string | undefined) {
  return { text, ...(medium === undefined ? {} : { medium }) };
}

function manifestOf({
  chapters,
  texts,
  media,
  files,
}: {
  chapters: Chapters;
  texts: readonly (readonly string[])[];
  media: PackedMedia;
  files: readonly PackedFile[];
}): Manifest {
  return {
    format: 'shuyuan.work',
    version: packageVersion,
    chapters: chapters.map(({ title, lessons }, index) => ({
      title,
      lessons: lessons.flatMap(({ language, assetId }, at) => {
        if (language !== undefined) return [];
        const own = namedFiles(texts[index]![at]!, media.pathOf(assetId));
        const next = lessons[at + 1];
        if (next?.language === undefined) return [own];
        const again = namedFiles(texts[index]![at + 1]!, media.pathOf(next.assetId));
        return [{ ...own, tongue: { ...again, language: next.language } }];
      }),
    })),
    shown: media.namesShown,
    subtitles: media.subtitles,
    files: [
      ...files.map(({ path, sizeBytes, content }) => ({
        path,
        sha256: createHash('sha256')
          .update(content as Buffer)
          .digest('hex'),
        sizeBytes,
      })),
      ...media.described,
    ],
  };
}
