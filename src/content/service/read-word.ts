import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { slugify, truncate } from '#kernel/text.ts';
import type { Ctx } from '#platform/ctx.ts';
import { Threads, WorkGivenUp } from '#platform/threads.ts';
import { Refusal } from '#kernel/refusal.ts';
import { refuseText } from '../refusals.ts';
import { isLessonPlace } from '../rules/course.ts';
import { readCourseFacts } from '../rules/front-matter.ts';
import type { WordText } from '../rules/word.ts';
import { declares, newFolder, unpack, type Source, type SourceFile } from './open-source.ts';
import type { Findings } from './read-course.ts';

/** A picture that came in a document. */
export interface WordPicture {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface WordTask {
  readonly path: string;
  /** Where its pictures will lie, as seen from its text. */
  readonly pictureFolder: string;
}

/** What a document became; `left` are the kinds of pictures that no page can show. */
export interface WordAnswer extends WordText {
  readonly pictures: readonly WordPicture[];
  readonly left: readonly string[];
}

const limitSec = 30;
const threads = new Threads<WordTask, WordAnswer>({
  module: new URL('word-thread.ts', import.meta.url),
  size: 1,
  limitMs: limitSec * 1_000,
  heapMb: 600,
  longestLine: 500,
  piecesEach: 200,
});

const mb = 1024 * 1024;
/** A document is read in memory as a whole: so much it may unpack to, and so much of words. */
const mostBytes = 200 * mb;
const mostWords = 20 * mb;

const ending = /\.docx$/i;
const heart = 'word/document.xml';

/** Whether what was unpacked is one document, told by what is in it. */
export function isWord(files: Source['files']): boolean {
  return files.has('[Content_Types].xml') && files.has(heart);
}

/**
 * The source with its Word documents as Markdown and pictures: a document by itself is an article, one in a place of a
 * lesson is its text. A package, and files that are only handed over, stay as they are.
 */
export async function withWords(
  ctx: Ctx,
  { source, root }: { readonly source: Source; readonly root: string },
  findings: Findings,
): Promise<Source> {
  const isAlone = isWord(source.files);
  const documents = isAlone ? [] : await documentsIn(source);
  if (!isAlone && documents.length === 0) return source;

  const folder = await newFolder(ctx, 'word');
  const close = async () => {
    await source.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const reading = { ctx, folder, findings };
    const name = source.name.replace(ending, '');
    const files = isAlone
      ? await readAlone(reading, { source, root, name })
      : await readAmong(reading, source, documents);
    return { name, files, close };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function documentsIn({ files }: Source): Promise<SourceFile[]> {
  const documents = [...files.values()].filter(
    ({ path }) => ending.test(path) && isLessonPlace(path),
  );
  const facts = files.get('course.yaml');
  if (documents.length === 0 || files.has('manifest.json')) return [];
  if (!facts || facts.sizeBytes > mb) return documents;
  const read = readCourseFacts(await readFile(facts.diskPath, 'utf8'));
  return read.ok && read.facts.kind === 'download' ? [] : documents;
}

interface Reading {
  readonly ctx: Ctx;
  readonly folder: string;
  readonly findings: Findings;
}

async function readAlone(
  reading: Reading,
  { source, root, name }: { source: Source; root: string; name: string },
): Promise<ReadonlyMap<string, SourceFile>> {
  const path = `${name}.docx`;
  const files = new Map<string, SourceFile>();
  const document = { path, diskPath: root, sizeBytes: (await stat(root)).size };
  if (!(await isSound(reading, document, [...source.files.values()]))) return files;
  const text = await convert(reading, document, 'text');
  if (!text) return files;
  // The name of the file is what it is known by when it comes again, whatever its title says by then.
  const title = truncate(text.title ?? name, 120);
  const says = `kind: article\nslug: ${quoted(slugify(name, 100))}\ntitle: ${quoted(title)}\n`;
  await addText(reading, files, { path: 'course.yaml', text: says });
  await addAll(reading, files, 'text', { ...text, title });
  return files;
}

async function readAmong(
  reading: Reading,
  source: Source,
  documents: readonly SourceFile[],
): Promise<ReadonlyMap<string, SourceFile>> {
  const files = new Map(source.files);
  for (const document of documents) {
    const stem = document.path.replace(ending, '');
    files.delete(document.path);
    const other = [`${stem}.md`, `${stem}.markdown`].find((path) => files.has(path));
    if (other !== undefined) reading.findings.problem(document.path, 'twoTexts', { other });
    else await readOne(reading, files, document, stem);
  }
  return files;
}

// oxlint-disable-next-line max-params -- by whom, where to, which, and what it is called
async function readOne(
  reading: Reading,
  files: Map<string, SourceFile>,
  document: SourceFile,
  stem: string,
): Promise<void> {
  const parts = await partsOf(reading, document);
  if (!parts || !(await isSound(reading, document, parts))) return;
  const text = await convert(reading, document, stem.split('/').at(-1)!);
  if (text) await addAll(reading, files, stem, text);
}

/** What a document inside a course is made of; undefined when it is none, which is noted. */
async function partsOf(
  { ctx, folder, findings }: Reading,
  { path, diskPath }: SourceFile,
): Promise<SourceFile[] | undefined> {
  const place = await mkdtemp(join(folder, 'parts-'));
  try {
    const parts = await unpack(ctx, diskPath, place, mostBytes);
    if (isWord(new Map(parts.map((part) => [part.path, part])))) return parts;
    findings.problem(path, 'notWord');
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === 'import.bad_zip') findings.problem(path, 'notWord');
    else findings.problem(path, 'said', { why: findings.say(error) });
  }
  return undefined;
}

/** Whether a document can be read in memory, and declares nothing of its own that a parser would have to follow. */
async function isSound(
  { findings }: Reading,
  { path, sizeBytes: packedBytes }: SourceFile,
  parts: readonly SourceFile[],
): Promise<boolean> {
  const words = parts.filter((part) => /\.(?:xml|rels)$/i.test(part.path));
  const sum = (list: readonly SourceFile[]) =>
    list.reduce((all, { sizeBytes }) => all + sizeBytes, 0);
  if (packedBytes > mostBytes || sum(parts) > mostBytes || sum(words) > mostWords) {
    findings.problem(path, 'largeWord', { limitMb: mostBytes / mb, wordsMb: mostWords / mb });
    return false;
  }
  if (!(await declares(words))) return true;
  findings.problem(path, 'declares');
  return false;
}

async function convert(
  { findings }: Reading,
  { path, diskPath }: SourceFile,
  name: string,
): Promise<WordAnswer | undefined> {
  try {
    const answer = await threads.ask({ path: diskPath, pictureFolder: `${name}.pictures` }, 'word');
    for (const kind of new Set(answer.left)) findings.notice(path, 'wordPicture', { kind });
    return answer;
  } catch (error) {
    if (!(error instanceof WorkGivenUp)) {
      findings.problem(path, 'notWord');
      return undefined;
    }
    if (error.why === 'busy') throw refuseText('text.busy', { retryAfterSec: 5 });
    findings.problem(path, 'heavyText');
    return undefined;
  }
}

async function addAll(
  reading: Reading,
  files: Map<string, SourceFile>,
  stem: string,
  { title, markdown, pictures }: WordAnswer,
): Promise<void> {
  const head = title === undefined ? '' : `---\ntitle: ${quoted(truncate(title, 120))}\n---\n\n`;
  await addText(reading, files, { path: `${stem}.md`, text: head + markdown });
  for (const { name, bytes } of pictures)
    await addText(reading, files, { path: `${stem}.pictures/${name}`, text: bytes });
}

async function addText(
  { folder }: Reading,
  files: Map<string, SourceFile>,
  { path, text }: { readonly path: string; readonly text: string | Uint8Array },
): Promise<void> {
  const diskPath = join(folder, `${String(files.size).padStart(6, '0')}-${path.length}`);
  await writeFile(diskPath, text, { mode: 0o600, flag: 'wx' });
  files.set(path, { path, diskPath, sizeBytes: Buffer.byteLength(text) });
}

/** Text as YAML reads it, whatever is in it. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
