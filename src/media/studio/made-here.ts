import { second } from '#kernel/time.ts';
import { ask, refresh } from '#studio/api.ts';
import { sendFile } from '#studio/upload.ts';
import type { AssetItem, WantedRungs } from '../schema.ts';

// Films are made smaller while their creator works on another screen, so they stand here and not in a screen.

/** A film that this computer makes smaller for a house that has no encoder. */
export interface MadeHere {
  readonly assetId: string;
  readonly fileName: string;
  readonly state: 'waiting' | 'encoding' | 'sending' | 'failed';
  /** The height that is at work. */
  readonly rung?: string;
  readonly percent: number;
  readonly problem?: string;
}

interface Task extends MadeHere {
  readonly file: File;
  readonly end: AbortController;
}

let tasks: readonly Task[] = [];
let isAtWork = false;
const watchers = new Set<() => void>();

export function allMadeHere(): readonly MadeHere[] {
  return tasks;
}

/** Calls back at every change; answers how to end that. */
export function watchMadeHere(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** Whether this browser can encode films, and keep them until they are sent. */
function canEncode(): boolean {
  return 'VideoEncoder' in globalThis && 'getDirectory' in (navigator.storage ?? {});
}

/** Makes the heights of an uploaded film that the house asks for, one film after the other. Nothing happens where it asks for none. */
export function makeHere(assetId: string, file: File): void {
  const isFilm = file.type.startsWith('video/');
  if (!isFilm || !canEncode() || tasks.some((task) => task.assetId === assetId)) return;
  const end = new AbortController();
  put([...tasks, { assetId, file, fileName: file.name, state: 'waiting', percent: 0, end }]);
  void work();
}

/** Gives up what this computer makes of a film; what is done stays. */
export function stopMaking(assetId: string): void {
  const task = tasks.find((one) => one.assetId === assetId);
  task?.end.abort();
  put(tasks.filter((one) => one !== task));
}

function put(all: readonly Task[]): void {
  tasks = all;
  for (const watcher of watchers) watcher();
}

function change(assetId: string, to: Partial<MadeHere>): void {
  put(tasks.map((task) => (task.assetId === assetId ? Object.assign({}, task, to) : task)));
}

async function work(): Promise<void> {
  if (isAtWork) return;
  isAtWork = true;
  for (let task = nextTask(); task; task = nextTask()) await make(task);
  isAtWork = false;
}

function nextTask(): Task | undefined {
  return tasks.find(({ state }) => state === 'waiting');
}

async function make(task: Task): Promise<void> {
  const { assetId, end } = task;
  try {
    const { rungs, cutsSec } = await wantedOnceReady(task);
    const { encodeRung, forgetRung } = await import('./encode-here.ts');
    for (const rung of rungs) {
      const place = `${assetId}-${rung.name}.mp4`;
      const tell = (done: number) => change(assetId, { percent: Math.floor(done * 100) });
      change(assetId, { state: 'encoding', rung: rung.name, percent: 0 });
      const film = await encodeRung({
        file: task.file,
        rung,
        cutsSec,
        place,
        stop: end.signal,
        tell,
      });
      change(assetId, { state: 'sending', percent: 0 });
      await send(task, rung.name, film).finally(() => forgetRung(place));
    }
    put(tasks.filter((one) => one.assetId !== assetId));
    await refresh('/assets', '/library');
  } catch (error) {
    if (end.signal.aborted) return;
    change(assetId, { state: 'failed', problem: error instanceof Told ? error.message : '' });
  }
}

/** A reason in the house's words. */
class Told extends Error {}

const lookMs = 2 * second;

async function wantedOnceReady({ assetId, end }: Task): Promise<WantedRungs> {
  for (;;) {
    end.signal.throwIfAborted();
    const { state } = await ask<AssetItem>('GET', `/assets/${assetId}`);
    if (state === 'failed') return { rungs: [], cutsSec: [] };
    if (state === 'ready') return ask<WantedRungs>('GET', `/assets/${assetId}/rungs`);
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
}

function send({ assetId, end }: Task, rung: string, film: File): Promise<void> {
  return new Promise((resolve, reject) => {
    const sending = sendFile(
      film,
      'rung',
      ({ state, sent, problem }) => {
        if (sent !== undefined) change(assetId, { percent: Math.floor((sent / film.size) * 100) });
        if (state === 'done') resolve();
        if (state === 'failed') reject(new Told(problem));
      },
      { asset: assetId, rung },
    );
    end.signal.addEventListener('abort', () => {
      sending.abandon();
      reject(end.signal.reason as Error);
    });
  });
}

// What is being made ends with the tab.
addEventListener('beforeunload', (event) => {
  if (tasks.some(({ state }) => state === 'encoding' || state === 'sending'))
    event.preventDefault();
});
