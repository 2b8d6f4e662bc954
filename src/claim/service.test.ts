import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { aCreator, aUser, aWork } from '#catalog/fixtures/works.ts';
import { getWork } from '#catalog/service.ts';
import { Refusal } from '#kernel/refusal.ts';
import { day } from '#kernel/time.ts';
import { liftTakedown } from '#review/service.ts';
import { openTestHouse } from '#platform/testing/database.ts';
import {
  counterClaim,
  decideClaim,
  getOwnClaim,
  keyOf,
  listClaimItems,
  makeClaim,
  remindOfLateClaims,
  reportLawsuit,
  restoreOver,
  withdrawClaim,
} from './service.ts';

const house = await openTestHouse();
after(() => house.close());
const refuses = (code: string) => (error: unknown) =>
  error instanceof Refusal && error.code === code;
const wins = (done: readonly PromiseSettledResult<unknown>[]) =>
  done.filter(({ status }) => status === 'fulfilled').length;

const [first, second] = await Promise.all([
  aUser(house.ctx(), '审核员'),
  aUser(house.ctx(), '审核员'),
]);
let strangers = 0;
const stranger = () => {
  strangers += 1;
  return { ...house.ctx(), actor: { kind: 'visitor' } as const, ip: `198.51.100.${strangers}` };
};

const said = {
  name: '林一',
  signature: '林一',
  original: '《林中曲》，见出版社网站',
  reasons: '第三课整段照抄',
  inGoodFaith: 'yes',
  isTrue: 'yes',
} as const;
const takeDown = { deed: 'take_down', answer: '第三课与原作相同' } as const;
const dismiss = { deed: 'dismiss', answer: '是合理引用' } as const;
const counter = { words: '有授权书', name: '王二', signature: '王二', isTrue: true } as const;

/** A claim against a live work of a creator of its own. */
async function aClaim(email = `claimant-${strangers}@example.net`) {
  const work = await aWork(house.ctx());
  const id = await makeClaim(stranger(), work.slug, { ...said, email });
  const link = { id, key: keyOf(house.ctx(), id) };
  const me = () => house.as(work.creatorId, 'creator');
  const stands = async () => {
    const claim = await getOwnClaim(house.ctx(), link);
    return [claim.state, (await getWork(house.ctx(), work.id)).state];
  };
  return { id, email, link, work, me, stands };
}

async function aTakenDown(email?: string) {
  const claim = await aClaim(email);
  house.advance(1);
  await decideClaim(house.as(first, 'reviewer'), claim.id, takeDown);
  return claim;
}

async function aCountered(email?: string) {
  const claim = await aTakenDown(email);
  house.advance(1);
  await counterClaim(claim.me(), claim.id, counter);
  return claim;
}

async function letters(address: string): Promise<string[]> {
  const rows = await house.db
    .selectFrom('sentMessage')
    .select(['subject', 'body'])
    .where('address', '=', address)
    .orderBy('sentAt')
    .orderBy('id')
    .execute();
  return rows.map(({ subject, body }) => `${subject}\n${body}`);
}

test('from claim to restoring: each is told, the counter-notice is passed on, and the clock gives the work back once', async () => {
  const email = 'story@example.net';
  const { id, link, work, me, stands } = await aTakenDown(email);
  assert.deepEqual(await stands(), ['taken_down', 'taken_down']);
  const [toCreator = ''] = await letters(`${work.creatorId}@example.com`);
  assert.match(toCreator, /林一/);
  assert.match(toCreator, /第三课整段照抄/);
  assert.doesNotMatch(toCreator, /story@example\.net/);

  house.advance(1);
  await counterClaim(me(), id, counter);
  await assert.rejects(counterClaim(me(), id, counter), refuses('claim.passed'));
  const told = await letters(email);
  assert.equal(told.length, 3);
  assert.ok(told.every((letter) => letter.includes(`/claims/${id}/${link.key}`)));
  assert.match(told[2]!, /有授权书/);

  house.advance(15 * day - 1_000);
  await restoreOver(house.ctx());
  assert.deepEqual(await stands(), ['countered', 'taken_down']);
  house.advance(1_000);
  await Promise.all(Array.from({ length: 8 }, () => restoreOver(house.ctx())));
  assert.deepEqual(await stands(), ['restored', 'published']);
  await restoreOver(house.ctx());
  assert.equal((await letters(email)).length, 4);
  const audit = await house.db
    .selectFrom('auditRecord')
    .select('deed')
    .where('subject', '=', id)
    .execute();
  assert.deepEqual(audit.map(({ deed }) => deed).toSorted(), [
    'claim.counter',
    'claim.make',
    'claim.restore',
    'claim.take_down',
  ]);
});

