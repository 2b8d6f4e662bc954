/** How loud recordings are made, by EBU R 128: what podcasts and phones expect. */
export const targetLufs = -16;

const nearEnough = 1;
const silence = -60;
const mostGainDb = 20;

/** Whether sound of this loudness is left as it is. */
export function isLevel(lufs: number): boolean {
  return lufs <= silence || Math.abs(lufs - targetLufs) <= nearEnough;
}

/** How much louder sound of this loudness has to become; noise is not pulled up without end. */
export function gainOf(lufs: number): number {
  if (lufs <= silence) return 0;
  return Math.max(-mostGainDb, Math.min(mostGainDb, targetLufs - lufs));
}
