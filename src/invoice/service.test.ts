import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { grantWork } from '#entitlement/service.ts';
import { aCrowd, allAtOnce } from '#flows/fixtures/crowd.ts';
import { openShop, type Shelf, type Shop } from '#flows/fixtures/shop.ts';
import { requestRefund } from '#flows/refund-order.ts';
import { buyBasket, startPayment } from '#flows/start-payment.ts';
import { newId } from '#kernel/id.ts';
import { money } from '#kernel/money.ts';
import { Refusal } from '#kernel/refusal.ts';
import { day, second } from '#kernel/time.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { changeSettings } from '#settings/service.ts';
import { numberOf } from './rules.ts';
import { issueInvoice } from './service/issue-invoice.ts';
import { followRefund } from './service/keep-fapiao.ts';
import { getInvoiced, readPdf } from './service/read-invoice.ts';
import { getDocument } from '#reading/service/pdf-library.ts';

let shop: Shop;
let shelf: Shelf;
let owner: Ctx<User>;
let finance: Ctx<User>;

const seller = {
  name: '书院文化有限公司',
  address: '北京市海淀区一号',
  taxNumber: '91350100M000100Y43',
};
const buyer = { name: '林一', address: '', taxNumber: '' };

before(async () => {
  shop = await openShop();
  shelf = await shop.aWork(9_900);
  owner = await shop.aPerson('owner');
  finance = await shop.aPerson('finance');
});
after(() => shop.close());

const refuses = (code: string) => (error: unknown) =>
  error instanceof Refusal && error.code === code;

async function aSale(): Promise<{ readonly who: Ctx<User>; readonly orderId: string }> {
  const who = await shop.aPerson();
  const { orderId } = await shop.buy(who, shelf.offerId);
  return { who, orderId };
}

async function letItSettle(): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    await shop.settle();
    shop.wait(3 * second);
  }
  await shop.settle();
}

async function goBack(orderId: string, amount: number): Promise<void> {
  await requestRefund(shop.as(finance), orderId, { amount, reason: '协商' });
  await letItSettle();
}

/** Orders that were paid, without the road there. */
async function paidOrders(people: readonly Ctx<User>[]): Promise<string[]> {
  const at = shop.house.now();
  const rows = people.map(({ actor: { userId } }, index) => ({
    id: newId(),
    number: `7${String(index).padStart(17, '0')}`,
    buyerId: userId,
    state: 'paid' as const,
    total: 9_900,
    currency: 'CNY' as const,
    createdAt: at,
    expiresAt: at,
    closeAt: at,
    paidAt: at,
    refundUntil: at,
    idempotencyKey: newId(),
  }));
  await shop.house.db.insertInto('order').values(rows).execute();
  const { offerId, workId, creatorId } = shelf;
  const sold = { offerId, workId, creatorId, listPrice: 9_900, price: 9_900 };
  const lines = rows.map(({ id: orderId }) => ({
    ...sold,
    id: newId(),
    orderId,
    commissionBps: 1_000,
    refundDays: 7,
    position: 0,
  }));
  await shop.house.db.insertInto('orderLine').values(lines).execute();
  return rows.map(({ id }) => id);
}

test('until somebody said who sells, no invoice is issued, and the page says so', async () => {
  const { who, orderId } = await aSale();
  assert.equal((await getInvoiced(who, orderId)).problem, 'invoice.no_seller');
  await assert.rejects(issueInvoice(who, orderId, buyer), refuses('invoice.no_seller'));
  await changeSettings(owner, { seller, taxBps: 600 });
  shop.wait(4_000);
  assert.equal((await getInvoiced(shop.as(who), orderId)).problem, undefined);
});

