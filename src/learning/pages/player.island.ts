import { leaveNote, takeNote } from './mini-note.ts';
import { Player } from './player.ts';

/** Brings a player to life that the server drew; where the page before played this recording, it goes on. */
async function enliven(root: HTMLElement, medium: HTMLMediaElement): Promise<void> {
  const { renew } = root.dataset;
  const note = renew === undefined ? undefined : takeNote(renew);
  if (note) root.dataset['start'] = String(note.positionSec);
  leaveNote(root, medium, { script: import.meta.url });
  await new Player(root, medium).start();
  // Where a browser wants a hand on the button first, the button is there.
  if (note?.isPlaying) await medium.play().catch(() => undefined);
}

for (const root of document.querySelectorAll<HTMLElement>('[data-island="player"]')) {
  const medium = root.querySelector<HTMLMediaElement>('video, audio');
  if (medium) void enliven(root, medium);
}
// What else went on stands in a corner of this page.
const other = takeNote();
if (other) void import('./mini-player.ts').then(({ showMini }) => showMini(other));
