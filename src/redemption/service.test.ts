import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { aWork } from '#catalog/fixtures/works.ts';
import { grantWork, hasAccess, listEntitlements } from '#entitlement/service.ts';
import { newId } from '#kernel/id.ts';
import { after as later, day, hour } from '#kernel/time.ts';
import { TierInput } from '#membership/schema.ts';
import { createTier, listOwn } from '#membership/service.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { count, everything } from '../flows/fixtures/books.ts';
import { openShop, type Shop } from '../flows/fixtures/shop.ts';
import { codeFrom } from './rules.ts';
import {
  listBatches,
  listCodes,
  makeBatch,
  redeemCode,
  setBatchFrozen,
  setCodeFrozen,
} from './service.ts';

let shop: Shop;
let owner: Ctx<User>;
before(async () => {
  shop = await openShop();
  owner = await shop.aPerson('owner');
});
after(() => shop.close());

const own = () => shop.as(owner);
const refused = (code: string) => (error: unknown) => (error as { code?: string }).code === code;
const addresses = new Map<string, string>();
/** A person at a machine of their own. */
function at({ actor }: Ctx<User>): string {
  const known =
    addresses.get(actor.userId) ?? `198.51.${addresses.size >> 8}.${addresses.size & 255}`;
  addresses.set(actor.userId, known);
  return known;
}
const redeem = (person: Ctx<User>, code: string) =>
  redeemCode({ ...shop.as(person), ip: at(person) }, code);
const open = { cursor: undefined, limit: 200 };

async function codesFor(workId: string, more: { days?: number; quantity?: number } = {}) {
  const { quantity = 1, ...rest } = more;
  return makeBatch(own(), { name: '书展', workId, quantity, ...rest });
}

test('of two hundred who try one code at once exactly one has it, and the others are told', async () => {
  const { id: workId } = await aWork(shop.house.ctx());
  const { id, codes } = await codesFor(workId);
  const people = await Promise.all(Array.from({ length: 50 }, () => shop.aPerson()));
  const tries = await Promise.allSettled(
    Array.from({ length: 200 }, (_, n) => redeem(people[n % 50]!, codes[0]!)),
  );
  assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 1);
  const told = new Set(
    tries.flatMap((one) =>
      one.status === 'rejected' ? [(one.reason as { code: string }).code] : [],
    ),
  );
  told.delete('redemption.redeemed_by_you');
  assert.deepEqual([...told], ['redemption.redeemed']);
  assert.equal(await count(shop, 'entitlement', `work_id = '${workId}'`), 1);
  const batch = (await listBatches(own(), open)).items.find((one) => one.id === id);
  assert.equal(batch!.redeemed, 1);
});

test('a code opens a work for its days, with the source code', async () => {
  const { id: workId } = await aWork(shop.house.ctx());
  const { codes } = await codesFor(workId, { days: 30 });
  const learner = await shop.aPerson();
  const { userId } = learner.actor;
  const given = await redeem(learner, codes[0]!.toLowerCase().replaceAll('-', ' '));
  assert.deepEqual(given.endsAt, later(shop.house.now(), 30 * day));
  assert.ok(await hasAccess(shop.as(learner), userId, workId));
  assert.ok(!(await hasAccess({ ...learner, now: given.endsAt }, userId, workId)));
  const query = { filter: { workId }, ...open };
  assert.equal((await listEntitlements(own(), query)).items[0]!.sourceKind, 'code');
});

test('codes of a tier add up: the second begins where the first ends', async () => {
  const tierId = await createTier(
    own(),
    TierInput.parse({ nameZh: '畅学', nameEn: 'All access', covers: [{ scope: 'all' }] }),
  );
  const batch = { name: '合作', tierId, quantity: 10, days: 7 };
  const { codes } = await makeBatch(own(), batch);
  const { id: workId } = await aWork(shop.house.ctx());
  const learner = await shop.aPerson();
  await Promise.all(codes.map((code) => redeem(learner, code)));
  const ends = (await listOwn(shop.as(learner))).map(({ endsAt }) => Date.parse(endsAt!));
  assert.equal(Math.max(...ends), shop.house.now().getTime() + 70 * day);
  assert.ok(await hasAccess(shop.as(learner), learner.actor.userId, workId));
});

