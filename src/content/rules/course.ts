import type { Locale } from '#kernel/locale.ts';

/** A lesson as names tell it: what its files are, and where it stands. */
export interface PlannedLesson {
  /** Its path without the ending: by this it is known again. */
  readonly source: string;
  readonly title: string;
  readonly text?: string;
  readonly medium?: string;
  readonly subtitles: readonly { readonly path: string; readonly locale: string | undefined }[];
  /** What it says in other languages. */
  readonly tongues?: readonly PlannedTongue[];
}

/** The files of a lesson in another language. */
export interface PlannedTongue extends Omit<PlannedLesson, 'tongues'> {
  readonly language: Locale;
}

export interface PlannedChapter {
  /** Its folder; `.` for what lies at the top. */
  readonly source: string;
  /** Empty for what lies at the top. */
  readonly title: string;
  readonly lessons: readonly PlannedLesson[];
}

/** A remark on one file; `problem` stops the import, `notice` does not. */
export interface Remark {
  readonly path: string;
  readonly weight: 'problem' | 'notice';
  readonly what: 'twoMedia' | 'nestedZip' | 'notUsed' | 'loneSubtitles';
  readonly other?: string;
}

export interface CoursePlan {
  readonly chapters: readonly PlannedChapter[];
  readonly remarks: readonly Remark[];
}

