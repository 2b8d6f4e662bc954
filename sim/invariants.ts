import type { Evidence, Invariant, Violation } from './invariants/invariant.ts';
import { ledgerInvariants } from './invariants/ledger.ts';
import { basketInvariants } from './invariants/baskets.ts';
import { orderInvariants } from './invariants/orders.ts';
import { payoutInvariants } from './invariants/payouts.ts';
import { activityInvariants } from './invariants/activities.ts';
import { memberInvariants } from './invariants/members.ts';
import { pointInvariants } from './invariants/points.ts';
import { promoterInvariants } from './invariants/promoters.ts';
import { restInvariants } from './invariants/rest.ts';

/** All that must be true of the house's money, judged from raw rows and from the provider's own book. */
export const invariants: readonly Invariant[] = [
  ...ledgerInvariants,
  ...orderInvariants,
  ...basketInvariants,
  ...payoutInvariants,
  ...promoterInvariants,
  ...memberInvariants,
  ...pointInvariants,
  ...activityInvariants,
  ...restInvariants,
];

const mostTold = 5;

/** What contradicts the invariants that must hold now; at most five lines of each. */
export async function findViolations(
  evidence: Evidence,
  when: Invariant['when'],
): Promise<Violation[]> {
  const judged = when === 'quiet' ? invariants : invariants.filter((one) => one.when === 'always');
  const found: Violation[] = [];
  for (const { id, says, find } of judged) {
    const lines = await find(evidence);
    found.push(...lines.slice(0, mostTold).map((what) => ({ id, says, what })));
  }
  return found;
}
