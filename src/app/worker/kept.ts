import { judge, type Verdict } from '#offline/rules/clock.ts';
import { piecesOf, pieceBytes, readRange, type ByteRange } from '#offline/rules/pieces.ts';
import type { KeptLesson, StudyReport } from '#offline/schema.ts';
import { newKey, seal, unseal } from './cipher.ts';
import { contact } from './contact.ts';
import {
  allLessons,
  allReports,
  changeLesson,
  dropFiles,
  dropLesson,
  fileNames,
  findFile,
  findLesson,
  findPiece,
  putFile,
  putLesson,
  putPiece,
  putReport,
  putState,
  readState,
  type FileRow,
  type KeptRow,
} from './store.ts';

// Below `/kept/` the worker is the house: pages ask it as they ask the house, with or without network. Only pages of ours
// can; a form of another site would come as a navigation, and those only read.

const nothing = () => new Response(null, { status: 404 });
const done = () => new Response(null, { status: 204 });
const json = (what: object) =>
  new Response(JSON.stringify(what), { headers: { 'content-type': 'application/json' } });

interface Asked {
  readonly request: Request;
  readonly id: string;
  readonly name: string;
}

/** What can be asked: below `/kept/`, by method, `:id` for a lesson and `:name` for one of its files. */
const deeds: Readonly<Record<string, (asked: Asked) => Promise<Response>>> = {
  'GET ': async () => json(await listKept()),
  'DELETE ': removeAll,
  'POST contact': async () => json({ isReached: await contact(true) }),
  'PUT :id': async ({ request }) => keep((await request.json()) as KeptLesson),
  'DELETE :id': ({ id }) => remove(id),
  'GET :id/:name': ({ request, id, name }) => sendFile(id, name, request.headers.get('range')),
  'PUT :id/:name': keepPiece,
  'POST :id/whole': async ({ id }) => {
    await changeLesson(id, { isWhole: true });
    return done();
  },
  'POST :id/reports': async ({ request, id }) => note(id, (await request.json()) as Learned),
};

/** Answers what a page asks of what is kept. */
export async function answerKept(request: Request): Promise<Response> {
  const path = new URL(request.url).pathname.slice('/kept/'.length);
  const [, id = '', name = ''] = /^([0-9a-f-]{36})(?:\/([a-z0-9.-]{1,80}))?$/.exec(path) ?? [];
  const pattern = id === '' ? path : name === '' ? ':id' : `:id/${name}`;
  const { method } = request;
  const deed = deeds[`${method} ${pattern}`] ?? (name && deeds[`${method} :id/:name`]);
  return deed ? tried(deed({ request, id, name })) : nothing();
}

/** What cannot be done is an answer, too: pages tell a full device from a fault. */
async function tried(deed: Promise<Response>): Promise<Response> {
  try {
    return await deed;
  } catch (error) {
    const isFull = error instanceof DOMException && error.name === 'QuotaExceededError';
    return new Response(null, { status: isFull ? 507 : 500 });
  }
}

/** What a page is told of a kept lesson. */
interface Words {
  readonly title: string;
  readonly work: string;
  readonly html: string;
}

async function wordsOf(row: KeptRow): Promise<Words> {
  const bytes = await unseal(row.key, `${row.id}/page`, row.page);
  return JSON.parse(new TextDecoder().decode(bytes)) as Words;
}

async function listKept() {
  const [rows, reports] = await Promise.all([allLessons(), allReports()]);
  const lessons = rows.map(async (row) => {
    const { id, lessonId, kind, sizeBytes, endsAt, isWhole } = row;
    const { title, work } = await wordsOf(row);
    const names = isWhole ? [] : await fileNames(id);
    const isOld = row.newest !== row.edition;
    return { id, lessonId, kind, sizeBytes, endsAt, isWhole, isOld, title, work, names };
  });
  return { lessons: await Promise.all(lessons), pending: reports.length };
}

/** What somebody else kept here goes, and what was kept of the same lesson before. */
async function dropOthers({ id, learner, lessonId }: KeptLesson): Promise<void> {
  for (const other of await allLessons())
    if (other.learner !== learner || (other.lessonId === lessonId && other.id !== id))
      await dropLesson(other.id);
}

/** Begins to keep a lesson, or goes on with it. */
async function keep(lesson: KeptLesson): Promise<Response> {
  const { id, learner, lessonId, edition, locale, kind, sizeBytes, placeSec } = lesson;
  const { title, work, html } = lesson;
  await dropOthers(lesson);
  const names = lesson.files.map(({ name }) => name);
  const known = await findLesson(id);
  // What came of another version, or in another height, is of no use.
  const isSame = known?.edition === edition && String(known.names) === String(names);
  if (known && !isSame) await dropFiles(id);
  const key = isSame ? known.key : await newKey();
  const words = new TextEncoder().encode(JSON.stringify({ title, work, html }));
  const [page, state] = await Promise.all([seal(key, `${id}/page`, words), readState()]);
  const endsAt = Date.parse(lesson.endsAt);
  const row = { id, learner, lessonId, edition, locale, kind, sizeBytes, endsAt, placeSec, names };
  await putLesson({ ...row, newest: edition, key, page, isWhole: false });
  const device = Date.now();
  await putState({ ...state, lastSeen: device, aheadMs: Date.parse(lesson.now) - device });
  return done();
}