const media = /\.(?:mp4|mov|webm|mp3|m4a|wav|ogg|pdf|epub)$/i;
const text = /\.(?:md|markdown)$/i;
const subtitles = /(?:\.([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*))?\.(?:srt|vtt)$/;
const picture = /\.(?:png|jpe?g|webp|gif|avif|svg)$/i;
const archive = /\.(?:zip|rar|7z|tar|gz|tgz)$/i;
const anyEnding = /\.[A-Za-z0-9]{1,8}$/;
const numbered = /^(\d{1,9})(?:[-_.、\s]+|$)(.*)$/u;

/** `02-一根弦` is number 2 and the title 一根弦; without a number a name comes after all that have one. */
export function readName(name: string): { readonly number: number; readonly title: string } {
  const match = numbered.exec(name);
  const title = match?.[2]?.trim() || name;
  return { number: match ? Number(match[1]) : Infinity, title };
}

function byName(a: string, b: string): number {
  const [x, y] = [readName(a).number, readName(b).number];
  return x === y ? (a < b ? -1 : Number(a > b)) : x - y;
}

/** What is handed over may be any file but the cover, which only shows what it is. */
export interface AnyFiles {
  readonly cover: string | undefined;
}

/** Chapters and lessons of a course by the paths of its files, as `demo/README.md` describes them. */
export function planCourse(paths: readonly string[], files?: AnyFiles): CoursePlan {
  const remarks: Remark[] = [];
  const folders = new Map<string, string[]>();
  for (const path of paths) {
    const folder = chapterOf(path);
    if (folder === undefined || path === 'course.yaml') continue;
    if (files && path === files.cover) continue;
    folders.set(folder, [...(folders.get(folder) ?? []), path]);
  }
  for (const path of paths) {
    if (!files && archive.test(path)) remarks.push({ path, weight: 'notice', what: 'nestedZip' });
  }
  const chapters = [...folders.keys()]
    // What lies at the top comes first.
    .toSorted((a, b) => Number(b === '.') - Number(a === '.') || byName(a, b))
    .map((source) => planChapter(source, folders.get(source) ?? [], remarks, files))
    .filter(({ lessons }) => lessons.length > 0);
  return { chapters, remarks };
}

/** The chapter that a file makes lessons in; deeper files and those in folders without a number only serve texts. */
function chapterOf(path: string): string | undefined {
  const parts = path.split('/');
  if (parts.length === 1) return '.';
  return parts.length === 2 && numbered.test(parts[0]!) ? parts[0] : undefined;
}

/** Whether a file lies where a lesson may. */
export function isLessonPlace(path: string): boolean {
  return chapterOf(path) !== undefined;
}

interface Draft {
  text?: string;
  medium?: string;
  subtitles: { path: string; locale: string | undefined }[];
}

// oxlint-disable-next-line max-params -- where, what lies there, what is wrong with it, what may lie there
function planChapter(
  source: string,
  paths: readonly string[],
  remarks: Remark[],
  files?: AnyFiles,
): PlannedChapter {
  const drafts = new Map<string, Draft>();
  for (const path of paths.toSorted()) {
    const stem = files ? path.replace(anyEnding, '') : stemOf(path);
    if (stem === undefined) {
      if (!picture.test(path) && !archive.test(path))
        remarks.push({ path, weight: 'notice', what: 'notUsed' });
      continue;
    }
    const draft = drafts.get(stem) ?? { subtitles: [] };
    drafts.set(stem, draft);
    addFile(draft, path, remarks, files !== undefined);
  }
  const names = [...drafts.keys()].toSorted((a, b) => byName(baseOf(a), baseOf(b)));
  const lessons = names.flatMap((stem) => planLesson(stem, drafts.get(stem)!, remarks));
  const title = source === '.' ? '' : readName(source).title;
  return { source, title, lessons: files ? lessons : withTongues(lessons) };
}

const otherTongue = /^(.+)\.(zh|en)$/;

/** `01-lesson.en` beside `01-lesson` is what that says in English; alone it is a lesson like any other. */
function withTongues(lessons: readonly PlannedLesson[]): PlannedLesson[] {
  const sources = new Set(lessons.map(({ source }) => source));
  const found = new Map<string, PlannedTongue[]>();
  const rest = lessons.filter((lesson) => {
    const [, of, language] = otherTongue.exec(lesson.source) ?? [];
    if (of === undefined || !sources.has(of)) return true;
    const title = lesson.title.replace(otherTongue, '$1');
    const tongue = { ...lesson, title, language: language === 'en' ? 'en' : 'zh' } as const;
    found.set(of, [...(found.get(of) ?? []), tongue]);
    return false;
  });
  return rest.map((lesson) => {
    const tongues = found.get(lesson.source);
    return tongues ? { ...lesson, tongues } : lesson;
  });
}

function stemOf(path: string): string | undefined {
  const ending = [text, media, subtitles].find((pattern) => pattern.test(path));
  return ending && path.replace(ending, '');
}

function baseOf(path: string): string {
  return path.split('/').at(-1) ?? path;
}

// oxlint-disable-next-line max-params -- where to, what, what is wrong with it, what may be there
function addFile(draft: Draft, path: string, remarks: Remark[], isAny: boolean): void {
  const spoken = isAny ? undefined : subtitles.exec(path);
  if (spoken) {
    draft.subtitles.push({ path, locale: spoken[1] });
    return;
  }
  const slot = text.test(path) ? 'text' : 'medium';
  const other = draft[slot];
  if (other === undefined) draft[slot] = path;
  else remarks.push({ path, weight: 'problem', what: 'twoMedia', other });
}

function planLesson(source: string, draft: Draft, remarks: Remark[]): PlannedLesson[] {
  if (draft.text === undefined && draft.medium === undefined) {
    for (const { path } of draft.subtitles)
      remarks.push({ path, weight: 'notice', what: 'loneSubtitles' });
    return [];
  }
  return [{ source, title: readName(baseOf(source)).title, ...draft }];
}

const hidden = /^(?:\..*|__MACOSX|Thumbs\.db|desktop\.ini|README\.md)$/i;

/** Whether a file is left out without a word: hidden ones, and what systems leave in folders. */
export function isHidden(path: string): boolean {
  return path.split('/').some((part) => hidden.test(part));
}

/** The outer folder that a zip of a folder has; empty when there is none. */
export function outerFolder(paths: readonly string[]): string {
  const [first = ''] = paths;
  const folder = first.split('/')[0] ?? '';
  const isShared = first.includes('/') && paths.every((path) => path.startsWith(`${folder}/`));
  if (!isShared) return '';
  const isCourse = paths.includes(`${folder}/course.yaml`) || !numbered.test(folder);
  return isCourse ? `${folder}/` : '';
}

/** What makes a path unsafe: absolute, leading out, or with characters that hide what it is. */
export function isSafePath(path: string): boolean {
  if (path === '' || path.length > 500 || /^(?:\/|[A-Za-z]:)/.test(path)) return false;
  if (/[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/u.test(path)) return false;
  const parts = path.split('/');
  return parts.length <= 12 && parts.every((part) => part !== '' && part !== '.' && part !== '..');
}

/** `name` as seen from the folder of `from`: a path inside the course, or undefined when it leads out. */
export function resolvePath(from: string, name: string): string | undefined {
  const parts = name.startsWith('/') ? [] : from.split('/').slice(0, -1);
  for (const part of name.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}