test('two hundred invoices at once, a part of which fails, leave no gap in the numbers and no order with two', async () => {
  const people = await aCrowd(shop, 200);
  const orders = await paidOrders(people);
  // Each asks twice, and every seventh breaks off after its number was drawn.
  const asked = orders.flatMap((orderId, index) => [
    { orderId, index, breaks: index % 7 === 0 },
    { orderId, index, breaks: false },
  ]);
  const results = await allAtOnce(asked, ({ orderId, index, breaks }) => {
    const ctx = shop.as(people[index]!);
    const wide = { ...buyer, name: breaks ? '\u0000' : buyer.name };
    return issueInvoice(ctx, orderId, wide);
  });
  const failed = results.filter(({ status }) => status === 'rejected').length;
  assert.ok(failed > 0, 'some broke off');
  const rows = await shop.house.db
    .selectFrom('invoice')
    .select(['orderId', 'serial'])
    .where('kind', '=', 'invoice')
    .execute();
  const serials = rows.map(({ serial }) => serial).toSorted((a, b) => a - b);
  assert.deepEqual(
    serials,
    serials.map((_, index) => index + 1),
  );
  assert.equal(new Set(rows.map(({ orderId }) => orderId)).size, 200);
});

test('an invoice is issued once, says what was true then, and never changes', async () => {
  const { who, orderId } = await aSale();
  const id = await issueInvoice(shop.as(who), orderId, { ...buyer, taxNumber: 'GB123' });
  assert.equal(await issueInvoice(shop.as(who), orderId, { ...buyer, name: '别人' }), id);
  await changeSettings(shop.as(owner), { seller: { ...seller, name: '另一家' } });
  shop.wait(4_000);
  const { invoices } = await getInvoiced(shop.as(who), orderId);
  assert.equal(invoices.length, 1);
  assert.deepEqual(invoices[0]!.content.buyer, { ...buyer, taxNumber: 'GB123' });
  assert.equal(invoices[0]!.content.seller.name, seller.name);
  assert.equal(invoices[0]!.content.tax, 560);
  await assert.rejects(
    shop.house.db.updateTable('invoice').set({ amount: 1 }).where('id', '=', id).execute(),
    /append-only/,
  );
  await assert.rejects(
    shop.house.db.deleteFrom('invoice').where('id', '=', id).execute(),
    /append-only/,
  );
  await changeSettings(shop.as(owner), { seller });
  shop.wait(4_000);
});

test('each refund of an invoiced order has a credit note of its own, also one before the invoice, however often it is told', async () => {
  const { who, orderId } = await aSale();
  await goBack(orderId, 900);
  await issueInvoice(shop.as(who), orderId, buyer);
  await goBack(orderId, 4_000);
  await Promise.all([1, 2, 3].map(() => followRefund(shop.system(), orderId)));
  const { invoices } = await getInvoiced(shop.as(who), orderId);
  assert.deepEqual(
    invoices.map(({ kind, amount }) => [kind, amount]),
    [
      ['invoice', 9_900],
      ['credit', 900],
      ['credit', 4_000],
    ],
  );
  assert.deepEqual(
    invoices.slice(1).map((invoice) => numberOf(invoice)),
    ['CN-2026-000001', 'CN-2026-000002'],
  );
  assert.equal(invoices[1]!.content.credits?.number, numberOf(invoices[0]!));
  await goBack(orderId, 5_000);
  const all = (await getInvoiced(shop.as(who), orderId)).invoices;
  const [first, ...notes] = all;
  const sum = (pick: (one: (typeof all)[number]) => number) =>
    notes.reduce((total, note) => total + pick(note), 0);
  assert.equal(
    sum(({ amount }) => amount),
    first!.amount,
  );
  assert.equal(
    sum(({ content }) => content.tax),
    first!.content.tax,
  );
});

test('a year begins its numbers anew, by Beijing time', async () => {
  const { who, orderId } = await aSale();
  const eve = { ...shop.as(who), now: new Date('2026-12-31T15:59:59Z') };
  const next = { ...eve, now: new Date('2026-12-31T16:00:00Z') };
  const other = await aSale();
  await issueInvoice(eve, orderId, buyer);
  await issueInvoice({ ...next, actor: other.who.actor }, other.orderId, buyer);
  const [before] = (await getInvoiced(who, orderId)).invoices;
  const [anew] = (await getInvoiced(other.who, other.orderId)).invoices;
  assert.equal(before!.year, 2026);
  assert.equal(numberOf(anew!), 'INV-2027-000001');
});

