import type { Schedule } from '#catalog/types.ts';
import { fill, type Locale, type Words } from '#kernel/locale.ts';
import { ownFailureWords } from '#media/service.ts';
import { Refusal } from '#kernel/refusal.ts';
import { fileWords } from '../refusals.ts';
import {
  planCourse,
  resolvePath,
  type PlannedLesson,
  type PlannedTongue,
  type Remark,
} from '../rules/course.ts';
import { planPackage, type Manifest } from '../rules/package.ts';
import {
  readCourseFacts,
  readingSec,
  splitFrontMatter,
  type CourseFacts,
  type Facts,
  type LessonFacts,
} from '../rules/front-matter.ts';
import { rootPictures } from '../rules/pictures.ts';
import type { PicturePlace, Unreadable } from '../types.ts';
import { findPictures } from './ask-thread.ts';
import type { Source } from './open-source.ts';
import { plainText } from './plain-text.ts';
import { readManifest } from './read-manifest.ts';
import { readText } from './read-text.ts';

/** What files say in one language. */
export interface ReadText {
  readonly source: string;
  readonly title: string;
  readonly body: string;
  readonly trialFirst: number | null;
  readonly durationSec: number;
  readonly medium: string | undefined;
  /** Its medium is only handed over, whatever it is. */
  readonly isFile: boolean;
}

/** A lesson as its files say it. */
export interface ReadLesson extends ReadText {
  readonly isTrial: boolean;
  /** What it says in a second language. */
  readonly tongue?: ReadText & { readonly language: Locale };
  /** When it opens; undefined where nobody said so, and what was said in the studio stays. */
  readonly schedule: Schedule | undefined;
  /** The sources of the lessons that come first; undefined as above. */
  readonly needs: readonly string[] | undefined;
}

/** Subtitles of a film or of sound, by the paths of both. */
export interface ReadSubtitles {
  readonly medium: string;
  readonly path: string;
  readonly locale: string | undefined;
}

/** A course as its files say it; nothing is stored yet. */
export interface ReadCourse {
  readonly facts: CourseFacts;
  readonly title: string;
  readonly description: string;
  /** Undefined where nobody said any. */
  readonly descriptionEn?: string | undefined;
  readonly chapters: readonly {
    readonly source: string;
    readonly title: string;
    readonly lessons: readonly ReadLesson[];
  }[];
  readonly subtitles: readonly ReadSubtitles[];
  /** Pictures and other files that texts show, and the cover: paths of files, by the paths that texts say. */
  readonly pictures: ReadonlyMap<string, string>;
  /** What came with it when it was exported from a house. */
  readonly manifest: Manifest | undefined;
  /**
   * It is a running publication, known by this when it comes again: what comes then is added, nothing is taken away, and what
   * could not be fetched stops nothing.
   */
  readonly runningAs?: string;
}

// Imports are read one text after the other.
const reader = 'import';
const shownName = /\.(?:png|jpe?g|webp|gif|avif|svg|mp3|m4a|wav|ogg|mp4|mov|webm|pdf|epub)$/i;

/** Notes what is wrong with files while a course is read: problems stop the import, notices do not. */
export class Findings {
  readonly problems: Unreadable[] = [];
  readonly notices: Unreadable[] = [];
  readonly #locale: Locale;

  constructor(locale: Locale) {
    this.#locale = locale;
  }

  problem(
    path: string,
    what: keyof typeof fileWords,
    params: Readonly<Record<string, string | number>> = {},
  ): void {
    this.problems.push({ path, why: this.sayFile(what, params) });
  }

  notice(
    path: string,
    what: keyof typeof fileWords,
    params: Readonly<Record<string, string | number>> = {},
  ): void {
    this.notices.push({ path, why: this.sayFile(what, params) });
  }

