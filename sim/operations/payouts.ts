import { ask, numberOf, outcomeOf, type Answer, type Front } from '../callers.ts';
import type { Done, Operation, Scene } from '../operations.ts';
import { between, chance, pick } from './memory.ts';

/** What creators, promoters and finance do about their money. */
export const payoutOperations: readonly Operation<Front>[] = [
  { name: 'ask payout', weight: 3, run: askPayout },
  { name: 'decide payout', weight: 3.5, run: decidePayout },
];

async function askPayout({ world, random }: Scene<Front>): Promise<Done<Front>> {
  const isPromoter = chance(random, 0.4);
  const { creators, promoters } = world.people;
  const id = isPromoter ? pick(random, promoters)!.id : pick(random, creators)!;
  const [of, to] = isPromoter
    ? (['/promoters/me/balance', '/promoters/me/payouts'] as const)
    : (['/creators/me/balance', '/payouts'] as const);
  const balance = await ask(world, id, `GET ${of}`);
  const available = numberOf(balance, 'available');
  const amount = chance(random, 0.5) ? available : between(random, 1, available + 5_000);
  const payee = chance(random, 0.15) ? `fail-${id.slice(0, 8)}` : `o-${id.slice(0, 8)}`;
  const once = () => ask(world, id, `POST ${to}`, { amount: Math.max(1, amount), payee });
  const answers = await Promise.all(chance(random, 0.3) ? [once(), once()] : [once()]);
  return { outcomes: [balance, ...answers].map(outcomeOf) };
}

async function decidePayout({ world, random }: Scene<Front>): Promise<Done<Front>> {
  const { finance, owner } = world.people;
  const waiting = await ask(world, finance, 'GET /payouts?state=requested');
  const items = (waiting.value['items'] ?? []) as readonly { readonly id: string }[];
  const payout = pick(random, items);
  if (!payout) return { outcomes: [outcomeOf(waiting)] };

  const approve = (by: string) => ask(world, by, `PUT /payouts/${payout.id}/approval`);
  const reject = (by: string) =>
    ask(world, by, `PUT /payouts/${payout.id}/rejection`, { reason: '资料不全' });
  const decisions: (() => Promise<Answer>)[] = chance(random, 0.2)
    ? [() => approve(finance), () => reject(owner), () => approve(owner)]
    : [() => (chance(random, 0.8) ? approve(finance) : reject(owner))];
  const answers = await Promise.all(decisions.map((decide) => decide()));
  return { outcomes: answers.map(outcomeOf) };
}
