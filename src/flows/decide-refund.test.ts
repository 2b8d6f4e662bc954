import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { needsSecond } from '#aftersale/service.ts';
import { listCases } from '#aftersale/service.ts';
import { hasAccess } from '#entitlement/service.ts';
import { newId } from '#kernel/id.ts';
import { day, second } from '#kernel/time.ts';
import { getOrder } from '#order/service/read-order.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { changeSettings } from '#settings/service.ts';
import {
  confirmRefundCase,
  grantRefund,
  openRefundCase,
  refuseRefundCase,
  withdrawRefundCase,
} from './decide-refund.ts';
import { assertBooks, count, everything } from './fixtures/books.ts';
import { openShop, type Shop } from './fixtures/shop.ts';
import { requestRefund } from './refund-order.ts';

let shop: Shop;
let owner: Ctx<User>;
let staff: Ctx<User>[];
before(async () => {
  shop = await openShop();
  owner = await shop.aPerson('owner');
  staff = [];
  for (let i = 0; i < 8; i += 1) staff.push(await shop.aPerson('finance'));
  await changeSettings(shop.as(owner), { refundAlone: 10_000 });
});
after(() => shop.close());

const refused = (code: string) => ({ code });
const why = { reason: '生病了，没有时间学' };

async function letItSettle(): Promise<void> {
  for (let i = 0; i < 3; i += 1) {
    await shop.settle();
    shop.wait(3 * second);
  }
  await shop.settle();
}

async function aReader(name = '写信人'): Promise<Ctx<User>> {
  const buyer = await shop.aPerson();
  await shop.house.db
    .updateTable('appUser')
    .set({ email: `${newId()}@example.com`, name, locale: 'zh' })
    .where('id', '=', buyer.actor.userId)
    .execute();
  return buyer;
}

/** A sale whose window is over. */
async function aLateSale(price: number, buyer?: Ctx<User>) {
  const who = buyer ?? (await aReader());
  const { offerId, workId } = await shop.aWork(price);
  const { orderId } = await shop.buy(who, offerId);
  shop.wait(8 * day);
  return { buyer: who, orderId, workId };
}

const stateOf = async (id: string) => {
  const row = await shop.house.db
    .selectFrom('refundCase')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return row.state;
};

const lettersTo = async (buyer: Ctx<User>) => {
  const { email } = await shop.house.db
    .selectFrom('appUser')
    .select('email')
    .where('id', '=', buyer.actor.userId)
    .executeTakeFirstOrThrow();
  const rows = await shop.house.db
    .selectFrom('sentMessage')
    .select(['subject', 'body'])
    .where('address', '=', email)
    .execute();
  return rows;
};

test('outside the window a buyer asks, one of the staff grants a part, and the buyer is told', async () => {
  const { buyer, orderId, workId } = await aLateSale(9_900);
  await assert.rejects(
    requestRefund(shop.as(buyer), orderId, {}),
    refused('order.refund_too_late'),
  );
  const { id, state } = await openRefundCase(shop.as(buyer), orderId, why);
  assert.equal(state, 'open');
  await assert.rejects(openRefundCase(shop.as(buyer), orderId, why), refused('aftersale.waiting'));
  const answer = '这次退一半，祝早日康复。';
  const done = await grantRefund(shop.as(staff[0]!), id, { amount: 4_950, answer });
  assert.equal(done.state, 'granted');
  await letItSettle();
  const order = await getOrder(shop.as(buyer), orderId);
  assert.deepEqual([order.state, order.refunded], ['paid', 4_950]);
  assert.ok(await hasAccess(shop.as(buyer), buyer.actor.userId, workId), 'a part leaves the right');
  const [letter] = await lettersTo(buyer);
  assert.match(letter!.subject, /已同意：¥49\.50/);
  assert.ok(letter!.body!.includes(answer) && letter!.body!.includes(`/orders/${orderId}`));
  assert.equal(await count(shop, 'audit_record', `subject = '${orderId}'`), 1);
  const { items } = await listCases(shop.as(buyer), {
    filter: { orderId },
    cursor: undefined,
    limit: 5,
  });
  assert.deepEqual(
    items.map((one) => [one.state, one.amount, one.proposedName, one.decidedName]),
    [['granted', 4_950, null, null]],
    'who of the staff it was is for staff',
  );
  await assertBooks(shop);
});

test('a refusal says why, by letter; the buyer may take back what they asked', async () => {
  const { buyer, orderId } = await aLateSale(5_000);
  const first = await openRefundCase(shop.as(buyer), orderId, why);
  await withdrawRefundCase(shop.as(buyer), first.id);
  const { id } = await openRefundCase(shop.as(buyer), orderId, why);
  await refuseRefundCase(shop.as(staff[0]!), id, '课程已全部学完');
  await assert.rejects(
    grantRefund(shop.as(staff[1]!), id, { amount: 1, answer: '' }),
    refused('aftersale.passed'),
  );
  await assert.rejects(withdrawRefundCase(shop.as(buyer), id), refused('aftersale.passed'));
  const letters = await lettersTo(buyer);
  assert.equal(letters.length, 1);
  assert.ok(letters[0]!.body!.includes('课程已全部学完'));
  assert.equal(await count(shop, 'refund', `order_id = '${orderId}'`), 0);
});

