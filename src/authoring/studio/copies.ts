import type { Base, Fields } from './saver.ts';

/** What was written on this device and is not known to be saved. */
export interface Copy {
  readonly key: string;
  readonly userId: string;
  readonly lessonId: string;
  readonly tab: string;
  readonly fields: Fields;
  readonly base: Base;
  readonly at: number;
}

const storeName = 'copy';
const tabKey = 'studio-tab';

/** This tab, also after it was read anew. */
export const tab = ownTab();

function ownTab(): string {
  const known = sessionStorage.getItem(tabKey) ?? crypto.randomUUID();
  sessionStorage.setItem(tabKey, known);
  return known;
}

let opened: Promise<IDBDatabase> | undefined;

function database(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open('studio-drafts', 1);
    asked.addEventListener('upgradeneeded', () => {
      asked.result.createObjectStore(storeName, { keyPath: 'key' });
    });
    asked.addEventListener('success', () => resolve(asked.result));
    asked.addEventListener('error', () => reject(asked.error ?? new Error('no database')));
  });
  return opened;
}

/** Does one thing to the store. A browser that keeps nothing (a private window) keeps nothing. */
async function withStore<T>(
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T | undefined> {
  try {
    const asked = act((await database()).transaction(storeName, mode).objectStore(storeName));
    return await new Promise<T>((resolve, reject) => {
      asked.addEventListener('success', () => resolve(asked.result));
      asked.addEventListener('error', () => reject(asked.error ?? new Error('not kept')));
    });
  } catch (error) {
    if (error instanceof DOMException || error instanceof Error) return undefined;
    throw error;
  }
}

const keyOf = (userId: string, lessonId: string, of = tab) => `${userId}/${lessonId}/${of}`;

/** Keeps what this tab has not saved. */
export async function keepCopy(copy: Omit<Copy, 'key' | 'tab'>): Promise<void> {
  const key = keyOf(copy.userId, copy.lessonId);
  await withStore('readwrite', (store) => store.put({ ...copy, key, tab } satisfies Copy));
}

/** Forgets a copy: this tab's, or another's that was taken over. */
export async function dropCopy(userId: string, lessonId: string, of = tab): Promise<void> {
  await withStore('readwrite', (store) => store.delete(keyOf(userId, lessonId, of)));
}

/** Copies of a lesson that this tab kept before it was read anew, or that tabs left which are gone; newest first. */
export async function findCopies(userId: string, lessonId: string): Promise<Copy[]> {
  const all = (await withStore<Copy[]>('readonly', (store) => store.getAll())) ?? [];
  const open = await tabsOpen();
  return all
    .filter((copy) => copy.userId === userId && copy.lessonId === lessonId)
    .filter((copy) => copy.tab === tab || !open.has(copy.tab))
    .toSorted((a, b) => b.at - a.at);
}

const lockOf = (of: string) => `studio-tab/${of}`;

/** Lets other tabs know, as long as this one is open, that its copies are its own. */
export function claimTab(): void {
  void navigator.locks?.request(
    lockOf(tab),
    { ifAvailable: true },
    () => new Promise(() => undefined),
  );
}

async function tabsOpen(): Promise<Set<string>> {
  const held = (await navigator.locks?.query())?.held ?? [];
  return new Set(held.map(({ name }) => String(name).replace(lockOf(''), '')));
}
