import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openShop, type Shelf, type Shop } from '#flows/fixtures/shop.ts';
import { requestRefund } from '#flows/refund-order.ts';
import { Refusal } from '#kernel/refusal.ts';
import { day, second } from '#kernel/time.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import type { FapiaoItem, FapiaoWish } from './schema.ts';
import { getAsked, requestFapiao, withdrawFapiao } from './service/ask-fapiao.ts';
import { putFile, readFile } from './service/file.ts';
import { importFapiao } from './service/import-fapiao.ts';
import { followRefund, issueFapiao, issueRedLetter, refuseFapiao } from './service/keep-fapiao.ts';
import { listFapiao } from './service/list-fapiao.ts';

let shop: Shop;
let shelf: Shelf;
let finance: Ctx<User>;

before(async () => {
  shop = await openShop();
  shelf = await shop.aWork(9_900);
  finance = await shop.aPerson('finance');
});
after(() => shop.close());

const person = {
  kind: 'personal',
  title: '林一',
  taxNumber: '',
  email: 'lin@example.com',
} as const satisfies FapiaoWish;
const company = {
  kind: 'company',
  title: '示例科技有限公司',
  taxNumber: '91350100M000100Y43',
  email: 'tax@example.com',
} as const satisfies FapiaoWish;

const refuses = (code: string) => (error: unknown) =>
  error instanceof Refusal && error.code === code;
const wins = (done: readonly PromiseSettledResult<unknown>[]) =>
  done.filter(({ status }) => status === 'fulfilled').length;

let drawn = 0;
/** What the tax office gives a fapiao, another each time. */
function aDocument() {
  drawn += 1;
  return { number: `2635${String(drawn).padStart(16, '0')}`, issuedOn: '2026-11-22' };
}
const issued = (amount: number) => ({ ...aDocument(), amount, link: '' });

async function aSale() {
  const who = await shop.aPerson();
  const { orderId } = await shop.buy(who, shelf.offerId);
  return { who: () => shop.as(who), orderId };
}

async function anAsked(wish: FapiaoWish = company) {
  const sale = await aSale();
  const id = await requestFapiao(sale.who(), sale.orderId, wish);
  return { ...sale, id };
}