test('above the limit a second person confirms, once, however many do it at the same time', async () => {
  const { buyer, orderId, workId } = await aLateSale(30_000);
  const { id } = await openRefundCase(shop.as(buyer), orderId, why);
  const [first, ...others] = staff.map((one) => shop.as(one));
  const proposed = await Promise.allSettled(
    [first!, ...others].map((one) => grantRefund(one, id, { amount: 20_000, answer: '' })),
  );
  assert.equal(proposed.filter(({ status }) => status === 'fulfilled').length, 1);
  assert.equal(await stateOf(id), 'proposed');
  assert.equal((await lettersTo(buyer)).length, 0, 'a proposal is no promise');

  const all = [...staff, owner].map((one) => shop.as(one));
  const confirmed = await Promise.allSettled(all.map((one) => confirmRefundCase(one, id)));
  assert.equal(confirmed.filter(({ status }) => status === 'fulfilled').length, 1);
  const row = await shop.house.db
    .selectFrom('refundCase')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  assert.notEqual(row.proposedBy, row.decidedBy);
  await letItSettle();
  assert.equal(await count(shop, 'refund', `order_id = '${orderId}'`), 1);
  assert.equal((await getOrder(shop.as(buyer), orderId)).refunded, 20_000);
  assert.ok(await hasAccess(shop.as(buyer), buyer.actor.userId, workId));
  assert.equal((await lettersTo(buyer)).length, 1);
  await assertBooks(shop);
});

test('nobody confirms their own proposal, and nobody decides about their own order', async () => {
  const { buyer, orderId } = await aLateSale(30_000);
  const { id } = await openRefundCase(shop.as(buyer), orderId, why);
  const [one] = staff;
  await grantRefund(shop.as(one!), id, { amount: 30_000, answer: '' });
  const own = await aLateSale(30_000, staff[2]);
  const asked = await openRefundCase(shop.as(staff[2]!), own.orderId, why);
  const proposed = await aLateSale(30_000, staff[3]);
  const theirs = await openRefundCase(shop.as(one!), proposed.orderId, { reason: '补偿' });
  assert.equal(theirs.state, 'proposed');

  const before = await everything(shop);
  const tries = [
    [() => confirmRefundCase(shop.as(one!), id), 'aftersale.same_person'],
    [() => grantRefund(shop.as(staff[2]!), asked.id, { amount: 1, answer: '' }), 'aftersale.own'],
    [() => refuseRefundCase(shop.as(staff[2]!), asked.id, '不'), 'aftersale.own'],
    [() => confirmRefundCase(shop.as(staff[3]!), theirs.id), 'aftersale.own'],
    [() => requestRefund(shop.as(staff[2]!), own.orderId, { amount: 1 }), 'aftersale.own'],
    [() => requestRefund(shop.as(one!), own.orderId, { amount: 10_001 }), 'aftersale.needs_second'],
    [() => grantRefund(shop.as(buyer), id, { amount: 1, answer: '' }), 'policy.forbidden'],
    [() => confirmRefundCase(shop.as(buyer), id), 'policy.forbidden'],
  ] as const;
  for (const [act, code] of tries) await assert.rejects(act(), refused(code), code);
  assert.equal(await everything(shop), before);
  await confirmRefundCase(shop.as(owner), id);
  await letItSettle();
  assert.equal((await getOrder(shop.as(buyer), orderId)).state, 'refunded');
  await assertBooks(shop);
});

test('many small refunds by one person come to no more than the limit', async () => {
  const { orderId } = await aLateSale(30_000);
  const [one] = staff;
  for (const amount of [4_000, 4_000, 2_000])
    await requestRefund(shop.as(one!), orderId, { amount, reason: '补偿' });
  const more = await openRefundCase(shop.as(one!), orderId, { amount: 1, reason: '补偿' });
  assert.equal(more.state, 'proposed');
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 9_000 }), { maxLength: 30 }),
      fc.nat(20_000),
      (amounts, alone) => {
        const order = { refunded: 0, refunding: 0 };
        for (const amount of amounts)
          if (!needsSecond(order, amount, alone)) order.refunding += amount;
        assert.ok(order.refunding <= alone);
      },
    ),
  );
});

test('who is within the window takes the refund directly', async () => {
  const buyer = await shop.aPerson();
  const { orderId } = await shop.buy(buyer, (await shop.aWork(2_000)).offerId);
  await assert.rejects(
    openRefundCase(shop.as(buyer), orderId, why),
    refused('aftersale.ask_directly'),
  );
  const stranger = await shop.aPerson();
  await assert.rejects(
    openRefundCase(shop.as(stranger), orderId, why),
    refused('policy.not_found'),
  );
});
