import { itemKinds } from '#catalog/service.ts';
import { Refusal } from '#kernel/refusal.ts';
import type { Asset } from '#media/service.ts';
import type { Source } from './open-source.ts';
import type { Findings, ReadCourse } from './read-course.ts';
import type { StoredFiles } from './store-files.ts';

/** What is said of one file alone; anything else says that nothing can be stored just now. */
const ofOneFile = /^(?:media|outside)\.|^scanner\.(?:malware|too_large)$/;
const noRoom = new Set(['media.quota_full', 'files.full']);

/** What is fetched, what for, where to, and where to note what could not be had. */
export interface Fetching {
  readonly stored: StoredFiles;
  readonly source: Source;
  readonly course: ReadCourse;
  readonly findings: Findings;
}

interface Wanted {
  readonly path: string;
  /** What it may turn out to be. */
  readonly kinds: readonly string[];
}

/**
 * Fetches and stores what a publication of elsewhere names. A file that cannot be had is left out and noted; when there is no
 * room left, so are all that would come after it.
 */
export async function storeFar(
  fetching: Fetching,
  tell: (done: number, total: number) => Promise<void>,
): Promise<void> {
  await fetching.stored.recall();
  const wanted = wantedBy(fetching.course);
  for (const [done, file] of wanted.entries()) {
    await tell(done, wanted.length);
    if (await hasRoomFor(fetching, file)) continue;
    fetching.findings.notice(addressOf(fetching, file), 'noRoom', { count: wanted.length - done });
    return;
  }
}

function wantedBy({ chapters, pictures, facts }: ReadCourse): Wanted[] {
  const kinds = itemKinds(facts.kind ?? 'series').filter((kind) => kind !== 'file');
  const media = chapters.flatMap(({ lessons }) => lessons.flatMap(({ medium }) => medium ?? []));
  return [
    ...Array.from(pictures.values(), (path) => ({ path, kinds: ['image'] })),
    ...media.map((path) => ({ path, kinds })),
  ];
}

function addressOf({ source }: Fetching, { path }: Wanted): string {
  return source.files.get(path)?.far?.url ?? path;
}

/** Stores one file, or notes why not. False when there is no room for it, and so for none. */
async function hasRoomFor(fetching: Fetching, file: Wanted): Promise<boolean> {
  const { stored, findings } = fetching;
  try {
    const asset = await stored.store(file.path);
    const fault = faultOf(asset, file, findings);
    if (fault === undefined) return true;
    findings.notice(addressOf(fetching, file), 'said', { why: fault });
    await stored.leave(file.path);
    return true;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const isFull = noRoom.has(error.code);
    if (!isFull && !ofOneFile.test(error.code)) throw error;
    findings.notice(addressOf(fetching, file), 'said', { why: findings.say(error) });
    return !isFull;
  }
}

function faultOf(asset: Asset, { kinds }: Wanted, findings: Findings): string | undefined {
  if (asset.failure) return findings.sayFailure(asset.failure);
  if (kinds.includes(asset.kind)) return undefined;
  return findings.sayFile('wrongKind', { kind: asset.mediaType });
}
