import { sendFile, type Progress, type SendingFile, type UploadUse } from './upload.ts';

// Files go on being sent while their creator works on another screen, so they stand here and not in a screen.

/** A file that was given to a place on a screen. */
export interface Sending extends Omit<Progress, 'state'> {
  readonly key: number;
  readonly place: string;
  readonly use: UploadUse;
  readonly file: File;
  readonly state: Progress['state'] | 'queued';
  /** Its place was told what it became. */
  readonly isTaken?: boolean;
}

// A browser has six lines to one house, and screens want to ask, too.
const atOnce = 3;

let sendings: readonly Sending[] = [];
let keys = 0;
const controls = new Map<number, SendingFile>();
const watchers = new Set<() => void>();

/** Every file that was given to any place, oldest first. */
export function allSendings(): readonly Sending[] {
  return sendings;
}

/** Calls back at every change; answers how to end that. */
export function watchSendings(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** Sends a file once it is its turn. */
export function addFile(place: string, use: UploadUse, file: File): void {
  keys += 1;
  put([...sendings, { key: keys, place, use, file, state: 'queued', sent: 0 }]);
}

export function pauseFile(key: number): void {
  const control = controls.get(key);
  if (control) control.pause();
  else change(key, { state: 'paused' });
}

export function resumeFile(key: number): void {
  change(key, { state: 'queued' });
}

/** Forgets a file; what was sent of it is taken back unless it is whole. */
export function dropFile(key: number): void {
  const one = sendings.find((known) => known.key === key);
  if (one?.state !== 'done') controls.get(key)?.abandon();
  controls.delete(key);
  put(sendings.filter((known) => known.key !== key));
}

/** What became of these files, each told once. */
export function takeResults(
  of: readonly Sending[],
): { readonly result: string; readonly file: File }[] {
  const asked = new Set(of.map(({ key }) => key));
  const news = sendings.flatMap(({ key, state, result, isTaken, file }) =>
    asked.has(key) && state === 'done' && result && !isTaken ? [{ key, result, file }] : [],
  );
  for (const { key } of news) change(key, { isTaken: true });
  return news;
}

function change(key: number, to: Partial<Sending>): void {
  put(sendings.map((one) => (one.key === key ? Object.assign({}, one, to) : one)));
}

function put(all: readonly Sending[]): void {
  sendings = all;
  for (const watcher of watchers) watcher();
  const isBusy = ({ state }: Sending) => state === 'sending' || state === 'waiting';
  const next = sendings.find(({ state }) => state === 'queued');
  if (next && sendings.filter(isBusy).length < atOnce) begin(next);
}

function begin({ key, file, use }: Sending): void {
  change(key, { state: 'sending' });
  const known = controls.get(key);
  if (known) known.resume();
  else
    controls.set(
      key,
      sendFile(file, use, (to) => change(key, to)),
    );
}

// Files that are on their way end with the tab.
addEventListener('beforeunload', (event) => {
  if (sendings.some(({ state }) => ['queued', 'sending', 'waiting'].includes(state)))
    event.preventDefault();
});
