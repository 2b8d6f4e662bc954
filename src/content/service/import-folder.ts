import { mayCreateWorks } from '#catalog/policy.ts';
import { Refusal } from '#kernel/refusal.ts';
import type { Ctx } from '#platform/ctx.ts';
import { assertReach } from '#platform/policy.ts';
import { refuseImport } from '../refusals.ts';
import type { ImportProgress, ImportReport, Unreadable } from '../types.ts';
import { openSource, type Source } from './open-source.ts';
import { Findings, readCourse, type ReadCourse } from './read-course.ts';
import { noteChanges } from './read-manifest.ts';
import { isPublication, openFeed, openPublication } from './read-publication.ts';
import { withWords } from './read-word.ts';
import { storeFar } from './store-far.ts';
import { storeAll, StoredFiles } from './store-files.ts';
import { writeCourse } from './write-course.ts';

/** What to import, for whom. */
export interface ImportInput {
  readonly creatorId: string;
  /** The path of a folder, a zip or another file on this machine, or the address of a feed. */
  readonly root: string;
  /** What the folder or zip is called, when its path does not tell. */
  readonly name?: string;
  readonly onProgress?: (progress: ImportProgress) => Promise<void> | void;
}

/** An import that was refused because of some of its files, each with its reason. */
export class FilesRefused extends Refusal {
  readonly problems: readonly Unreadable[];

  constructor(problems: readonly Unreadable[]) {
    const shown = problems.slice(0, 20).map(({ path, why }) => `${path}: ${why}`);
    const { code, words, params } = refuseImport('import.files', { problems: shown.join('; ') });
    super(code, words, params);
    this.problems = problems;
  }
}

/**
 * Makes a draft course of a folder or zip, or brings the draft it made before up to date; the same again changes nothing.
 * Whatever cannot be read is named in the report.
 *
 * @throws Refusal import.*, work.in_review, policy.*; then nothing was imported and nothing is left behind
 */
export async function importFolder(ctx: Ctx, input: ImportInput): Promise<ImportReport> {
  assertReach(ctx, mayCreateWorks, input.creatorId);
  const tell = async (step: ImportProgress['step'], done = 0, total = 0) =>
    input.onProgress?.({ step, done, total });
  await tell('unpacking');
  const findings = new Findings(ctx.locale);
  const { source, course } = await openAny(ctx, input, findings, tell);
  const stored = new StoredFiles(ctx, input.creatorId, source);
  try {
    if (course.runningAs === undefined) {
      await assertWhole(source, course, findings);
      await storeAll(stored, course, findings, (done, total) => tell('storing', done, total));
    } else {
      if (course.chapters.length === 0) throw refuseImport('import.empty_feed');
      const fetching = { stored, source, course, findings };
      await storeFar(fetching, (done, total) => tell('fetching', done, total));
    }
    if (findings.problems.length > 0) throw new FilesRefused(findings.problems);

    await tell('writing');
    const report = await writeCourse(ctx, {
      creatorId: input.creatorId,
      course,
      stored,
      findings,
    });
    await tell('done', 1, 1);
    return report;
  } catch (error) {
    await stored.discard();
    throw error;
  } finally {
    await source.close();
  }
}

/** @throws Refusal import.no_lessons, FilesRefused where a file that its manifest names is not there */
async function assertWhole(
  source: Source,
  { manifest, facts, chapters }: ReadCourse,
  findings: Findings,
): Promise<void> {
  const { problems } = findings;
  if (manifest && problems.length > 0) throw new FilesRefused(problems);
  if (manifest) await noteChanges(source, manifest, findings);
  const isEmpty = chapters.length === 0 && !manifest && facts.kind !== 'bundle';
  if (isEmpty && problems.length === 0) throw refuseImport('import.no_lessons');
}

/** Whether what is to be imported lies at an address. */
export function isAddress(root: string): boolean {
  return /^https?:\/\//i.test(root);
}

/** Opens whatever it is: one door, and a reader for each form. */
// oxlint-disable-next-line max-params -- for whom, what, where to note, whom to tell
async function openAny(
  ctx: Ctx,
  input: ImportInput,
  findings: Findings,
  tell: (step: ImportProgress['step']) => Promise<void>,
): Promise<{ readonly source: Source; readonly course: ReadCourse }> {
  if (isAddress(input.root)) {
    await tell('fetching');
    return openFeed(ctx, input.root, findings);
  }
  if (await isPublication(input.root)) {
    await tell('reading');
    return openPublication(ctx, input.root, findings);
  }
  const source = await openWithWords(ctx, input, findings);
  try {
    await tell('reading');
    return { source, course: await readCourse(source, findings) };
  } catch (error) {
    await source.close();
    throw error;
  }
}

/** The source with its Word documents read. @throws Refusal import.*, FilesRefused when it is a document that cannot be read */
async function openWithWords(
  ctx: Ctx,
  { root, name }: ImportInput,
  findings: Findings,
): Promise<Source> {
  const source = await openSource(ctx, root, name);
  try {
    const read = await withWords(ctx, { source, root }, findings);
    if (read.files.size > 0 || findings.problems.length === 0) return read;
    await read.close();
    throw new FilesRefused(findings.problems);
  } catch (error) {
    await source.close();
    throw error;
  }
}