test('a restoring that ends half-way leaves nothing done, and the next one does it', async (t) => {
  const { stands, email } = await aCountered('killed@example.net');
  house.advance(15 * day);
  const send = t.mock.method(house.ports.messenger, 'send', async () => {
    throw new Error('the process ended here');
  });
  await assert.rejects(restoreOver(house.ctx()), /ended here/);
  send.mock.restore();
  assert.deepEqual(await stands(), ['countered', 'taken_down']);
  await restoreOver(house.ctx());
  assert.deepEqual(await stands(), ['restored', 'published']);
  assert.equal((await letters(email)).length, 4);
});

test('a lawsuit that is reported in time keeps the work down; one that comes too late does not', async () => {
  const [late, sued] = [await aCountered(), await aCountered()];
  house.advance(15 * day - 1);
  await reportLawsuit(stranger(), sued.link, '杭州互联网法院（2026）浙 0192 民初 1 号');
  house.advance(1);
  await assert.rejects(reportLawsuit(stranger(), late.link, '某法院'), refuses('claim.passed'));
  await restoreOver(house.ctx());
  assert.deepEqual(await sued.stands(), ['sued', 'taken_down']);
  assert.deepEqual(await late.stands(), ['restored', 'published']);
  await withdrawClaim(stranger(), sued.link);
  assert.deepEqual(await sued.stands(), ['withdrawn', 'published']);
});

test('the lawsuit, the restoring and the withdrawal race around the last instant: one of them wins, and the work stands as it says', async () => {
  for (const offset of [-1, 0]) {
    const claim = await aCountered();
    house.advance(15 * day + offset);
    await Promise.allSettled([
      restoreOver(house.ctx()),
      reportLawsuit(stranger(), claim.link, '某法院'),
      withdrawClaim(stranger(), claim.link),
      restoreOver(house.ctx()),
      reportLawsuit(stranger(), claim.link, '某法院'),
    ]);
    const [state, work] = await claim.stands();
    assert.ok(['restored', 'sued', 'withdrawn'].includes(state!), state);
    assert.notEqual(state, offset < 0 ? 'restored' : 'sued');
    assert.equal(work, state === 'sued' ? 'taken_down' : 'published');
  }
});

test('two of the staff decide at once: one does, and what the other did is undone', async () => {
  const { id, stands, email, work } = await aClaim('race@example.net');
  const done = await Promise.allSettled([
    decideClaim(house.as(first, 'reviewer'), id, takeDown),
    decideClaim(house.as(second, 'reviewer'), id, dismiss),
    decideClaim(house.as(second, 'reviewer'), id, takeDown),
    decideClaim(house.as(first, 'reviewer'), id, dismiss),
  ]);
  assert.equal(wins(done), 1);
  const [state, stood] = await stands();
  assert.equal(stood, state === 'taken_down' ? 'taken_down' : 'published');
  assert.equal((await letters(email)).length, 2);
  const takedowns = await house.db
    .selectFrom('takedown')
    .select('id')
    .where('workId', '=', work.id)
    .execute();
  assert.equal(takedowns.length, state === 'taken_down' ? 1 : 0);
});

