// What the worker keeps, in the browser's own database. Words and films lie there encrypted (`cipher.ts`); ids, ends and
// numbers of seconds do not.
import type { StudyReport } from '#offline/schema.ts';

/** A lesson that is kept. */
export interface KeptRow {
  readonly id: string;
  /** Whose it is: nobody else on this browser is shown it. */
  readonly learner: string;
  readonly lessonId: string;
  /** Which version of the lesson is kept, and which one learners see now. */
  readonly edition: string;
  readonly newest: string;
  readonly locale: 'zh' | 'en';
  readonly kind: 'text' | 'audio' | 'video';
  readonly sizeBytes: number;
  /** Milliseconds on the house's clock. */
  readonly endsAt: number;
  readonly placeSec: number;
  /** The names of its files, so that another choice of height begins anew. */
  readonly names: readonly string[];
  readonly isWhole: boolean;
  readonly key: CryptoKey;
  /** What the page says: title, work and HTML. */
  readonly page: Sealed;
}

/** Encrypted bytes. */
export interface Sealed {
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly bytes: ArrayBuffer;
}

/** A file of a kept lesson, once all of its pieces are there. */
export interface FileRow {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
}

/** What was learned and is not brought in yet, as the house wants it, and by whom. */
export interface ReportRow extends StudyReport {
  readonly learner: string;
}

/** What is known of clocks and contacts. */
export interface StateRow {
  readonly lastSeen: number;
  readonly aheadMs: number;
  readonly contactedAt: number;
}

const name = 'kept-lessons';
const stores = ['lesson', 'file', 'piece', 'report', 'state'] as const;
type StoreName = (typeof stores)[number];

let opened: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      for (const store of stores) request.result.createObjectStore(store);
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => {
      opened = undefined;
      reject(request.error ?? new Error('the browser keeps nothing'));
    };
  });
  return opened;
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('nothing was read'));
  });
}

/** Writes to some stores, all or nothing. */
async function write(
  names: readonly StoreName[],
  run: (of: (store: StoreName) => IDBObjectStore) => void,
): Promise<void> {
  const database = await open();
  await new Promise<void>((resolve, reject) => {
    const transaction = database.transaction([...names], 'readwrite');
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(transaction.error ?? new Error('nothing was written'));
    transaction.onabort = transaction.onerror;
    run((store) => transaction.objectStore(store));
  });
}

async function read<T>(store: StoreName, run: (of: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  return answerOf(run(database.transaction(store).objectStore(store)));
}

/** Everything whose key begins with `id`. */
const below = (id: string) => IDBKeyRange.bound([id], [id, []]);

export const allLessons = () => read('lesson', (store) => store.getAll() as IDBRequest<KeptRow[]>);

export const findLesson = (id: string) =>
  read('lesson', (store) => store.get(id) as IDBRequest<KeptRow | undefined>);

export const putLesson = (row: KeptRow) => write(['lesson'], (of) => of('lesson').put(row, row.id));

/** Changes a lesson that is still there; who removed it meanwhile does not get it back. */
export async function changeLesson(id: string, change: Partial<KeptRow>): Promise<void> {
  await write(['lesson'], (of) => {
    const found = of('lesson').get(id) as IDBRequest<KeptRow | undefined>;
    found.onsuccess = () => {
      if (found.result) of('lesson').put({ ...found.result, ...change }, id);
    };
  });
}

export const findFile = (id: string, file: string) =>
  read('file', (store) => store.get([id, file]) as IDBRequest<FileRow | undefined>);

/** The names of the files that are there whole. */
export async function fileNames(id: string): Promise<string[]> {
  const rows = await read('file', (store) => store.getAll(below(id)) as IDBRequest<FileRow[]>);
  return rows.map((row) => row.name);
}

export const putFile = (row: FileRow) =>
  write(['file'], (of) => of('file').put(row, [row.id, row.name]));

export const findPiece = (id: string, file: string, index: number) =>
  read('piece', (store) => store.get([id, file, index]) as IDBRequest<Sealed | undefined>);

export const putPiece = (id: string, file: string, index: number, piece: Sealed) =>
  write(['piece'], (of) => of('piece').put(piece, [id, file, index]));

/** Takes a lesson away with all that belongs to it; what was learned of it stays until it is brought in. */
export const dropLesson = (id: string) =>
  write(['lesson', 'file', 'piece'], (of) => {
    of('lesson').delete(id);
    of('file').delete(below(id));
    of('piece').delete(below(id));
  });

/** Takes the files of a lesson away. */
export const dropFiles = (id: string) =>
  write(['file', 'piece'], (of) => {
    of('file').delete(below(id));
    of('piece').delete(below(id));
  });

export const allReports = () =>
  read('report', (store) => store.getAll() as IDBRequest<ReportRow[]>);

export const putReport = (row: ReportRow) =>
  write(['report'], (of) => of('report').put(row, row.id));

export const dropReports = (ids: readonly string[]) =>
  write(['report'], (of) => {
    for (const id of ids) of('report').delete(id);
  });

const nothingKnown: StateRow = { lastSeen: 0, aheadMs: 0, contactedAt: 0 };

export async function readState(): Promise<StateRow> {
  const known = await read(
    'state',
    (store) => store.get('now') as IDBRequest<StateRow | undefined>,
  );
  return known ?? nothingKnown;
}

export const putState = (state: StateRow) =>
  write(['state'], (of) => of('state').put(state, 'now'));
