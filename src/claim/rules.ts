import { fold } from '#kernel/text.ts';
import { after, day } from '#kernel/time.ts';
import type { ClaimDeed, ClaimState } from './types.ts';

/** Days that staff have to decide, and days that a claimant has to report a lawsuit after a counter-notice. */
export const decideDays = 3;
export const waitDays = 15;

const ways: Readonly<Record<ClaimState, Partial<Record<ClaimDeed, ClaimState>>>> = {
  open: { dismiss: 'dismissed', take_down: 'taken_down', withdraw: 'withdrawn' },
  taken_down: { counter: 'countered', withdraw: 'withdrawn' },
  countered: { sue: 'sued', restore: 'restored', withdraw: 'withdrawn' },
  sued: { withdraw: 'withdrawn' },
  dismissed: {},
  restored: {},
  withdrawn: {},
};

/** A claim as far as it decides what may happen next. */
export interface Standing {
  readonly state: ClaimState;
  readonly restoreAt: Date | null;
}

/**
 * The state that `deed` leads to at `now`; undefined when it cannot be done. After a counter-notice there is no instant at
 * which a lawsuit could be reported and the work restored: before `restoreAt` the one, from then on the other.
 */
export function nextState(
  { state, restoreAt }: Standing,
  deed: ClaimDeed,
  now: Date,
): ClaimState | undefined {
  const isOver = restoreAt !== null && now >= restoreAt;
  if (deed === 'restore' && !isOver) return undefined;
  if (deed === 'sue' && isOver) return undefined;
  return ways[state][deed];
}

/** Whether the work of a claim in this state is closed because of it. */
export function holdsDown(state: ClaimState): boolean {
  return state === 'taken_down' || state === 'countered' || state === 'sued';
}

/** Until when staff should decide a claim made at `at`. */
export function dueOf(at: Date): Date {
  return after(at, decideDays * day);
}

/** When a work comes back after a counter-notice at `at`. */
export function restoreOf(at: Date): Date {
  return after(at, waitDays * day);
}

/** Whether somebody signed with the name they gave. */
export function isSignedBy(name: string, signature: string): boolean {
  return fold(name) === fold(signature);
}
