/** What a browser knows of its clock: the latest time it showed, and how far the house's was ahead when they last spoke. */
export interface KnownClock {
  readonly lastSeen: number;
  readonly aheadMs: number;
}

/** What stands in the way of a kept lesson. */
export type Verdict = 'open' | 'ended' | 'clock';

/** Clocks are set right by a little now and then. */
const toleranceMs = 5 * 60_000;

/** Whether a lesson that ends at `endsAt` may be shown when the device's clock shows `device`; all in milliseconds. */
export function judge(endsAt: number, device: number, clock: KnownClock): Verdict {
  if (device < clock.lastSeen - toleranceMs) return 'clock';
  return device + clock.aheadMs >= endsAt ? 'ended' : 'open';
}
