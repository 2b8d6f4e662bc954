/** What a player can be told from outside its page. */
export interface Reins {
  toggle(): void;
  jump(sec: number): void;
  seek(sec: number): void;
}

/** What the system shows of what is being played, and where its neighbours are. */
export interface Sleeve {
  readonly title: string;
  readonly artist: string;
  readonly album: string;
  readonly picture: string | undefined;
  readonly previous: string | undefined;
  readonly next: string | undefined;
}

/** Lets the keys of a keyboard, a headset or a locked phone drive the player, where the browser knows how. */
export function takeMediaKeys(medium: HTMLMediaElement, sleeve: Sleeve, reins: Reins): void {
  if (!('mediaSession' in navigator)) return;
  const { mediaSession } = navigator;
  const { title, artist, album, picture, previous, next } = sleeve;
  const goTo = (href: string | undefined) => href && (() => location.assign(href));
  const deeds: Readonly<Record<string, MediaSessionActionHandler | '' | undefined>> = {
    play: () => reins.toggle(),
    pause: () => reins.toggle(),
    seekbackward: ({ seekOffset }) => reins.jump(-(seekOffset ?? 15)),
    seekforward: ({ seekOffset }) => reins.jump(seekOffset ?? 15),
    seekto: ({ seekTime }) => seekTime !== undefined && reins.seek(seekTime),
    previoustrack: goTo(previous),
    nexttrack: goTo(next),
  };
  // Taken when it plays: of several players on one page the keys belong to the one that is heard.
  medium.addEventListener('playing', () => {
    const artwork = picture ? [{ src: new URL(picture, location.href).href }] : [];
    mediaSession.metadata = new MediaMetadata({ title, artist, album, artwork });
    for (const [name, deed] of Object.entries(deeds)) {
      try {
        mediaSession.setActionHandler(name as MediaSessionAction, deed || null);
      } catch {
        // An older browser does not know this key.
      }
    }
  });
  const tellPlace = () => {
    const { duration, currentTime, playbackRate } = medium;
    if (!Number.isFinite(duration) || currentTime > duration) return;
    mediaSession.setPositionState?.({ duration, position: currentTime, playbackRate });
  };
  for (const name of ['playing', 'pause', 'seeked', 'ratechange'] as const)
    medium.addEventListener(name, tellPlace);
}