test('a claim that is taken back restores the work at once; what staff restored before stays as it is', async () => {
  const claim = await aTakenDown();
  await withdrawClaim(stranger(), claim.link);
  assert.deepEqual(await claim.stands(), ['withdrawn', 'published']);
  await assert.rejects(withdrawClaim(stranger(), claim.link), refuses('claim.passed'));

  const lifted = await aCountered();
  const { takedownId } = await getOwnClaim(house.ctx(), lifted.link);
  await liftTakedown(house.as(first, 'reviewer'), takedownId!);
  house.advance(15 * day);
  await restoreOver(house.ctx());
  assert.deepEqual(await lifted.stands(), ['restored', 'published']);
});

test('a work that is down for two claims comes back when neither holds it any more, in whichever way they end', async () => {
  const { one, two, stands } = await twoOfOneWork();
  assert.deepEqual(await stands(), ['taken_down', 'taken_down', 'taken_down']);
  await withdrawClaim(stranger(), one);
  assert.deepEqual(await stands(), ['withdrawn', 'taken_down', 'taken_down']);
  await withdrawClaim(stranger(), two);
  assert.deepEqual(await stands(), ['withdrawn', 'withdrawn', 'published']);

  const again = await twoOfOneWork();
  await counterClaim(again.me(), again.one.id, counter);
  house.advance(15 * day);
  await restoreOver(house.ctx());
  assert.deepEqual(await again.stands(), ['restored', 'taken_down', 'taken_down']);
  await counterClaim(again.me(), again.two.id, counter);
  house.advance(15 * day);
  await restoreOver(house.ctx());
  assert.deepEqual(await again.stands(), ['restored', 'restored', 'published']);
});

test('two claims that hold one work are taken back at once: the work comes back once', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { one, two, stands } = await twoOfOneWork();
    const done = await Promise.allSettled(
      [one, two].map((link) => withdrawClaim(stranger(), link)),
    );
    assert.equal(wins(done), 2);
    assert.deepEqual(await stands(), ['withdrawn', 'withdrawn', 'published']);
  }
});

test('one claim is upheld while the other is taken back: the work is down exactly while one holds it', async () => {
  for (let round = 0; round < 8; round += 1) {
    const { one, two, work, stands } = await twoOfOneWork({ isOneOpen: true });
    await Promise.allSettled([
      decideClaim(house.as(first, 'reviewer'), one.id, takeDown),
      withdrawClaim(stranger(), two),
    ]);
    const [state, other, stood] = await stands();
    assert.equal(other, 'withdrawn');
    assert.equal(stood, state === 'taken_down' ? 'taken_down' : 'published', work);
  }
});

/** Two claims against one work that was taken down for them; the first is open still where `isOneOpen`. */
async function twoOfOneWork({ isOneOpen = false } = {}) {
  const { id, link: one, work, me } = await aClaim();
  const secondId = await makeClaim(stranger(), work.slug, { ...said, email: `${id}@example.net` });
  const two = { id: secondId, key: keyOf(house.ctx(), secondId) };
  house.advance(1);
  for (const claim of isOneOpen ? [two] : [one, two])
    await decideClaim(house.as(first, 'reviewer'), claim.id, takeDown);
  const stateOf = async (link: typeof one) => (await getOwnClaim(house.ctx(), link)).state;
  const stands = async () => [
    await stateOf(one),
    await stateOf(two),
    (await getWork(house.ctx(), work.id)).state,
  ];
  return { one, two, me, work: work.id, stands };
}

test('nobody decides about a work of their own, answers for somebody else, or follows a claim by another key', async () => {
  const { id, work, link } = await aClaim();
  await assert.rejects(
    decideClaim(house.as(work.creatorId, 'reviewer'), id, takeDown),
    refuses('claim.own'),
  );
  await decideClaim(house.as(first, 'reviewer'), id, takeDown);
  const other = await aCreator(house.ctx());
  await assert.rejects(counterClaim(house.as(other, 'creator'), id, counter), /forbidden|policy/);
  const key = `${link.key.slice(0, -2)}AA`;
  await assert.rejects(getOwnClaim(stranger(), { id, key }), refuses('claim.unknown'));
  await assert.rejects(withdrawClaim(stranger(), { id, key: '' }), refuses('claim.unknown'));
});

