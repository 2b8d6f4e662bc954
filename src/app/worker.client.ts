// The service worker of the whole site; `/sw.js` says what it keeps and loads it. It shows a page that says so when there is
// no network, from a fixed list that is the same for everybody, fetched without anybody's cookies; no answer that was meant
// for a person enters a cache. Lessons that a learner keeps lie elsewhere, encrypted: it answers for them below `/kept/`. A
// page it does not know comes from the network as without it.

import { contact } from './worker/contact.ts';
import { answerKept, keptIdOf, showLesson } from './worker/kept.ts';
import { allLessons, dropLesson } from './worker/store.ts';

type ByLanguage = Readonly<Record<'zh' | 'en', string>>;

interface Keeps {
  /** Another when what is kept is another. */
  readonly version: string;
  /** The page that says there is no network, by language. */
  readonly pages: ByLanguage;
  /** What those pages need; all but the icon carry a hash in their names. */
  readonly files: readonly string[];
  /** The same for study without network: fetched once somebody keeps a lesson here. */
  readonly study: {
    readonly list: ByLanguage;
    readonly lesson: ByLanguage;
    readonly files: readonly string[];
  };
}

// The compiler knows this file as a part of pages, so it is told here what a worker has.
interface Lasting extends Event {
  waitUntil(end: Promise<unknown>): void;
}
interface Asked extends Lasting {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Worker {
  readonly keeps: Keeps;
  readonly location: Location;
  readonly clients: { claim(): Promise<void> };
  /** Absent where a browser wakes nobody. */
  readonly registration: { readonly sync?: { register(tag: string): Promise<void> } };
  skipWaiting(): Promise<void>;
  addEventListener(name: 'install' | 'activate' | 'sync', listen: (event: Lasting) => void): void;
  addEventListener(name: 'fetch', listen: (event: Asked) => void): void;
}

const worker = globalThis as unknown as Worker;
const { keeps } = worker;
const shell = 'shell-';
const study = 'study-';
const ours = [shell, study];
const shellName = shell + keeps.version;
const studyName = study + keeps.version;

worker.addEventListener('install', (event) => {
  event.waitUntil(install().then(() => worker.skipWaiting()));
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(dropOlder().then(() => worker.clients.claim()));
});

// Browsers that can wake us when the network is back, do.
worker.addEventListener('sync', (event) => event.waitUntil(contact(true)));

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== worker.location.origin) return;
  const isVisit = request.mode === 'navigate';
  if (pathname.startsWith('/kept/') && !isVisit) answer(event, pathname);
  else if (/^(?:\/en)?\/logout$/.test(pathname)) event.respondWith(leave(request));
  else if (request.method !== 'GET') event.waitUntil(askWhoIsHere(pathname));
  else if (isVisit) visit(event, pathname);
  else if (isKept(pathname)) event.respondWith(fromCache(request));
});

/** All or nothing: a worker that lacks a part of its page is not installed, and the one before it stays. */
async function install(): Promise<void> {
  await fill(shellName, [...Object.values(keeps.pages), ...keeps.files]);
  const names = await caches.keys();
  if (names.some((name) => name.startsWith(study))) await fillStudy();
}

async function fillStudy(): Promise<void> {
  const { list, lesson, files } = keeps.study;
  await fill(studyName, [...Object.values(list), ...Object.values(lesson), ...files]);
}

async function fill(name: string, paths: readonly string[]): Promise<void> {
  const cache = await caches.open(name);
  // Without cookies: what is kept is what a visitor sees, whoever is signed in.
  await cache.addAll(paths.map((path) => new Request(path, { credentials: 'omit' })));
}

async function dropOlder(): Promise<void> {
  const names = await caches.keys();
  const older = names.filter(
    (name) =>
      ours.some((prefix) => name.startsWith(prefix)) && ![shellName, studyName].includes(name),
  );
  await Promise.all(older.map((name) => caches.delete(name)));
}

function answer(event: Asked, pathname: string): void {
  const answered = keptOrShell(event.request, pathname);
  event.respondWith(answered);
  if (pathname.endsWith('/reports')) event.waitUntil(answered.then(bringSoon));
}

/** Something was learned: it is brought now where there is network, else when the browser wakes us, else with the next page. */
async function bringSoon(): Promise<void> {
  if (await contact(false)) return;
  await worker.registration.sync?.register('study').catch(() => undefined);
}

async function keptOrShell(request: Request, pathname: string): Promise<Response> {
  if (pathname !== '/kept/shell') return answerKept(request);
  await fillStudy();
  return new Response(null, { status: 204 });
}

const lessonPage = /^\/kept\/([0-9a-f-]{36})$/;

function visit(event: Asked, pathname: string): void {
  const [, id] = lessonPage.exec(pathname) ?? [];
  const { request } = event;
  event.respondWith(id === undefined ? navigate(request, pathname) : showKept(id));
  // A page that came is a sign of network: a good time to bring what was learned, and to hear what may stay.
  event.waitUntil(contact(false).catch(() => undefined));
}

async function showKept(id: string): Promise<Response> {
  return showLesson(id, async (locale) => {
    const page = keeps.study.lesson[locale];
    return (await caches.match(page)) ?? fetch(page, { credentials: 'omit' });
  });
}

/** The network's answer whatever it is; only when there is none at all, what is kept for that. */
async function navigate(request: Request, pathname: string): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const page = await withoutNetwork(pathname);
    if (!page) throw error;
    return page;
  }
}

async function withoutNetwork(pathname: string): Promise<Response | undefined> {
  const locale = /^\/en(?:\/|$)/.test(pathname) ? 'en' : 'zh';
  const [, lessonId] = /\/learn\/[^/]+\/([0-9a-f-]{36})$/.exec(pathname) ?? [];
  const keptId = lessonId && (await keptIdOf(lessonId).catch(() => undefined));
  if (keptId) return Response.redirect(`/kept/${keptId}`, 302);
  if (pathname === keeps.study.list[locale]) {
    const list = await caches.match(pathname);
    if (list) return list;
  }
  return caches.match(keeps.pages[locale]);
}

const patienceMs = 3_000;

/** Whoever signs out takes all of it along: what was learned is brought in first, and no lesson stays. */
async function leave(request: Request): Promise<Response> {
  const late = new Promise((resolve) => setTimeout(resolve, patienceMs));
  await Promise.race([contact(true), late]).catch(() => undefined);
  const gone = await fetch(request);
  // Whatever becomes of it, who signs out is signed out.
  await dropAll().catch(() => undefined);
  return gone;
}

async function dropAll(): Promise<void> {
  for (const { id } of await allLessons()) await dropLesson(id);
}

/** After a word that may change who is signed in: what is kept is for one person alone. */
async function askWhoIsHere(pathname: string): Promise<void> {
  if (!/\/(?:login|register|password|sessions|users|account)\b/.test(pathname)) return;
  await new Promise((resolve) => setTimeout(resolve, patienceMs / 2));
  await contact(true);
}

function isKept(pathname: string): boolean {
  return keeps.files.includes(pathname) || keeps.study.files.includes(pathname);
}

async function fromCache(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request);
}