test('only its buyer and those who keep the books have an invoice', async () => {
  const { who, orderId } = await aSale();
  const stranger = await shop.aPerson();
  await assert.rejects(
    issueInvoice(shop.as(stranger), orderId, buyer),
    refuses('policy.not_found'),
  );
  const id = await issueInvoice(shop.as(finance), orderId, buyer);
  await assert.rejects(readPdf(shop.as(stranger), id, 'zh'), refuses('policy.not_found'));
  assert.ok((await readPdf(shop.as(who), id, 'zh')).content.length > 0);
  const audit = await shop.house.db
    .selectFrom('auditRecord')
    .select('deed')
    .where('subject', '=', orderId)
    .execute();
  assert.deepEqual(audit, [{ deed: 'invoice.issue' }]);
});

async function textOf(content: Uint8Array): Promise<string> {
  const task = getDocument(new Uint8Array(content));
  try {
    const document = await task.promise;
    const pages: string[] = [];
    for (let number = 1; number <= document.numPages; number += 1) {
      const { items } = await (await document.getPage(number)).getTextContent();
      pages.push(items.map((item) => ('str' in item ? item.str : '')).join(''));
    }
    return pages.join('\n');
  } finally {
    await task.destroy();
  }
}

test('the PDF can be searched in both languages, and is the same bytes each time', async () => {
  const { who, orderId } = await aSale();
  const asked = {
    name: '示例（上海）科技有限公司',
    address: '上海市黄浦区 1 号',
    taxNumber: seller.taxNumber,
  };
  const id = await issueInvoice(shop.as(who), orderId, asked);
  const zh = await readPdf(shop.as(who), id, 'zh');
  const said = await textOf(zh.content);
  for (const words of [
    '收款凭证',
    seller.name,
    asked.name,
    asked.address,
    '99.00',
    '听得懂的乐理',
    '5.60',
  ])
    assert.ok(said.includes(words), `${words} in ${said}`);
  assert.deepEqual((await readPdf(shop.as(who), id, 'zh')).content, zh.content);
  const en = await textOf((await readPdf(shop.as(who), id, 'en')).content);
  for (const words of ['Invoice', 'Total paid', 'Of which tax (6%)', '99.00', asked.name])
    assert.ok(en.includes(words), `${words} in ${en}`);

  await goBack(orderId, 3_000);
  const [, note] = (await getInvoiced(shop.as(who), orderId)).invoices;
  const credit = await textOf((await readPdf(shop.as(who), note!.id, 'en')).content);
  for (const words of ['Credit note', '-30.00', zh.name.replace('.pdf', '')])
    assert.ok(credit.includes(words), `${words} in ${credit}`);
  assert.equal(note!.amount, money(3_000));
  shop.wait(day);
});

test('what a buyer of several works had from elsewhere, and got back, is on a credit note', async () => {
  const who = await shop.aPerson();
  const other = await shop.aWork(2_500);
  const basket = { offerIds: [shelf.offerId, other.offerId], idempotencyKey: newId() };
  const { id: orderId } = await buyBasket(shop.as(who), basket);
  const gift = { userId: who.actor.userId, workId: other.workId, reason: '礼物' };
  await grantWork(shop.as(owner), gift);
  await startPayment(shop.as(who), orderId);
  const { outTradeNo } = await shop.house.db
    .selectFrom('payment')
    .select('outTradeNo')
    .where('orderId', '=', orderId)
    .executeTakeFirstOrThrow();
  shop.simulator.pay(outTradeNo);
  await letItSettle();
  await issueInvoice(shop.as(who), orderId, buyer);
  const { invoices } = await getInvoiced(shop.as(who), orderId);
  assert.deepEqual(
    invoices.map(({ kind, amount }) => [kind, amount]),
    [
      ['invoice', 12_400],
      ['credit', 2_500],
    ],
  );
  const paper = await textOf((await readPdf(shop.as(who), invoices[0]!.id, 'en')).content);
  for (const words of ['99.00', '25.00', '124.00'])
    assert.ok(paper.includes(words), `${words} in ${paper}`);
});
