import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { minute } from '#kernel/time.ts';
import { noChallenge, proofOfWork } from './challenge.ts';
import { openTestHouse, type TestHouse } from './testing/database.ts';

let house: TestHouse;
before(async () => {
  house = await openTestHouse();
});
after(() => house.close());

const bits = 8;
const challenge = proofOfWork(bits);

function solve(puzzle: string): string {
  for (let answer = 0; ; answer += 1) {
    const solution = `${puzzle}:${answer}`;
    if (createHash('sha256').update(solution).digest()[0] === 0) return solution;
  }
}

test('a solved puzzle counts once, however many race with it', async () => {
  const ctx = house.ctx();
  const solution = solve(challenge.issue(ctx).puzzle);
  const counted = await Promise.all(
    Array.from({ length: 10 }, () => challenge.verify(ctx, solution)),
  );
  assert.equal(counted.filter(Boolean).length, 1);
});

test('another answer to the same puzzle does not count again', async () => {
  const ctx = house.ctx();
  const { puzzle } = challenge.issue(ctx);
  const first = solve(puzzle);
  let second = '';
  for (let answer = Number(first.split(':')[1]) + 1; !second; answer += 1) {
    const text = `${puzzle}:${answer}`;
    if (createHash('sha256').update(text).digest()[0] === 0) second = text;
  }
  assert(await challenge.verify(ctx, first));
  assert(!(await challenge.verify(ctx, second)));
});

test('a puzzle that is over, changed, easier or not ours does not count', async () => {
  const ctx = house.ctx();
  const { puzzle } = challenge.issue(ctx);
  const late = house.ctx({ now: new Date(house.now().getTime() + 10 * minute) });
  assert(!(await challenge.verify(late, solve(puzzle))));
  assert(!(await challenge.verify(ctx, undefined)));
  assert(!(await challenge.verify(ctx, `${puzzle}:x`)));
  const longer = puzzle.replace(/^\d{13}/, (ends) => String(Number(ends) + 1));
  assert(!(await challenge.verify(ctx, solve(longer))));
  assert(!(await challenge.verify(ctx, solve(proofOfWork(4).issue(ctx).puzzle))));
  const stranger = { ...ctx, ports: { ...ctx.ports, secret: Buffer.alloc(32, 99) } };
  assert(!(await challenge.verify(ctx, solve(challenge.issue(stranger).puzzle))));
});

test('without a challenge everybody passes', async () => {
  assert.equal(noChallenge.issue(house.ctx()).kind, 'none');
  assert(await noChallenge.verify(house.ctx(), undefined));
});
