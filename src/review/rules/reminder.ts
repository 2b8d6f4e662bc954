/** How many overdue submissions somebody has taken; `null`: how many nobody has. */
export interface LateShare {
  readonly assignedTo: string | null;
  readonly count: number;
}

/** How many overdue submissions wait for this person: what they took and what nobody took; for the owner, all. */
export function lateFor(
  me: { readonly id: string; readonly isOwner: boolean },
  shares: readonly LateShare[],
): number {
  return shares
    .filter(({ assignedTo }) => me.isOwner || assignedTo === null || assignedTo === me.id)
    .reduce((sum, { count }) => sum + count, 0);
}
