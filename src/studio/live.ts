import { useEffect } from 'react';
import { refresh } from './api.ts';

// One line for the whole app, for as long as somebody looks: what is told on it is which of the topics changed, and the
// screens then ask again with their own rights.

const listeners = new Map<string, Set<() => void>>();
const settleMs = 150;
/** Screens ask again at most so often, however often they are told. */
const restMs = 2_000;

let line: EventSource | undefined;
let asked = '';
let settling = 0;

/** Opens the line anew when what is listened to has changed, and closes it when nobody looks. */
function settle(): void {
  clearTimeout(settling);
  settling = window.setTimeout(() => {
    const topics = [...listeners.keys()].toSorted();
    const wanted = document.hidden ? '' : topics.map((topic) => `topic=${topic}`).join('&');
    if (wanted === asked && line?.readyState !== EventSource.CLOSED) return;
    line?.close();
    asked = wanted;
    line = wanted === '' ? undefined : open(wanted);
  }, settleMs);
}

function open(query: string): EventSource {
  const opened = new EventSource(`/api/v1/events?${query}`);
  opened.addEventListener('changed', ({ data }: MessageEvent<string>) => tell(data));
  // What was told while there was no line is lost: everybody looks once.
  opened.addEventListener('open', () => [...listeners.keys()].forEach(tell));
  return opened;
}

function tell(topic: string): void {
  for (const listener of listeners.get(topic) ?? []) listener();
}

document.addEventListener('visibilitychange', settle);

function listen(topic: string, listener: () => void): () => void {
  const known = listeners.get(topic) ?? new Set();
  listeners.set(topic, known.add(listener));
  settle();
  return () => {
    known.delete(listener);
    if (known.size === 0) listeners.delete(topic);
    settle();
  };
}

/** Calls back at once, then at most every two seconds, and once more for what came in between. */
function unhurried(work: () => void): { call(): void; stop(): void } {
  let timer = 0;
  let isDue = false;
  const rest = () => {
    timer = 0;
    if (isDue) call();
  };
  const call = () => {
    isDue = timer !== 0;
    if (isDue) return;
    work();
    timer = window.setTimeout(rest, restMs);
  };
  return { call, stop: () => clearTimeout(timer) };
}

/** Reads again what was read from `paths` whenever `topic` is told of; listens to nothing while it is undefined. */
export function useTopic(topic: string | undefined, ...paths: readonly string[]): void {
  const places = paths.join(' ');
  useEffect(() => {
    if (topic === undefined) return undefined;
    const look = unhurried(() => void refresh(...places.split(' ')));
    const leave = listen(topic, look.call);
    return () => {
      leave();
      look.stop();
    };
  }, [topic, places]);
}
