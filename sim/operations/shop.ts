import { ask, outcomeOf, textOf, type Front } from '../callers.ts';
import type { Done, Operation, Scene } from '../operations.ts';
import { between, chance, pick } from './memory.ts';

/** What those who run the shop do besides looking after its money. */
export const shopOperations: readonly Operation<Front>[] = [
  { name: 'price', weight: 1.5, run: price },
  { name: 'grant', weight: 1, run: grant },
  { name: 'terms', weight: 1, run: terms },
];

async function price({ world, random }: Scene<Front>): Promise<Done<Front>> {
  const work = pick(random, world.people.works)!;
  const next = chance(random, 0.1) ? 0 : between(random, 1, 60_000);
  // For ever, or for days: some that end while the simulation runs, and some that are renewed before.
  const accessDays = chance(random, 0.5) ? null : pick(random, [1, 2, 30])!;
  const body = { price: next, accessDays };
  return {
    outcomes: [outcomeOf(await ask(world, work.creatorId, `PUT /works/${work.id}/price`, body))],
  };
}

async function grant({ world, memory, random }: Scene<Front>): Promise<Done<Front>> {
  const { owner, buyers, works } = world.people;
  const given = pick(random, memory.grants);
  if (given !== undefined && chance(random, 0.5)) {
    return { outcomes: [outcomeOf(await ask(world, owner, `DELETE /grants/${given}`))] };
  }
  const body = { userId: pick(random, buyers)!, workId: pick(random, works)!.id, reason: '奖学金' };
  const answer = await ask(world, owner, 'POST /grants', body);
  const id = textOf(answer, 'id');
  if (id !== undefined) memory.grants.push(id);
  return { outcomes: [outcomeOf(answer)] };
}

/** The operator changes what new orders promise. */
async function terms({ world, random }: Scene<Front>): Promise<Done<Front>> {
  const { owner, works } = world.people;
  const settings = { refundDays: pick(random, [0, 1, 3]), minPayout: between(random, 1, 500) };
  const work = pick(random, works)!;
  const subject = pick(random, [
    { scope: 'site' },
    { scope: 'creator', subjectId: work.creatorId },
    { scope: 'work', subjectId: work.id },
  ])!;
  const rule = { ...subject, bps: between(random, 0, 5_000) };
  return {
    outcomes: [
      outcomeOf(await ask(world, owner, 'PATCH /settings', settings)),
      outcomeOf(await ask(world, owner, 'POST /commission-rules', rule)),
    ],
  };
}
