import type { WorkDraft } from '#catalog/types.ts';
import { findOriginals, type Original } from '#media/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import { endingFor, type Manifest, type PackagePaths } from '../rules/package.ts';
import { selectShown } from '../store/file.ts';
import { findPictures } from './ask-thread.ts';
import type { PackedFile, PackedLesson } from './pack-work.ts';

/** The files of a package that are no texts, each once, and where they are used. */
export interface PackedMedia {
  readonly files: readonly PackedFile[];
  readonly described: Manifest['files'];
  readonly subtitles: Manifest['subtitles'];
  readonly namesShown: Manifest['shown'];
  /** The file that is meant by what a text says. */
  readonly shown: ReadonlyMap<string, string>;
  /** Where an asset lies; undefined for none. */
  pathOf(assetId: string | null): string | undefined;
  /** Whether an asset is as long as it is, whatever a lesson says. */
  isPlayed(assetId: string | null): boolean;
}

interface Gathering {
  readonly work: WorkDraft;
  readonly chapters: readonly { readonly lessons: readonly PackedLesson[] }[];
  /** The paths of the lessons' texts. */
  readonly texts: readonly (readonly string[])[];
  readonly paths: PackagePaths;
}

/** Finds every file that a draft uses, and gives it a place: where its texts say, beside its lesson, or at the top. */
export async function gatherMedia(ctx: Ctx, gathering: Gathering): Promise<PackedMedia> {
  const { work, chapters, texts, paths } = gathering;
  const lessons = chapters.flatMap((chapter) => chapter.lessons);
  const shown = await findShownFiles(ctx, work, lessons);
  const ids = [
    ...shown.values(),
    ...lessons.flatMap(({ assetId }) => assetId ?? []),
    ...(work.draft.coverId ? [work.draft.coverId] : []),
  ];
  const found = await findOriginals(ctx.db, [...new Set(ids)]);
  const placed = new Map<string, string>();
  const place = (assetId: string, claim: (file: Original) => string) => {
    const file = found.files.get(assetId);
    if (file && !placed.has(assetId)) placed.set(assetId, claim(file));
  };

  // The first name of a file is its name: texts that call it otherwise say the same.
  for (const [name, assetId] of shown) place(assetId, () => paths.claimShown(name));
  for (const [index, chapter] of chapters.entries())
    for (const [at, { assetId }] of chapter.lessons.entries()) {
      const stem = texts[index]![at]!.replace(/\.md$/, '');
      if (assetId) place(assetId, (file) => paths.claim(stem, endingOf(file)));
    }
  if (work.draft.coverId) place(work.draft.coverId, (file) => paths.claim('cover', endingOf(file)));
  const subtitles = await placeSubtitles(ctx, found, placed, paths);
  return mediaOf(ctx, { placed, shown, subtitles, originals: found.files });
}

/** The assets that texts of a draft show, by the paths they say, in the order of the texts. */
async function findShownFiles(
  ctx: Ctx,
  { id, draft }: WorkDraft,
  lessons: readonly PackedLesson[],
): Promise<Map<string, string>> {
  const names = new Set<string>();
  for (const body of [
    draft.description,
    draft.descriptionEn,
    ...lessons.map((lesson) => lesson.body),
  ])
    for (const { name } of await findPictures(body, 'export')) names.add(name);
  const known = await selectShown(ctx.db, id, [...names]);
  return new Map(
    [...names].flatMap((name) => {
      const file = known.get(name);
      return file ? [[name, file.assetId] as const] : [];
    }),
  );
}

function endingOf({ mediaType, fileName }: Original): string {
  return endingFor(mediaType, fileName);
}

type Found = Awaited<ReturnType<typeof findOriginals>>;

async function placeSubtitles(
  ctx: Ctx,
  { files, subtitles }: Found,
  placed: Map<string, string>,
  paths: PackagePaths,
): Promise<Manifest['subtitles']> {
  const said: Manifest['subtitles'] = [];
  // By the places of their media, not by ids, which differ from house to house.
  const media = [...placed].filter(([, path]) => path !== undefined);
  for (const [mediumId, medium] of media) {
    for (const { locale, subtitleId } of subtitles.filter((one) => one.assetId === mediumId)) {
      const file = files.get(subtitleId);
      if (!file) continue;
      const ending = await subtitleEnding(ctx, file);
      const stem = `${medium.replace(/\.[A-Za-z0-9]{1,5}$/, '')}.${locale}`;
      if (!placed.has(subtitleId)) placed.set(subtitleId, paths.claim(stem, ending));
      said.push({ medium, locale, file: placed.get(subtitleId)! });
    }
  }
  return said;
}

/** WebVTT begins with its name, SubRip does not. */
async function subtitleEnding(ctx: Ctx, { key, sizeBytes }: Original): Promise<'.vtt' | '.srt'> {
  const end = Math.min(sizeBytes, 16) - 1;
  const head = Buffer.from(await ctx.ports.files.readBytes(key, { start: 0, end }));
  return /^\uFEFF?WEBVTT/.test(head.toString('utf8')) ? '.vtt' : '.srt';
}

function mediaOf(
  ctx: Ctx,
  gathered: {
    readonly placed: ReadonlyMap<string, string>;
    readonly shown: ReadonlyMap<string, string>;
    readonly subtitles: Manifest['subtitles'];
    readonly originals: ReadonlyMap<string, Original>;
  },
): PackedMedia {
  const { placed, shown, subtitles, originals } = gathered;
  const files = [...placed].map(([assetId, path]) => ({ ...originals.get(assetId)!, path }));
  const firstNames = new Map<string, string>();
  for (const [name, assetId] of shown) if (!firstNames.has(assetId)) firstNames.set(assetId, name);
  return {
    files: files.map(({ path, sizeBytes, key }) => ({
      path,
      sizeBytes,
      content: () => ctx.ports.files.read(key),
    })),
    described: files.map(({ path, sha256, sizeBytes, fileName }) => ({
      path,
      sha256,
      sizeBytes,
      name: fileName,
    })),
    subtitles,
    namesShown: [...firstNames].flatMap(([assetId, path]) => {
      const file = placed.get(assetId);
      return file === undefined ? [] : [{ path, file }];
    }),
    shown: new Map(
      [...shown].flatMap(([name, assetId]) => {
        const file = placed.get(assetId);
        return file === undefined ? [] : [[name, file] as const];
      }),
    ),
    pathOf: (assetId) => (assetId === null ? undefined : placed.get(assetId)),
    isPlayed: (assetId) =>
      assetId !== null && ['video', 'audio'].includes(originals.get(assetId)?.kind ?? ''),
  };
}
