/** What a page that is left says of a recording that plays, so that the next page of this tab can go on with it. */
export interface MiniNote {
  /** The script that goes on: `src/ui/behaviours/carry-on.ts` loads it. */
  readonly script: string;
  /** Which recording it is: where its addresses are asked for anew. */
  readonly renew: string;
  readonly href: string;
  readonly title: string;
  readonly kind: 'video' | 'audio';
  readonly type: string;
  /** What the player was told by the server. */
  readonly data: Readonly<Record<string, string>>;
  readonly positionSec: number;
  readonly rate: number;
  readonly volume: number;
  readonly isMuted: boolean;
  readonly isPlaying: boolean;
  /** By the clock of this machine, in milliseconds. */
  readonly leftAt: number;
}

const key = 'goes-on';
const freshMs = 20_000;
const staleMs = 6 * 3_600_000;

/** A note as it was left; undefined when there is none, or it is of another day. Who was away for long presses play again. */
export function readNote(text: string | null, now: number): MiniNote | undefined {
  if (text === null) return undefined;
  try {
    const note = JSON.parse(text) as MiniNote;
    const age = now - note.leftAt;
    if (!(age >= 0 && age < staleMs) || !note.renew.startsWith('/api/v1/lessons/'))
      return undefined;
    return { ...note, isPlaying: note.isPlaying && age < freshMs };
  } catch {
    return undefined;
  }
}

function now(): number {
  return performance.timeOrigin + performance.now();
}

/** Takes the note that the page before left, for it is for one page only; with `renew` only that of this recording. */
export function takeNote(renew?: string): MiniNote | undefined {
  const text = sessionStorage.getItem(key);
  const note = readNote(text, now());
  if (renew !== undefined && note?.renew !== renew) return undefined;
  // A player that never leaves notes has nothing to take.
  if (text !== null) sessionStorage.removeItem(key);
  return note;
}

export interface Leaving {
  /** The address of the script that goes on. */
  readonly script: string;
  readonly href?: string;
  /** A small player stays, also while it pauses. */
  readonly isKept?: () => boolean;
}

/** Leaves a note whenever this page is left while the recording plays; goes on when the page comes back as it was. */
export function leaveNote(root: HTMLElement, medium: HTMLMediaElement, leaving: Leaving): void {
  const { renew } = root.dataset;
  const type = medium.querySelector('source')?.type;
  if (renew === undefined || type === undefined) return;
  const { script, href = location.pathname, isKept = () => !medium.paused } = leaving;
  addEventListener('pagehide', () => {
    if (medium.ended || !isKept()) return;
    const note: MiniNote = {
      script: new URL(script, location.href).pathname,
      renew,
      href,
      title: root.dataset['title'] ?? root.getAttribute('aria-label') ?? '',
      kind: medium.localName === 'video' ? 'video' : 'audio',
      type,
      data: { ...root.dataset } as Record<string, string>,
      positionSec: medium.currentTime,
      rate: medium.playbackRate,
      volume: medium.volume,
      isMuted: medium.muted,
      isPlaying: !medium.paused,
      leftAt: now(),
    };
    sessionStorage.setItem(key, JSON.stringify(note));
  });
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) comeBack(medium, takeNote(renew));
  });
}

/** Without a note it was ended elsewhere meanwhile. */
function comeBack(medium: HTMLMediaElement, note: MiniNote | undefined): void {
  if (!note) return medium.pause();
  medium.currentTime = note.positionSec;
  if (note.isPlaying) medium.play().catch(() => undefined);
}