async function keepPiece({ request, id, name }: Asked): Promise<Response> {
  const [lesson, bytes] = await Promise.all([findLesson(id), request.arrayBuffer()]);
  if (!lesson) return nothing();
  const { searchParams } = new URL(request.url);
  const index = Number(searchParams.get('piece') ?? 0);
  await putPiece(id, name, index, await seal(lesson.key, `${id}/${name}/${index}`, bytes));
  const type = searchParams.get('type');
  // The last piece says what the file is: from then on it is there.
  if (type !== null) await putFile({ id, name, type, size: index * pieceBytes + bytes.byteLength });
  return done();
}

async function remove(id: string): Promise<Response> {
  await dropLesson(id);
  // The house is told where it can be; else it hears of it by its not being named any more.
  void fetch(`/api/v1/offline-keeps/${id}`, { method: 'DELETE' }).catch(() => undefined);
  return done();
}

async function removeAll(): Promise<Response> {
  for (const { id } of await allLessons()) await remove(id);
  return done();
}

const minuteMs = 60_000;

/** Whether a lesson may be opened now; the time that the clock shows is remembered. */
async function verdictOn({ endsAt }: KeptRow): Promise<Verdict> {
  const state = await readState();
  const device = Date.now();
  const verdict = judge(endsAt, device, state);
  // A film asks for a piece every few seconds: a minute is exact enough.
  if (device > state.lastSeen + minuteMs) await putState({ ...state, lastSeen: device });
  return verdict;
}

async function sendFile(id: string, name: string, asked: string | null): Promise<Response> {
  const [lesson, file] = await Promise.all([findLesson(id), findFile(id, name)]);
  if (!lesson || !file) return nothing();
  if ((await verdictOn(lesson)) !== 'open') return new Response(null, { status: 403 });
  const range = readRange(asked, file.size);
  const headers = new Headers({
    'content-type': file.type,
    'accept-ranges': 'bytes',
    'x-content-type-options': 'nosniff',
  });
  if (range === 'none') {
    headers.set('content-range', `bytes */${file.size}`);
    return new Response(null, { status: 416, headers });
  }
  const part = range ?? { start: 0, end: file.size - 1 };
  headers.set('content-length', String(part.end - part.start + 1));
  if (range) headers.set('content-range', `bytes ${part.start}-${part.end}/${file.size}`);
  return new Response(streamOf(lesson, file, part), { status: range ? 206 : 200, headers });
}

/** Decrypts a piece when whoever reads wants it. */
function streamOf(
  { key }: KeptRow,
  { id, name }: FileRow,
  range: ByteRange,
): ReadableStream<Uint8Array> {
  const pieces = piecesOf(range);
  return new ReadableStream({
    async pull(controller) {
      const next = pieces.shift();
      if (!next) return controller.close();
      const sealed = await findPiece(id, name, next.index);
      if (!sealed) throw new Error('a piece is missing');
      const bytes = await unseal(key, `${id}/${name}/${next.index}`, sealed);
      controller.enqueue(new Uint8Array(bytes).subarray(next.from, next.to));
    },
  });
}

/** What a page says of the last seconds. */
type Learned = Pick<StudyReport, 'at' | 'positionSec' | 'spans' | 'isDone'>;

async function note(id: string, { at, positionSec, spans, isDone }: Learned): Promise<Response> {
  const lesson = await findLesson(id);
  if (!lesson) return nothing();
  const { learner } = lesson;
  const report = { id: crypto.randomUUID(), learner, keepId: id, at, positionSec, spans, isDone };
  await putReport(report);
  await changeLesson(id, { placeSec: positionSec });
  return done();
}

/** A page of the shell with a kept lesson in it, or with the reason why it is not shown. */
export async function showLesson(
  id: string,
  shellOf: (locale: 'zh' | 'en') => Promise<Response>,
): Promise<Response> {
  const lesson = await findLesson(id);
  const shell = await shellOf(lesson?.locale ?? 'zh');
  const text = await shell.text();
  const { headers } = shell;
  if (!lesson?.isWhole) return new Response(text, { headers, status: 404 });
  const verdict = await verdictOn(lesson);
  if (verdict !== 'open') {
    const told = text
      .replace('data-why="lost"', 'data-why="lost" hidden=""')
      .replace(`data-why="${verdict}" hidden=""`, `data-why="${verdict}"`);
    return new Response(told, { headers, status: 403 });
  }
  const { title, html } = await wordsOf(lesson);
  return new Response(
    fill(text, title, html.replace('data-start="{start}"', `data-start="${lesson.placeSec}"`)),
    {
      headers,
    },
  );
}

/** The shell's own words stand between two marks: the lesson takes their place, and its title the page's. */
function fill(shell: string, title: string, html: string): string {
  const mark = '<template data-kept="edge"></template>';
  const [before = '', , after = ''] = shell.split(mark);
  const plain = title.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return before.replace(/<title>[^<]*/, () => `<title>${plain}`) + html + after;
}

/** Which kept lesson this is, if any. */
export async function keptIdOf(lessonId: string): Promise<string | undefined> {
  const rows = await allLessons();
  return rows.find((row) => row.lessonId === lessonId && row.isWhole)?.id;
}