test('what is not signed, or is about what is closed already, is not taken in; one caller may not flood the staff', async () => {
  const { work } = await aTakenDown();
  const email = 'flood@example.net';
  const form = { ...said, email };
  await assert.rejects(makeClaim(stranger(), work.slug, form), refuses('claim.work_unknown'));
  const { slug } = await aWork(house.ctx());
  const unsigned = { ...form, signature: '别人' };
  await assert.rejects(makeClaim(stranger(), slug, unsigned), refuses('claim.signature'));
  const one = stranger();
  const asked = await Promise.allSettled(
    Array.from({ length: 40 }, () => makeClaim(one, slug, form)),
  );
  const most = Math.ceil(house.ports.settings.authRateLimit / 3);
  assert.ok(wins(asked) >= 1 && wins(asked) <= most, String(wins(asked)));
});

test('staff see who claims, what is overdue and who is claimed against again; creators see what closed works of theirs', async () => {
  const { id, me } = await aTakenDown('seen@example.net');
  const waiting = await aClaim();
  house.advance(4 * day);
  const staff = await listClaimItems(house.as(first, 'reviewer'), {}, undefined, 200);
  const upheld = staff.items.find((item) => item.id === id)!;
  assert.deepEqual([upheld.email, upheld.upheldCount], ['seen@example.net', 1]);
  const isLate = true;
  const late = await listClaimItems(house.as(first, 'reviewer'), { isLate }, undefined, 200);
  assert.ok(late.items.some((item) => item.id === waiting.id && item.isLate));
  assert.ok(late.items.every(({ state }) => state === 'open'));
  const own = await listClaimItems(me(), {}, undefined, 200);
  assert.deepEqual(
    own.items.map((item) => [item.id, item.name, item.email, item.upheldCount, item.may.counter]),
    [[id, '林一', null, null, true]],
  );
  assert.deepEqual((await listClaimItems(waiting.me(), {}, undefined, 200)).items, []);
  const page = await listClaimItems(house.as(first, 'reviewer'), {}, undefined, 1);
  const next = await listClaimItems(house.as(first, 'reviewer'), {}, page.nextCursor!, 1);
  assert.notEqual(page.items[0]!.id, next.items[0]!.id);
});

test('whoever decides is told of overdue claims once a day, however many processes ask', async () => {
  await aClaim();
  const held = {
    userId: second,
    role: 'reviewer',
    grantedAt: house.now(),
    grantedBy: null,
  } as const;
  await house.db.insertInto('userRole').values(held).execute();
  house.advance(4 * day);
  const told = async () => (await letters(`${second}@example.com`)).length;
  await Promise.all(Array.from({ length: 6 }, () => remindOfLateClaims(house.ctx())));
  assert.equal(await told(), 1);
  const [letter = ''] = await letters(`${second}@example.com`);
  assert.match(letter, /侵权投诉超过了时限/);
  house.advance(day);
  await remindOfLateClaims(house.ctx());
  assert.equal(await told(), 2);
});

test('an address that nobody proved to be theirs is not flooded, whoever writes it', async () => {
  const { slug } = await aWork(house.ctx());
  const form = { ...said, email: 'victim@example.net' };
  const asked = await Promise.allSettled(
    Array.from({ length: 30 }, () => makeClaim(stranger(), slug, form)),
  );
  const most = Math.ceil(house.ports.settings.authRateLimit / 3);
  assert.equal(wins(asked), Math.min(most, 30));
  assert.equal((await letters('victim@example.net')).length, Math.min(most, 30));
});