  /** A refusal of media in the reader's language. */
  say(refusal: Refusal): string {
    return refusal.say(this.#locale);
  }

  /** The reason with which an asset failed, in words. */
  sayFailure(failure: string): string {
    return ownFailureWords(failure)[this.#locale];
  }

  /** What is wrong with a file, in the reader's language. */
  sayFile(
    what: keyof typeof fileWords,
    params: Readonly<Record<string, string | number>> = {},
  ): string {
    const words: Words = fileWords[what];
    return fill(words[this.#locale], params);
  }
}

/** Reads everything that a course says in words, and notes what is wrong with it. */
export async function readCourse(source: Source, findings: Findings): Promise<ReadCourse> {
  const facts = await readFacts(source, findings);
  const title = facts.title || source.name;
  const manifest = await readManifest(source, findings);
  const isFiles = facts.kind === 'download' && !manifest;
  const plan = manifest
    ? planPackage(manifest)
    : planCourse([...source.files.keys()], isFiles ? { cover: facts.cover } : undefined);
  noteRemarks(plan.remarks, findings);

  const sources = new Set(
    plan.chapters.flatMap(({ lessons }) => lessons.map((lesson) => lesson.source)),
  );
  const reading: Reading = {
    source,
    findings,
    manifest,
    sources,
    pictures: new Map(),
    isFiles,
    language: languageOf(facts.language),
  };
  const chapters = [];
  for (const chapter of plan.chapters) {
    const lessons: ReadLesson[] = [];
    for (const lesson of chapter.lessons) lessons.push(await readLesson(reading, lesson));
    chapters.push({ source: chapter.source, title: chapter.title || title, lessons });
  }
  const description = await rooted(reading, 'course.yaml', facts.description ?? '');
  const descriptionEn = await rootedEnglish(reading, facts);
  noteCover(reading, facts.cover);
  const subtitles = manifest
    ? manifest.subtitles.map(({ medium, locale, file }) => ({ medium, locale, path: file }))
    : plan.chapters.flatMap((chapter) => chapter.lessons.flatMap(subtitlesOf));
  const { pictures } = reading;
  return { facts, title, description, descriptionEn, chapters, subtitles, pictures, manifest };
}

function subtitlesOf({ tongues = [], ...lesson }: PlannedLesson): ReadSubtitles[] {
  return [lesson, ...tongues].flatMap(({ medium, subtitles }) =>
    medium === undefined ? [] : subtitles.map((words) => ({ ...words, medium })),
  );
}

/** A language as the house has it: Chinese unless it says English. */
export function languageOf(language = 'zh'): Locale {
  return language.toLowerCase().startsWith('en') ? 'en' : 'zh';
}

/** One reading of a course, with what it found. */
interface Reading {
  readonly source: Source;
  readonly findings: Findings;
  readonly manifest: Manifest | undefined;
  /** By which its lessons are known. */
  readonly sources: ReadonlySet<string>;
  readonly pictures: Map<string, string>;
  /** All its media are only handed over. */
  readonly isFiles: boolean;
  /** The course's own. */
  readonly language: Locale;
}

function noteRemarks(remarks: readonly Remark[], findings: Findings): void {
  for (const { path, weight, what, other = '' } of remarks) findings[weight](path, what, { other });
}

function noteCover({ source, pictures, findings }: Reading, cover: string | undefined): void {
  if (cover === undefined) return;
  const path = resolvePath('course.yaml', cover);
  if (path !== undefined && source.files.has(path)) pictures.set(path, path);
  else findings.notice('course.yaml', 'noCover', { picture: cover });
}

async function readFacts(source: Source, findings: Findings): Promise<CourseFacts> {
  const text = await readText(source, 'course.yaml', findings);
  return text === undefined ? {} : factsOf('course.yaml', readCourseFacts(text), findings);
}

async function readLesson(reading: Reading, lesson: PlannedLesson): Promise<ReadLesson> {
  const { manifest } = reading;
  const { path, facts, ...text } = await readSaid(reading, lesson);
  const tongue = await readTongue(reading, lesson);
  return {
    ...text,
    isTrial: facts.trial ?? false,
    schedule: scheduleSaid(facts, manifest !== undefined),
    needs: needsSaid(reading, path, facts),
    ...(tongue ? { tongue } : {}),
  };
}

/** What the files of a lesson say in one language. */
async function readSaid(
  reading: Reading,
  lesson: PlannedTongue | PlannedLesson,
): Promise<ReadText & { readonly path: string; readonly facts: LessonFacts }> {
  const { source, findings, manifest, isFiles } = reading;
  const path = lesson.text ?? lesson.source;
  const split = splitFrontMatter((await readText(source, path, findings)) ?? '');
  const body = manifest ? split.exactBody : split.body;
  const facts = factsOf(path, split.facts, findings);
  return {
    path,
    facts,
    source: lesson.source,
    title: facts.title || lesson.title,
    body: await rooted(reading, path, body),
    trialFirst: facts.trial_first ?? null,
    durationSec: await durationOf(facts, body, lesson.medium),
    medium: lesson.medium,
    isFile: lesson.medium !== undefined && (isFiles || facts.kind === 'file'),
  };
}

/** What a lesson says in the language that is not the course's; files in the course's own are noted. */
async function readTongue(
  reading: Reading,
  { tongues = [] }: PlannedLesson,
): Promise<ReadLesson['tongue']> {
  const { findings, language } = reading;
  for (const own of tongues.filter((tongue) => tongue.language === language))
    findings.notice(own.text ?? own.source, 'ownLanguage');
  const other = tongues.find((tongue) => tongue.language !== language);
  if (!other) return undefined;
  const { path: _path, facts: _facts, ...text } = await readSaid(reading, other);
  return { ...text, language: other.language };
}

/** When a lesson opens, if its text says so; what is exported says so also by saying nothing. */
function scheduleSaid(facts: LessonFacts, isExported: boolean): Schedule | undefined {
  const schedule = {
    opensOn: facts.opens_on ?? null,
    opensAfterDays: facts.opens_after_days ?? null,
    closesAfterDays: facts.closes_after_days ?? null,
  };
  const isSaid = isExported || Object.values(schedule).some((part) => part !== null);
  return isSaid ? schedule : undefined;
}

/** What comes first, if its text says so; a path that leads to no lesson is noted. */
function needsSaid(
  { findings, manifest, sources }: Reading,
  path: string,
  facts: LessonFacts,
): string[] | undefined {
  const said = facts.needs ?? (manifest ? [] : undefined);
  return said?.flatMap((name) => {
    const source = name.replace(/\.(?:md|markdown)$/i, '');
    if (sources.has(source)) return source;
    findings.notice(path, 'noLesson', { name });
    return [];
  });
}

/** The facts that could be read; what is wrong with them is noted. */
function factsOf<T extends object>(path: string, read: Facts<T>, findings: Findings): Partial<T> {
  if (!read.ok) {
    findings.problem(path, 'badYaml', { detail: read.detail });
    return {};
  }
  for (const key of read.unknown) findings.notice(path, 'unknownKey', { key });
  return read.facts;
}

/** Minutes that were given, else the time it takes to read; what is only heard or seen has its own length. */
export async function durationOf(
  facts: Pick<LessonFacts, 'duration'>,
  body: string,
  medium: string | undefined,
): Promise<number> {
  if (facts.duration !== undefined) return Math.round(facts.duration * 60);
  return medium === undefined ? readingSec(await plainText(body, reader)) : 0;
}

async function rootedEnglish(reading: Reading, { description_en: text }: CourseFacts) {
  return text === undefined ? undefined : rooted(reading, 'course.yaml', text);
}

/** A text whose pictures are named from the course's root; those that are not there are noted. */
async function rooted(reading: Reading, from: string, body: string): Promise<string> {
  const { source, findings, pictures, manifest } = reading;
  const places = await placesIn(body, from, findings);
  const { body: rewritten } = rootPictures(body, places, (name) => {
    if (manifest) return pathShown(reading, from, name);
    const path = resolvePath(from, name.normalize('NFC').split(/[?#]/)[0] ?? '');
    if (path === undefined) findings.notice(from, 'outsidePicture', { picture: name });
    if (path === undefined || !shownName.test(path)) return undefined;
    if (source.files.has(path)) pictures.set(path, path);
    else findings.notice(from, 'missingPicture', { picture: name });
    return path;
  });
  return rewritten;
}

/** By which path texts of an exported work show the file that `from` names; undefined leaves what it says. */
function pathShown(
  { manifest, pictures }: Reading,
  from: string,
  name: string,
): string | undefined {
  const file = resolvePath(from, name.normalize('NFC'));
  const shown = manifest?.shown.find((one) => one.file === file);
  if (shown) pictures.set(shown.path, shown.file);
  return shown?.path;
}

async function placesIn(
  body: string,
  from: string,
  findings: Findings,
): Promise<readonly PicturePlace[]> {
  try {
    return await findPictures(body, reader);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'text.too_heavy') throw error;
    findings.problem(from, 'heavyText');
    return [];
  }
}
