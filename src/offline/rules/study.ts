import type { StudyReport } from '../schema.ts';
import type { Place, Span, Study, Window } from '../types.ts';

/** Nobody hears a recording faster than this; as in learning, where reports come at once. */
const fastest = 2;

/** The union of spans: in order, none empty, no two that touch. */
export function unite(spans: readonly Span[]): Span[] {
  const united: [number, number][] = [];
  for (const [from, to] of spans.toSorted((a, b) => a[0] - b[0])) {
    if (from >= to) continue;
    const last = united.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else united.push([from, to]);
  }
  return united;
}

/** How much spans cover together; they do not touch. */
function measure(spans: readonly Span[]): number {
  return spans.reduce((sum, [from, to]) => sum + to - from, 0);
}

/** The seconds that study without network counts for: what was heard, once, and no faster than time allows. */
export function creditOf({ heard, spent }: Pick<Study, 'heard' | 'spent'>): number {
  return Math.min(measure(heard), Math.floor((measure(spent) / 1000) * fastest));
}

/** Of two places the one that counts. */
function laterPlace(a: Place, b: Place): Place {
  if (a.at !== b.at) return a.at > b.at ? a : b;
  return a.by >= b.by ? a : b;
}

/** What two accounts of one lesson tell together: in whichever order, however often, in whatever pieces they come. */
export function join(a: Study, b: Study): Study {
  return {
    heard: unite([...a.heard, ...b.heard]),
    spent: unite([...a.spent, ...b.spent]),
    place: laterPlace(a.place, b.place),
    isDone: a.isDone || b.isDone,
  };
}

/** How a device's clock is read: what it showed when it spoke, and what time it was. */
export interface Clocks {
  readonly device: number;
  readonly house: number;
}

/** What a report tells, on the house's clock: nothing from before the lesson was kept, nor after that ended, nor from the future. */
export function studyOf(
  report: StudyReport,
  clocks: Clocks,
  window: Window,
  durationSec: number,
): Study {
  const late = Math.min(window.to, clocks.house);
  const onHouse = (at: number) => at - clocks.device + clocks.house;
  const asHouse = (at: number) => Math.min(Math.max(onHouse(at), window.from), late);
  const within = (sec: number) => Math.min(sec, durationSec);
  return {
    heard: unite(report.spans.map(({ fromSec, toSec }) => [within(fromSec), within(toSec)])),
    spent: unite(report.spans.map(({ begunAt, endedAt }) => [asHouse(begunAt), asHouse(endedAt)])),
    place: { sec: within(report.positionSec), at: asHouse(report.at), by: report.id },
    isDone: report.isDone && onHouse(report.at) <= window.to,
  };
}

/** When a lesson that is kept at `now` is to be gone: with the right to it, and at the latest when nobody heard of the device for so long. */
export function endOfKeep(until: Date | null, now: Date, longestMs: number): Date {
  return new Date(Math.min(until?.getTime() ?? Infinity, now.getTime() + longestMs));
}