async function anIssued() {
  const asked = await anAsked();
  const document = issued(9_900);
  await issueFapiao(shop.as(finance), asked.id, document);
  return { ...asked, document };
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

async function latestOf({ who, orderId }: { who: () => Ctx<User>; orderId: string }) {
  const [latest] = (await getAsked(who(), orderId)).fapiao;
  return latest!;
}

async function lettersTo(address: string): Promise<string[]> {
  const rows = await shop.house.db
    .selectFrom('sentMessage')
    .select('subject')
    .where('address', '=', address)
    .orderBy('id')
    .execute();
  return rows.map(({ subject }) => subject);
}

test('a company needs a tax number that can be one; a person has none', async () => {
  const { who, orderId } = await aSale();
  const wrong = { ...company, taxNumber: '91350100M000100Y44' };
  await assert.rejects(requestFapiao(who(), orderId, wrong), refuses('fapiao.tax_number'));
  await assert.rejects(
    requestFapiao(who(), orderId, { ...company, taxNumber: '' }),
    refuses('fapiao.tax_number'),
  );
  await requestFapiao(who(), orderId, { ...person, taxNumber: 'ABC' });
  assert.equal((await latestOf({ who, orderId })).taxNumber, '');
});

test('an order has one live fapiao, however many ask at once; strangers have none', async () => {
  const { who, orderId } = await aSale();
  const asks = Array.from({ length: 40 }, () => requestFapiao(who(), orderId, person));
  assert.equal(wins(await Promise.allSettled(asks)), 1);
  const stranger = await shop.aPerson();
  await assert.rejects(requestFapiao(stranger, orderId, person), refuses('policy.not_found'));
  await assert.rejects(getAsked(stranger, orderId), refuses('policy.not_found'));
  await assert.rejects(listFapiao(stranger, {}, undefined, 10), refuses('policy.not_found'));
  await withdrawFapiao(who(), orderId);
  shop.wait(second);
  await requestFapiao(who(), orderId, company);
  assert.deepEqual(
    (await getAsked(who(), orderId)).fapiao.map(({ state }) => state),
    ['requested', 'withdrawn'],
  );
});

test('titles that were used stand there the next time, the latest first, each once', async () => {
  const { who, orderId } = await aSale();
  for (const wish of [person, company, person]) {
    await requestFapiao(who(), orderId, wish);
    await withdrawFapiao(who(), orderId);
    shop.wait(second);
  }
  const { titles } = await getAsked(who(), orderId);
  assert.deepEqual(
    titles.map(({ title }) => title),
    [person.title, company.title],
  );
});

test('a fapiao is issued once, for what was paid, and its buyer is told', async () => {
  const asked = await anAsked({ ...company, email: 'once@example.com' });
  await assert.rejects(
    issueFapiao(asked.who(), asked.id, issued(9_900)),
    refuses('policy.forbidden'),
  );
  for (const amount of [9_899, 9_901])
    await assert.rejects(
      issueFapiao(shop.as(finance), asked.id, issued(amount)),
      refuses('fapiao.amount_changed'),
    );
  const tries = Array.from({ length: 20 }, () =>
    issueFapiao(shop.as(finance), asked.id, issued(9_900)),
  );
  assert.equal(wins(await Promise.allSettled(tries)), 1);
  const fapiao = await latestOf(asked);
  assert.equal(fapiao.state, 'issued');
  assert.deepEqual(await lettersTo('once@example.com'), ['您的发票已开具']);
  const next = await anAsked();
  await assert.rejects(
    issueFapiao(shop.as(finance), next.id, { ...issued(9_900), number: fapiao.number! }),
    refuses('fapiao.number_taken'),
  );
  assert.equal((await latestOf(next)).state, 'requested');
});

test('of taking a request back, refusing it and issuing it at once, one comes true', async () => {
  for (let round = 0; round < 8; round += 1) {
    const asked = await anAsked();
    const done = await Promise.allSettled([
      withdrawFapiao(asked.who(), asked.orderId),
      issueFapiao(shop.as(finance), asked.id, issued(9_900)),
      refuseFapiao(shop.as(finance), asked.id, '抬头不全'),
    ]);
    assert.equal(wins(done), 1);
    const ends = ['withdrawn', 'issued', 'refused'];
    const winner = done.findIndex(({ status }) => status === 'fulfilled');
    assert.equal((await latestOf(asked)).state, ends[winner]);
  }
});

test('while money goes back nothing is issued; a refund and an issue at once leave a fapiao of what is left', async () => {
  const seen = { issued: 0, refused: 0 };
  for (let round = 0; round < 12; round += 1) {
    const asked = await anAsked();
    const back = { amount: 3_000, reason: '协商' };
    const [issue, refund] = await Promise.allSettled([
      issueFapiao(shop.as(finance), asked.id, issued(9_900)),
      requestRefund(shop.as(finance), asked.orderId, back),
    ]);
    assert.equal(refund.status, 'fulfilled');
    if (issue.status === 'rejected') assert.ok(refuses('fapiao.refund_under_way')(issue.reason));
    seen[issue.status === 'rejected' ? 'refused' : 'issued'] += 1;
    await letItSettle();
    const fapiao = await latestOf(asked);
    if (issue.status === 'rejected') {
      assert.equal(fapiao.state, 'requested');
      await issueFapiao(shop.as(finance), asked.id, issued(6_900));
      assert.deepEqual((await latestOf(asked)).letters, []);
    } else {
      assert.equal(fapiao.state, 'red_owed');
      assert.deepEqual(
        fapiao.letters.map(({ amount }) => amount),
        [3_000],
      );
    }
  }
  assert.equal(seen.issued + seen.refused, 12);
});

test('each refund after the issue owes one red letter, however often it is told, until all is taken back', async () => {
  const sale = await anIssued();
  await goBack(sale.orderId, 4_000);
  await Promise.all(Array.from({ length: 20 }, () => followRefund(shop.system(), sale.orderId)));
  let fapiao = await latestOf(sale);
  assert.equal(fapiao.state, 'red_owed');
  assert.equal(fapiao.letters.length, 1);
  const [letter] = fapiao.letters;
  const tries = Array.from({ length: 20 }, () =>
    issueRedLetter(shop.as(finance), letter!.id, aDocument()),
  );
  assert.equal(wins(await Promise.allSettled(tries)), 1);
  assert.equal((await latestOf(sale)).state, 'issued');
  await assert.rejects(requestFapiao(sale.who(), sale.orderId, person), refuses('fapiao.live'));

  await goBack(sale.orderId, 5_900);
  fapiao = await latestOf(sale);
  assert.deepEqual(
    fapiao.letters.map(({ amount }) => amount),
    [4_000, 5_900],
  );
  await issueRedLetter(shop.as(finance), fapiao.letters[1]!.id, aDocument());
  assert.equal((await latestOf(sale)).state, 'red');
  assert.equal((await getAsked(sale.who(), sale.orderId)).problem, 'invoice.nothing_left');
});

test('a red letter and another refund at once lose neither', async () => {
  const sale = await anIssued();
  await goBack(sale.orderId, 1_000);
  const [letter] = (await latestOf(sale)).letters;
  await requestRefund(shop.as(finance), sale.orderId, { amount: 2_000, reason: '协商' });
  await Promise.all([issueRedLetter(shop.as(finance), letter!.id, aDocument()), letItSettle()]);
  const fapiao = await latestOf(sale);
  assert.equal(fapiao.state, 'red_owed');
  assert.deepEqual(
    fapiao.letters.map(({ amount, number }) => [amount, number !== null]),
    [
      [1_000, true],
      [2_000, false],
    ],
  );
});

test('a request ends by itself when all of the money went back, and its buyer is told', async () => {
  const asked = await anAsked({ ...person, email: 'gone@example.com' });
  await goBack(asked.orderId, 9_900);
  const fapiao = await latestOf(asked);
  assert.equal(fapiao.state, 'refused');
  assert.match(fapiao.reason, /全额退款/);
  assert.deepEqual(await lettersTo('gone@example.com'), ['您的发票申请没有通过']);
});

test('a year after the payment it is too late, and after a week staff are', async () => {
  const late = await anAsked();
  const other = await aSale();
  shop.wait(7 * day + 1);
  const { items } = await listFapiao(shop.as(finance), { late: true }, undefined, 100);
  assert.ok(items.some(({ id, isLate }) => id === late.id && isLate));
  shop.wait(358 * day);
  await assert.rejects(
    requestFapiao(other.who(), other.orderId, person),
    refuses('fapiao.too_late'),
  );
});

const pdf = Buffer.from('%PDF-1.7\n% 电子发票');
const ofd = Buffer.from('PK\u0003\u0004 … OFD.xml …', 'latin1');

test('a file is a PDF or an OFD; its buyer and staff have it, another takes its place', async () => {
  const sale = await anIssued();
  const put = (name: string, content: Buffer) =>
    putFile(shop.as(finance), sale.id, { name, content });
  await assert.rejects(put('a.pdf', Buffer.from('<html>')), refuses('fapiao.bad_file'));
  await assert.rejects(readFile(sale.who(), sale.id), refuses('fapiao.no_file'));
  await put('../../发票.pdf', pdf);
  const first = await latestOf(sale);
  assert.equal(first.fileName, '....发票.pdf');
  await put('', ofd);
  const second = await latestOf(sale);
  assert.equal(second.fileName, `${sale.document.number}.ofd`);
  assert.equal(await shop.house.ports.files.stat(first.fileKey!), undefined);
  const { content } = await readFile(sale.who(), sale.id);
  assert.deepEqual(Buffer.concat(await content.toArray()), ofd);
  const stranger = await shop.aPerson();
  await assert.rejects(readFile(stranger, sale.id), refuses('policy.not_found'));
  await assert.rejects(
    putFile(sale.who(), sale.id, { name: 'a.pdf', content: pdf }),
    refuses('policy.forbidden'),
  );
  const waiting = await anAsked();
  await assert.rejects(
    putFile(shop.as(finance), waiting.id, { name: 'a.pdf', content: pdf }),
    refuses('fapiao.passed'),
  );
});

test('what was exported comes back with its numbers, line by line, and what cannot be is told', async () => {
  const [one, two, three] = await Promise.all([anAsked(), anAsked(), anAsked()]);
  const { items } = await listFapiao(shop.as(finance), { state: 'requested' }, undefined, 200);
  const row = (id: string, more: readonly string[]) => {
    const item: FapiaoItem = items.find((found) => found.id === id)!;
    return [`${item.orderNumber}\t`, `"${item.title}"`, item.taxNumber, ...more].join(',');
  };
  const csv = [
    '\uFEFF订单号,抬头,纳税人识别号,金额（元）,发票号码,开票日期',
    row(one.id, ['99.00', `${aDocument().number}\t`, '2026/11/23']),
    row(two.id, ['98.00', aDocument().number, '2026-11-23']),
    row(three.id, ['99.00', '', '']),
    `${'9'.repeat(18)},无,,99.00,${aDocument().number},2026-11-23`,
    row(three.id, ['99.00', '12', '2026-11-23']),
  ].join('\r\n');
  const told = await importFapiao(shop.as(finance), csv);
  assert.equal(told.issued, 1);
  assert.deepEqual(
    told.problems.map(({ line }) => line),
    [3, 5, 6],
  );
  assert.match(told.problems[0]!.text, /¥99/);
  assert.equal((await latestOf(one)).issuedOn, '2026-11-23');
  assert.equal((await latestOf(three)).state, 'requested');
  const lost = await importFapiao(shop.as(finance), '抬头\n无');
  assert.equal(lost.problems[0]!.line, 1);
});