test('what cannot be redeemed says why, and leaves the code as it was', async () => {
  const { id: workId } = await aWork(shop.house.ctx());
  const made = await codesFor(workId, { quantity: 3 });
  const [code, second] = made.codes as [string, string];
  const learner = await shop.aPerson();
  await grantWork(own(), { userId: learner.actor.userId, workId, reason: '奖学金' });
  const stranger = codeFrom(Array.from({ length: 14 }, () => 9));
  const other = await shop.aPerson();
  const tries = [
    [learner, code, 'redemption.already_owned'],
    [other, stranger, 'redemption.unknown_code'],
    [other, code.slice(2), 'redemption.incomplete'],
    [other, swapped(code), 'redemption.mistyped'],
  ] as const;
  const before = await everything(shop, ['rate_window']);
  for (const [person, typed, why] of tries)
    await assert.rejects(redeem(person, typed), refused(why), why);
  assert.equal(await everything(shop, ['rate_window']), before);

  await setBatchFrozen(own(), made.id, true);
  await assert.rejects(redeem(other, code), refused('redemption.frozen'));
  await setBatchFrozen(own(), made.id, false);
  const rows = (await listCodes(own(), made.id, { filter: {}, ...open })).items;
  const one = rows.find(({ tail }) => tail === second.slice(-4))!;
  await setCodeFrozen(own(), one.id, true);
  await assert.rejects(redeem(other, second), refused('redemption.frozen'));
  await redeem(other, code);
  await assert.rejects(redeem(other, code), refused('redemption.redeemed_by_you'));
  await assert.rejects(redeem(await shop.aPerson(), code), refused('redemption.redeemed'));
  const states = (await listCodes(own(), made.id, { filter: {}, ...open })).items;
  assert.deepEqual(states.map(({ state }) => state).toSorted(), ['frozen', 'open', 'redeemed']);
});

function swapped(code: string): string {
  const plain = [...code.replaceAll('-', '')];
  const at = plain.findIndex((character, n) => character !== plain[n + 1]);
  [plain[at], plain[at + 1]] = [plain[at + 1]!, plain[at]!];
  return plain.join('');
}

test('a code is good until its batch is over, and not a moment longer', async () => {
  const { id: workId } = await aWork(shop.house.ctx());
  const expiresAt = later(shop.house.now(), day);
  const { codes } = await makeBatch(own(), {
    name: '限时',
    workId,
    quantity: 2,
    expiresAt: expiresAt.toISOString(),
  });
  const [learner, late] = [await shop.aPerson(), await shop.aPerson()];
  await redeemCode({ ...learner, now: later(expiresAt, -1) }, codes[0]!);
  await assert.rejects(
    redeemCode({ ...late, now: expiresAt }, codes[1]!),
    refused('redemption.expired'),
  );
});

test('who guesses is stopped after twenty tries in an hour; who mistypes is not', async () => {
  const guesser = { ...(await shop.aPerson()), ip: '203.0.113.7' };
  const guess = (n: number) =>
    codeFrom(Array.from({ length: 14 }, (_, place) => (place * 7 + n) % 32));
  for (let n = 0; n < 30; n += 1)
    await assert.rejects(redeemCode(guesser, `${guess(n)}0`), refused('redemption.incomplete'));
  for (let n = 0; n < 20; n += 1)
    await assert.rejects(redeemCode(guesser, guess(n)), refused('redemption.unknown_code'));
  await assert.rejects(redeemCode(guesser, guess(21)), refused('rate.limited'));
  const again = { ...guesser, now: later(shop.house.now(), hour) };
  await assert.rejects(redeemCode(again, guess(22)), refused('redemption.unknown_code'));
});

test('codes are told once, are all different, and no table holds one', async () => {
  const { id: workId } = await aWork(shop.house.ctx());
  const { codes } = await codesFor(workId, { quantity: 2_000 });
  assert.equal(new Set(codes).size, 2_000);
  const kept = JSON.stringify(
    await shop.house.db.selectFrom('redemptionCode').selectAll().execute(),
  );
  assert.ok(!kept.includes(codes[0]!.replaceAll('-', '')));
});

test('only the owner makes and freezes codes; what cannot be made leaves no trace', async () => {
  const { id: workId } = await aWork(shop.house.ctx());
  const before = await everything(shop);
  const tries = [
    [owner, { workId: newId() }, 'redemption.unknown_subject'],
    [owner, { workId, expiresAt: '2020-01-01T00:00:00Z' }, 'redemption.in_the_past'],
    [await shop.aPerson('finance'), { workId }, 'policy.forbidden'],
    [await shop.aPerson(), { workId }, 'policy.forbidden'],
  ] as const;
  for (const [person, input, why] of tries)
    await assert.rejects(
      makeBatch(shop.as(person), { name: '书展', quantity: 1, ...input }),
      refused(why),
      why,
    );
  assert.equal(await everything(shop), before);
  await assert.rejects(setBatchFrozen(own(), newId(), true), refused('redemption.unknown_batch'));
});
