import { z } from 'zod';
import { locales } from '#kernel/locale.ts';
import { isHidden, isSafePath, type CoursePlan } from './course.ts';

// An exported work is a course folder that people can read, and one file beside it that says what names cannot.

/** The name of the file that makes a folder a package. */
export const manifestName = 'manifest.json';
/** What packages are written as; what a later one says may be unknown here. */
export const packageVersion = 1;

const path = z.string().min(1).max(600);
const locale = z.string().regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/);

/** What `manifest.json` says: which file is what. Titles, dates and texts stand in the files that it names. */
export const Manifest = z.object({
  format: z.literal('shuyuan.work'),
  version: z.int().min(1),
  chapters: z
    .array(
      z.object({
        title: z.string().min(1).max(200),
        lessons: z
          .array(
            z.object({
              text: path,
              medium: path.optional(),
              /** What it says in a second language. */
              tongue: z
                .object({ language: z.enum(locales), text: path, medium: path.optional() })
                .optional(),
            }),
          )
          .max(2_000),
      }),
    )
    .max(2_000),
  /** By which path texts of the work show which file. */
  shown: z.array(z.object({ path: path.refine(isSafePath), file: path })).max(5_000),
  subtitles: z.array(z.object({ medium: path, locale, file: path })).max(5_000),
  files: z
    .array(
      z.object({
        path,
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
        sizeBytes: z.int().min(0),
        /** What its owner called it. */
        name: z.string().max(200).optional(),
      }),
    )
    .max(10_000),
});
export type Manifest = z.infer<typeof Manifest>;

/** The outline of a package: as its manifest says, whatever files are called. */
export function planPackage({ chapters, subtitles }: Manifest): CoursePlan {
  const spoken = Map.groupBy(subtitles, ({ medium }) => medium);
  return {
    remarks: [],
    chapters: chapters.map(({ title, lessons }, index) => ({
      // A folder without lessons has no name to be known by.
      source: folderOf(lessons[0]?.text ?? '') || `empty-${index + 1}`,
      title,
      lessons: lessons.map(({ tongue, ...files }) => ({
        ...planned(files, spoken),
        ...(tongue ? { tongues: [{ ...planned(tongue, spoken), language: tongue.language }] } : {}),
      })),
    })),
  };
}

function planned(
  { text, medium }: { readonly text: string; readonly medium?: string | undefined },
  spoken: ReadonlyMap<string, Manifest['subtitles']>,
) {
  return {
    source: withoutEnding(text),
    title: withoutEnding(text.split('/').at(-1) ?? text),
    text,
    ...(medium === undefined ? {} : { medium }),
    subtitles: (spoken.get(medium ?? '') ?? []).map(({ file, locale }) => ({
      path: file,
      locale,
    })),
  };
}

/** Every file that a manifest speaks of. */
export function filesNamed({ chapters, shown, subtitles, files }: Manifest): Set<string> {
  const lessons = chapters
    .flatMap((chapter) => chapter.lessons)
    .flatMap(({ tongue, ...own }) => (tongue ? [own, tongue] : [own]));
  return new Set([
    ...lessons.flatMap(({ text, medium }) => (medium === undefined ? [text] : [text, medium])),
    ...shown.map(({ file }) => file),
    ...subtitles.flatMap(({ medium, file }) => [medium, file]),
    ...files.map((file) => file.path),
  ]);
}

function folderOf(of: string): string {
  return of.split('/').slice(0, -1).join('/');
}

/** A path as lessons are known by: without what its name ends in. */
export function withoutEnding(name: string): string {
  return name.replace(/\.[A-Za-z0-9]{1,5}$/, '');
}

const longestName = 60;

/** A title as part of a path that every system takes. */
export function nameFor(position: number, title: string): string {
  const plain = title
    .normalize('NFC')
    .replaceAll(/[\\/:*?"<>|#%\p{Cc}\p{Cf}\p{Cs}]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const short = Array.from(plain)
    .slice(0, longestName)
    .join('')
    .replace(/[. ]+$/, '');
  const number = String(position + 1).padStart(2, '0');
  return short === '' ? number : `${number}-${short}`;
}

const endings: Readonly<Record<string, string>> = {
  'image/png': '.png',
  'image/jpeg': '.jpg',
  'image/webp': '.webp',
  'image/gif': '.gif',
  'image/avif': '.avif',
  'video/mp4': '.mp4',
  'video/quicktime': '.mov',
  'video/webm': '.webm',
  'audio/mpeg': '.mp3',
  'audio/mp4': '.m4a',
  'audio/wav': '.wav',
  'audio/ogg': '.ogg',
  'audio/webm': '.webm',
  'application/pdf': '.pdf',
  'application/epub+zip': '.epub',
};

/** The ending of a file's name by what the file is, else as its owner wrote it. */
export function endingFor(mediaType: string, fileName: string): string {
  return endings[mediaType] ?? /\.[A-Za-z0-9]{1,5}$/.exec(fileName)?.[0].toLowerCase() ?? '';
}

/** The paths of a package, each given once; systems that take capitals for small letters find no two alike. */
export class PackagePaths {
  readonly #taken = new Set(['course.yaml', manifestName]);

  /** The path that was wanted, or one beside it. */
  claim(stem: string, ending: string): string {
    for (let number = 1; ; number += 1) {
      const free = number === 1 ? stem + ending : `${stem}-${number}${ending}`;
      const key = free.toLowerCase();
      if (this.#taken.has(key)) continue;
      this.#taken.add(key);
      return free;
    }
  }

  /** The path by which texts show a file, if a package can hold a file there; else one like it. */
  claimShown(wanted: string): string {
    const ending = /\.[A-Za-z0-9]{1,5}$/.exec(wanted)?.[0] ?? '';
    const stem = wanted.slice(0, wanted.length - ending.length);
    const isFine = isSafePath(wanted) && !isHidden(wanted) && !/[\\:*?"<>|#%]/.test(wanted);
    const isFree = isFine && !this.#taken.has(wanted.toLowerCase());
    return isFree ? this.claim(stem, ending) : this.claim('files/shown', ending);
  }
}

/** How the folder of `from` names a file of the same course. */
export function relativePath(from: string, to: string): string {
  return '../'.repeat(from.split('/').length - 1) + to;
}
