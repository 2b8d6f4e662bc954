import { open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ctx } from '#platform/ctx.ts';
import { minute } from '#kernel/time.ts';
import { Threads, WorkGivenUp } from '#platform/threads.ts';
import { refuseImport, refuseText } from '../refusals.ts';
import type { FarFile, Publication } from '../rules/publication.ts';
import { newFolder, statOf, type Source, type SourceFile } from './open-source.ts';
import { durationOf, type Findings, type ReadCourse, type ReadLesson } from './read-course.ts';

export interface PublicationTask {
  readonly path: string;
  /** Where it was fetched from. */
  readonly address: string | undefined;
  readonly contentType: string | undefined;
}

export type PublicationAnswer =
  | { readonly kind: 'publication'; readonly publication: Publication }
  | { readonly kind: 'page'; readonly leadsTo: string }
  | { readonly kind: 'none' };

// A thousand texts take some seconds; a job in a lane of its own may take its time.
const limitSec = 240;
const threads = new Threads<PublicationTask, PublicationAnswer>({
  module: new URL('publication-thread.ts', import.meta.url),
  size: 1,
  limitMs: limitSec * 1_000,
  heapMb: 800,
  longestLine: 500,
  piecesEach: 100,
});

const mebibyte = 1024 * 1024;
/** A blog of ten years, with all its texts, has some 30 MB. */
const longestFile = 64 * mebibyte;
const pictureLimit = 20 * mebibyte;

/** A publication of elsewhere, opened: what it says, and where its files lie. */
export interface OpenedPublication {
  readonly source: Source;
  readonly course: ReadCourse;
}

/** Whether a file is a feed or an export of another house, told by its first sign: they are XML or JSON, and a zip is neither. */
export async function isPublication(path: string): Promise<boolean> {
  const about = await statOf(path, stat);
  if (!about?.isFile()) return false;
  const file = await open(path);
  try {
    const head = Buffer.alloc(64);
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    return /^(?:\uFEFF|\xEF\xBB\xBF|\xFF\xFE|\xFE\xFF)?[\s\0]*[<{]/.test(
      head.toString('latin1', 0, bytesRead),
    );
  } finally {
    await file.close();
  }
}

/** Opens a feed at an address, or the one that the page there names. @throws Refusal outside.*, import.*, text.* */
export async function openFeed(
  ctx: Ctx,
  address: string,
  findings: Findings,
): Promise<OpenedPublication> {
  return inFolder(ctx, async (folder) => {
    let url = address;
    for (const path of [join(folder, 'first'), join(folder, 'second')]) {
      const wanted = { url, path, limitBytes: longestFile, limitMs: 5 * minute };
      const fetched = await ctx.ports.outside.fetch(wanted);
      // By what was asked for, not by where it led: hosts of feeds come and go.
      const answer = await read({ path, address: url, contentType: fetched.contentType });
      if (answer.kind === 'publication') return settle(answer.publication, folder, findings);
      if (answer.kind === 'none') break;
      url = answer.leadsTo;
    }
    throw refuseImport('import.no_feed');
  });
}

/** Opens a feed or an export of Ghost that lies on this machine. @throws Refusal import.*, text.* */
export async function openPublication(
  ctx: Ctx,
  path: string,
  findings: Findings,
): Promise<OpenedPublication> {
  const { size } = await stat(path);
  if (size > longestFile)
    throw refuseImport('import.too_large', { limitMb: longestFile / mebibyte });
  return inFolder(ctx, async (folder) => {
    const answer = await read({ path, address: undefined, contentType: undefined });
    if (answer.kind !== 'publication') throw refuseImport('import.no_feed');
    return settle(answer.publication, folder, findings);
  });
}

async function inFolder(
  ctx: Ctx,
  work: (folder: string) => Promise<OpenedPublication>,
): Promise<OpenedPublication> {
  const folder = await newFolder(ctx, 'feed');
  try {
    return await work(folder);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** @throws Refusal import.no_feed when it cannot be read at all, text.* */
async function read(task: PublicationTask): Promise<PublicationAnswer> {
  try {
    return await threads.ask(task, 'publication');
  } catch (error) {
    if (error instanceof WorkGivenUp && error.why === 'busy')
      throw refuseText('text.busy', { retryAfterSec: 5 });
    if (error instanceof WorkGivenUp) throw refuseText('text.too_heavy', { seconds: limitSec });
    // A nesting so deep that no reader follows it.
    if (error instanceof RangeError) throw refuseImport('import.no_feed');
    throw error;
  }
}

/** What a publication says, as any course that is imported. */
async function settle(
  publication: Publication,
  folder: string,
  findings: Findings,
): Promise<OpenedPublication> {
  const { title, kind, cover, pictures, media, summary, tags, language } = publication;
  for (const name of publication.left) findings.notice(name, 'notPublished');
  for (const name of publication.tooLong) findings.notice(name, 'longText', { limitKb: 500 });
  const files = new Map(
    [...pictures, ...media].map((file) => [file.path, farFile(file, folder)] as const),
  );
  const source: Source = {
    name: title,
    files,
    close: () => rm(folder, { recursive: true, force: true }),
  };
  const chapters = [];
  for (const { lessons, ...chapter } of publication.chapters) {
    // One text after the other: thousands that wait would keep everybody else from the threads.
    const read: ReadLesson[] = [];
    for (const lesson of lessons) read.push(await lessonOf(lesson));
    chapters.push({ ...chapter, lessons: read });
  }
  const course: ReadCourse = {
    facts: { kind, summary, tags: [...tags], language: language ?? 'zh', cover },
    title,
    description: publication.description,
    chapters,
    subtitles: [],
    pictures: new Map(pictures.map(({ path }) => [path, path])),
    manifest: undefined,
    runningAs: publication.source,
  };
  return { source, course };
}

function farFile({ path, url, name }: FarFile, folder: string): SourceFile {
  const isPicture = path.startsWith('pictures/');
  const limitBytes = isPicture ? pictureLimit : undefined;
  // Paths are made of hashes, so they are safe names.
  const diskPath = join(folder, path.replace('/', '-'));
  return { path, sizeBytes: 0, diskPath, far: { url, name, limitBytes } };
}

async function lessonOf(lesson: Publication['chapters'][number]['lessons'][number]) {
  const { source, title, body, isTrial, medium } = lesson;
  const read: ReadLesson = {
    source,
    title,
    body,
    isTrial,
    trialFirst: null,
    durationSec: await durationOf({}, body, medium),
    medium,
    isFile: false,
    schedule: undefined,
    needs: undefined,
  };
  return read;
}
