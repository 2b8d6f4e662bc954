// The service worker of the whole site; `/sw.js` says what it keeps and loads it. It shows a page that says so when there is
// no network, and does nothing else: it keeps a fixed list that is the same for everybody, fetched without anybody's
// cookies, and no answer that was meant for a person. A page it does not know comes from the network as without it.

interface Keeps {
  /** Another when what is kept is another. */
  readonly version: string;
  /** The page that says there is no network, by language. */
  readonly pages: { readonly zh: string; readonly en: string };
  /** What those pages need; all but the icon carry a hash in their names. */
  readonly files: readonly string[];
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
  skipWaiting(): Promise<void>;
  addEventListener(name: 'install' | 'activate', listen: (event: Lasting) => void): void;
  addEventListener(name: 'fetch', listen: (event: Asked) => void): void;
}

const worker = globalThis as unknown as Worker;
const { keeps } = worker;
const prefix = 'shell-';
const cacheName = prefix + keeps.version;

worker.addEventListener('install', (event) => {
  event.waitUntil(fill().then(() => worker.skipWaiting()));
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(dropOlder().then(() => worker.clients.claim()));
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET') return;
  if (request.mode === 'navigate') event.respondWith(navigate(request));
  else if (isKept(request.url)) event.respondWith(fromCache(request));
});

/** All or nothing: a worker that lacks a part of its page is not installed, and the one before it stays. */
async function fill(): Promise<void> {
  const cache = await caches.open(cacheName);
  const paths = [...Object.values(keeps.pages), ...keeps.files];
  // Without cookies: what is kept is what a visitor sees, whoever is signed in.
  await cache.addAll(paths.map((path) => new Request(path, { credentials: 'omit' })));
}

async function dropOlder(): Promise<void> {
  const names = await caches.keys();
  const older = names.filter((name) => name.startsWith(prefix) && name !== cacheName);
  await Promise.all(older.map((name) => caches.delete(name)));
}

/** The network's answer whatever it is; only when there is none at all, the page that says so. */
async function navigate(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const isEnglish = /^\/en(?:\/|$)/.test(new URL(request.url).pathname);
    const page = await caches.match(isEnglish ? keeps.pages.en : keeps.pages.zh);
    if (!page) throw error;
    return page;
  }
}

function isKept(address: string): boolean {
  const { origin, pathname } = new URL(address);
  return origin === worker.location.origin && keeps.files.includes(pathname);
}

async function fromCache(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request);
}
