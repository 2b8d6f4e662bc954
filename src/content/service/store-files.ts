import { rm } from 'node:fs/promises';
import { Refusal } from '#kernel/refusal.ts';
import { mediaOf } from '#catalog/service.ts';
import { hour } from '#kernel/time.ts';
import { discardAsset, findAssets, storeAsset, type Asset } from '#media/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import { errorFields } from '#platform/log.ts';
import { findBrought, insertBrought } from '../store/brought.ts';
import type { Source, SourceFile } from './open-source.ts';
import type { Findings, ReadCourse } from './read-course.ts';

/** The files of an import that have become assets. */
export class StoredFiles {
  readonly #ctx: Ctx;
  readonly #ownerId: string;
  readonly #source: Source;
  #names: ReadonlyMap<string, string> = new Map();
  readonly #assets = new Map<string, Asset>();
  readonly #fresh: string[] = [];

  constructor(ctx: Ctx, ownerId: string, source: Source) {
    this.#ctx = ctx;
    this.#ownerId = ownerId;
    this.#source = source;
  }

  /** What files are to be called, by their paths; the others are called as they lie there. */
  callThem(names: ReadonlyMap<string, string>): void {
    this.#names = names;
  }

  /** Takes what earlier imports of its owner fetched from the same addresses, so that nothing is fetched twice. */
  async recall(): Promise<void> {
    const far = [...this.#source.files.values()].filter((file) => file.far !== undefined);
    const urls = far.map((file) => file.far!.url);
    const brought = await findBrought(this.#ctx.db, this.#ownerId, urls);
    const assets = await findAssets(this.#ctx.db, [...brought.values()]);
    for (const file of far) {
      const asset = assets.get(brought.get(file.far!.url) ?? '');
      if (asset) this.#assets.set(file.path, asset);
    }
  }

  get count(): number {
    return this.#assets.size;
  }

  /** Films and sound, of which something may still be being made. */
  get recordings(): string[] {
    const played = [...this.#assets.values()].filter(({ kind }) =>
      ['video', 'audio'].includes(kind),
    );
    return played.map(({ id }) => id);
  }

  find(path: string): Asset | undefined {
    return this.#assets.get(path);
  }

  /** Stores a file once. @throws Refusal media.*, files.full, and outside.* for one that lies elsewhere */
  async store(path: string, isFile = false): Promise<Asset> {
    const known = this.#assets.get(path);
    if (known) return known;
    const file = this.#source.files.get(path);
    if (!file) throw new Error(`not a file of this import: ${path}`);
    if (file.far) await this.#fetch(file.far, file.diskPath);
    const content = { path: file.diskPath, isGiven: file.far !== undefined };
    const { asset, isNew } = await storeAsset(this.#ctx, {
      ownerId: this.#ownerId,
      fileName: file.far?.name ?? this.#names.get(path) ?? path,
      isFile,
      content,
    });
    this.#assets.set(path, asset);
    if (isNew) this.#fresh.push(asset.id);
    if (!file.far) return asset;
    await rm(file.diskPath, { force: true });
    // At once: an import that is killed goes on where it was.
    await insertBrought(this.#ctx.db, this.#ownerId, file.far.url, asset.id);
    return asset;
  }

  /** Leaves out a file that is of no use here. */
  async leave(path: string): Promise<void> {
    const asset = this.#assets.get(path);
    this.#assets.delete(path);
    const at = asset ? this.#fresh.indexOf(asset.id) : -1;
    if (asset && at >= 0) await discardAsset(this.#ctx, this.#fresh.splice(at, 1)[0]!);
  }

  async #fetch(far: NonNullable<SourceFile['far']>, path: string): Promise<void> {
    const { outside, settings } = this.#ctx.ports;
    const limitBytes = Math.min(far.limitBytes ?? Infinity, settings.uploadLimitBytes);
    await outside.fetch({ url: far.url, path, limitBytes, limitMs: hour });
  }

  /** Takes back what this import brought and nothing uses. */
  async discard(): Promise<void> {
    for (const id of this.#fresh.splice(0)) {
      try {
        await discardAsset(this.#ctx, id);
      } catch (error) {
        // Somebody used it meanwhile, or the database is gone: the refusal that led here matters more.
        this.#ctx.ports.log.error('an asset of a refused import could not be removed', {
          assetId: id,
          ...errorFields(error),
        });
      }
    }
  }
}

/** Stores what a course shows, and notes what cannot be kept. */
export async function storeAll(
  stored: StoredFiles,
  course: ReadCourse,
  findings: Findings,
  tell: (done: number, total: number) => Promise<void>,
): Promise<void> {
  const lessons = course.chapters
    .flatMap((chapter) => chapter.lessons)
    .flatMap((lesson) => (lesson.tongue ? [lesson, lesson.tongue] : [lesson]));
  const wanted = [
    // What cannot be used is missing from a text, which can be read without it.
    ...Array.from(course.pictures.values(), (path) => ({ path, kind: 'shown' as const })),
    ...lessons.flatMap(({ medium, isFile }) =>
      medium === undefined
        ? []
        : [{ path: medium, kind: isFile ? ('file' as const) : ('medium' as const) }],
    ),
    ...course.subtitles.map(({ path }) => ({ path, kind: 'subtitle' as const })),
  ];
  const names = course.manifest?.files.flatMap(({ path, name }) =>
    name ? [[path, name] as const] : [],
  );
  stored.callThem(new Map(names));
  for (const [done, file] of wanted.entries()) {
    await tell(done, wanted.length);
    await storeOne(stored, file, findings, course.manifest !== undefined);
  }
}

// oxlint-disable-next-line max-params -- where to, what, where to note, whence
async function storeOne(
  stored: StoredFiles,
  { path, kind }: { path: string; kind: 'shown' | 'medium' | 'file' | 'subtitle' },
  findings: Findings,
  isExported: boolean,
): Promise<void> {
  const list = kind === 'shown' ? findings.notices : findings.problems;
  try {
    const asset = await stored.store(path, kind === 'file');
    const played = ['video', 'audio', 'pdf', 'epub'];
    const fits = {
      shown: [...played, 'image'],
      medium: played,
      subtitle: ['subtitle'],
      file: mediaOf('file') as readonly string[],
    }[kind].includes(asset.kind);
    // What could not be played in the house that it comes from cannot be here, and is no loss.
    const failures = isExported ? findings.notices : list;
    if (asset.failure) failures.push({ path, why: findings.sayFailure(asset.failure) });
    else if (!fits)
      findings[kind === 'shown' ? 'notice' : 'problem'](path, 'wrongKind', {
        kind: asset.mediaType,
      });
  } catch (error) {
    if (!(error instanceof Refusal) || !error.code.startsWith('media.')) throw error;
    list.push({ path, why: findings.say(error) });
  }
}
