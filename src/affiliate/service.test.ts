import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { beginRule } from '#commission/service.ts';
import { newId } from '#kernel/id.ts';
import { day } from '#kernel/time.ts';
import type { Actor, Ctx, User } from '#platform/ctx.ts';
import { mountRoutes } from '#platform/http/mount.ts';
import { pageRoute, show } from '#platform/http/route.ts';
import { permission } from '#platform/policy.ts';
import { openShop, type Shop } from '../flows/fixtures/shop.ts';
import { buyOffer } from '../flows/start-payment.ts';
import { binding, linkRoutes } from './pages/links.ts';
import type { PromotionTerms } from './schema.ts';
import {
  appointPromoter,
  approveApplication,
  askToPromote,
  bindAtLogin,
  changeTerms,
  decideWorkPromotion,
  dismissPromoter,
  followed,
  getOwnPromotion,
  getTerms,
  getWorkPromotion,
  listApplications,
  listCampaigns,
  listCustomers,
  listPromoters,
  refuseApplication,
  setOwnRate,
  shortLinkOf,
} from './service.ts';
import { selectBindings } from './store/binding.ts';

let shop: Shop;
let owner: Ctx<User>;
before(async () => {
  shop = await openShop();
  owner = await shop.aPerson('owner');
});
after(() => shop.close());

const refused = (code: string) => (error: unknown) => (error as { code?: string }).code === code;
const nothing = { source: '', medium: '', campaign: '' };
const page = { filter: {}, cursor: undefined, limit: 50 };

async function decide(more: Partial<PromotionTerms>): Promise<void> {
  await changeTerms(shop.as(owner), { ...(await getTerms(shop.as(owner))), ...more });
}

async function aPromoter(): Promise<{ person: Ctx<User>; id: string; code: string }> {
  const person = await shop.aPerson();
  await appointPromoter(shop.as(owner), person.actor.userId);
  const { code } = await getOwnPromotion(shop.as(person));
  return { person, id: person.actor.userId, code: code! };
}

const visit = (person: Ctx<User>, code: string, campaign = nothing) =>
  followed(shop.as(person), code, campaign);

/** Whose customer somebody is: the last promoter of theirs, if that did not end. */
async function bindingsOf(person: Ctx<User>) {
  const rows = await shop.house.db
    .selectFrom('binding')
    .leftJoin('bindingEnd', 'bindingId', 'id')
    .select(['promoterId', 'reason'])
    .where('customerId', '=', person.actor.userId)
    .orderBy('seq')
    .execute();
  return rows.map(({ promoterId, reason }) => [promoterId, reason]);
}

const sharesOf = (orderId: string) =>
  shop.house.db
    .selectFrom('orderShare')
    .innerJoin('orderLine', 'id', 'lineId')
    .select(['level', 'promoterId', 'bps', 'base'])
    .where('orderId', '=', orderId)
    .orderBy('level')
    .execute();

const order = (buyer: Ctx<User>, offerId: string) =>
  buyOffer(shop.as(buyer), { offerId, idempotencyKey: newId() });

test('nobody promotes until the owner says so; then by application, with a reason where it is refused', async () => {
  const person = await shop.aPerson();
  const ask = () => askToPromote(shop.as(person), { isAgreed: true, note: '我有一个读书号' });
  await assert.rejects(ask(), refused('affiliate.closed'));
  await decide({ mode: 'application' });
  await assert.rejects(
    askToPromote(shop.as(person), { isAgreed: false }),
    refused('affiliate.not_agreed'),
  );
  const asked = await Promise.allSettled([ask(), ask(), ask()]);
  assert.equal(asked.filter(({ status }) => status === 'fulfilled').length, 1);

  const [first] = (await listApplications(shop.as(owner), page)).items;
  await refuseApplication(shop.as(owner), first!.id, '请先写清楚推广方式');
  await assert.rejects(approveApplication(shop.as(owner), first!.id), refused('affiliate.decided'));
  const told = await getOwnPromotion(shop.as(person));
  assert.deepEqual([told.state, told.reason, told.code], ['refused', '请先写清楚推广方式', null]);

  await ask();
  const waiting = { ...page, filter: { state: 'waiting' } } as const;
  const [second] = (await listApplications(shop.as(owner), waiting)).items;
  await assert.rejects(
    approveApplication(shop.as(person), second!.id),
    refused('policy.forbidden'),
  );
  await approveApplication(shop.as(owner), second!.id);
  assert.equal((await getOwnPromotion(shop.as(person))).state, 'active');

  await dismissPromoter(shop.as(owner), person.actor.userId, '违规宣传');
  await assert.rejects(ask(), refused('affiliate.ended'));
  assert.equal((await getOwnPromotion(shop.as(person))).state, 'ended');
});

test('nobody decides about their own application, and who is unknown is not appointed', async () => {
  await decide({ mode: 'application' });
  await askToPromote(shop.as(owner), { isAgreed: true });
  const waiting = { ...page, filter: { state: 'waiting' } } as const;
  const [own] = (await listApplications(shop.as(owner), waiting)).items;
  await assert.rejects(approveApplication(shop.as(owner), own!.id), refused('affiliate.own'));
  await assert.rejects(appointPromoter(shop.as(owner), newId()), refused('affiliate.unknown_user'));
});

test('a stranger’s visit is kept in a signed cookie and binds when they register; a forged or old one binds nobody', async () => {
  await decide({ mode: 'open', scope: 'new', cookieDays: 30 });
  const { code, id } = await aPromoter();
  const stranger = shop.house.ctx({ now: shop.house.now() });
  const early = await shop.aPerson();
  shop.wait(day);
  const cookie = await followed({ ...stranger, now: shop.house.now() }, code, nothing);
  assert.equal(cookie!.maxAgeSec, 30 * 86_400);
  shop.wait(day);
  const later = await shop.aPerson();
  const login = (person: Ctx<User>, value: string) =>
    bindAtLogin(shop.as(person), person.actor.userId, value);
  await login(early, cookie!.value);
  await login(later, `${cookie!.value.slice(0, -4)}AAAA`);
  await login(later, 'nonsense');
  assert.deepEqual([await bindingsOf(early), await bindingsOf(later)], [[], []]);
  await Promise.all([1, 2, 3, 4].map(() => login(later, cookie!.value)));
  assert.deepEqual(await bindingsOf(later), [[id, null]]);
  shop.wait(30 * day);
  const late = await shop.aPerson();
  await login(late, cookie!.value);
  assert.deepEqual(await bindingsOf(late), []);
  await decide({ scope: 'all' });
});

test('protection, taking over, renewal and expiry follow one another, and nothing of it is ever rewritten', async () => {
  await decide({ mode: 'open', validDays: 30, protectDays: 10, maySnatch: true, renewOn: 'visit' });
  const [one, two] = [await aPromoter(), await aPromoter()];
  const customer = await shop.aPerson();
  await visit(customer, one.code);
  shop.wait(5 * day);
  await visit(customer, two.code);
  assert.deepEqual(await bindingsOf(customer), [[one.id, null]]);
  shop.wait(1);
  await visit(customer, one.code);
  shop.wait(9 * day);
  await visit(customer, two.code);
  shop.wait(1 * day);
  await visit(customer, two.code);
  shop.wait(31 * day);
  await visit(customer, one.code);
  assert.deepEqual(await bindingsOf(customer), [
    [one.id, 'renewed'],
    [one.id, 'snatched'],
    [two.id, 'expired'],
    [one.id, null],
  ]);
  await assert.rejects(shop.house.db.deleteFrom('binding').execute());
  await assert.rejects(shop.house.db.updateTable('binding').set({ expiresAt: null }).execute());
});

test('many links followed at once bind a customer to one promoter', async () => {
  await decide({ mode: 'open', protectDays: 10 });
  const promoters = [await aPromoter(), await aPromoter(), await aPromoter()];
  const customer = await shop.aPerson();
  await Promise.all(
    promoters.flatMap(({ code }, at) =>
      [0, 1].map((n) =>
        followed(
          { ...shop.as(customer), now: new Date(shop.house.now().getTime() + at * 2 + n) },
          code,
          nothing,
        ),
      ),
    ),
  );
  const bindings = await bindingsOf(customer);
  assert.equal(bindings.length, 1);
  const lists = await Promise.all(
    promoters.map(({ person }) => listCustomers(shop.as(person), page)),
  );
  assert.equal(lists.flatMap(({ items }) => items).length, 1);
  assert.deepEqual(
    lists.flatMap(({ items }) => items.map(({ name }) => name)),
    ['学**'],
  );
});

test('nobody is bound to themselves or to whom they brought', async () => {
  await decide({ mode: 'open' });
  const top = await aPromoter();
  const middle = await shop.aPerson();
  await visit(middle, top.code);
  await appointPromoter(shop.as(owner), middle.actor.userId);
  const { code } = await getOwnPromotion(shop.as(middle));
  await visit(top.person, code!);
  await visit(top.person, top.code);
  assert.deepEqual(await bindingsOf(top.person), []);
  const { items } = await listPromoters(shop.as(owner), page);
  assert.equal(items.find(({ userId }) => userId === middle.actor.userId)?.uplineId, top.id);
});

test('an order keeps who brought its buyer and at which rates, and their campaign; later decisions never reach it', async () => {
  await decide({ mode: 'open', level1Bps: 1_000, level2Bps: 300 });
  const top = await aPromoter();
  const seller = await shop.aPerson();
  await visit(seller, top.code);
  await appointPromoter(shop.as(owner), seller.actor.userId);
  const { code } = await getOwnPromotion(shop.as(seller));
  const buyer = await shop.aPerson();
  await visit(buyer, code!, { source: 'weibo', medium: 'post', campaign: '双11' });
  const { offerId, workId, creatorId } = await shop.aWork(19_900);
  const placed = await order(buyer, offerId);
  const promised = [
    { level: 1, promoterId: seller.actor.userId, bps: 1_000, base: 19_900 },
    { level: 2, promoterId: top.id, bps: 300, base: 19_900 },
  ];
  assert.deepEqual(await sharesOf(placed.id), promised);
  const campaign = await shop.house.db
    .selectFrom('orderCampaign')
    .selectAll()
    .where('orderId', '=', placed.id)
    .executeTakeFirst();
  assert.deepEqual(campaign, {
    orderId: placed.id,
    source: 'weibo',
    medium: 'post',
    campaign: '双11',
  });
  const [told] = (await listCampaigns(shop.as(owner), page)).items;
  assert.deepEqual([told?.campaign, told?.orders, told?.paid, told?.gross], ['双11', 1, 0, 0]);

  await setOwnRate(shop.as(owner), seller.actor.userId, 2_000);
  await dismissPromoter(shop.as(owner), top.id, '停止合作');
  assert.deepEqual(await sharesOf(placed.id), promised);
  await assert.rejects(shop.house.db.updateTable('orderShare').set({ bps: 1 }).execute());
  await assert.rejects(
    sql`insert into order_share (line_id, level, promoter_id, bps, base, frozen_days)
      values (${placed.lines[0]!.id}, 3, ${top.id}, 1, 1, 0)`.execute(shop.house.db),
    /order_share_level_check/,
  );

  const other = await shop.aWork(9_900, creatorId);
  const creator = shop.house.as(creatorId, 'creator');
  await decideWorkPromotion(shop.as(creator), other.workId, { isOut: false, level1Bps: 4_000 });
  assert.deepEqual(await sharesOf((await order(buyer, other.offerId)).id), [
    { level: 1, promoterId: seller.actor.userId, bps: 4_000, base: 9_900 },
  ]);
  await decideWorkPromotion(shop.as(creator), workId, { isOut: true, level1Bps: null });
  assert.equal((await getWorkPromotion(shop.as(creator), workId)).isOut, true);
  const next = await shop.aPerson();
  await visit(next, code!);
  assert.deepEqual(await sharesOf((await order(next, offerId)).id), []);
  const stranger = shop.house.as(newId(), 'creator');
  await assert.rejects(
    decideWorkPromotion(shop.as(stranger), workId, { isOut: false, level1Bps: null }),
    refused('policy.not_found'),
  );
  await assert.rejects(
    decideWorkPromotion(shop.as(creator), workId, { isOut: false, level1Bps: 6_000 }),
    refused('affiliate.out_of_bounds'),
  );
});

test('rates that promise more than a sale brings are refused wherever they are set, also by two at once', async () => {
  await decide({ mode: 'open', level1Bps: 1_000, level2Bps: 0 });
  await assert.rejects(
    decide({ level1Bps: 6_000, level2Bps: 2_001 }),
    refused('affiliate.too_much'),
  );
  const { id } = await aPromoter();
  await assert.rejects(setOwnRate(shop.as(owner), id, 8_001), refused('affiliate.too_much'));
  const platform = (bps: number) => beginRule(shop.as(owner), { scope: 'site', bps });
  await assert.rejects(platform(9_001), refused('commission.too_much'));
  const both = await Promise.allSettled([platform(6_000), setOwnRate(shop.as(owner), id, 5_000)]);
  assert.equal(both.filter(({ status }) => status === 'fulfilled').length, 1);
  await setOwnRate(shop.as(owner), id, null);
  await platform(2_000);
});

test('a short link leads to its page and gives strangers a cookie, which the first known request uses up', async () => {
  await decide({ mode: 'open' });
  const { code, id, person } = await aPromoter();
  const customer = await shop.aPerson();
  let actor: Actor = { kind: 'visitor' };
  const app = shop.house.app(linkRoutes, () => actor);
  const first = await app.request(`/s/${code}/en/courses?sort=new&utm_source=weibo`);
  assert.deepEqual([first.status, first.headers.get('location')], [302, '/en/courses?sort=new']);
  const cookie = first.headers.get('set-cookie')!.split(';')[0]!.slice('via='.length);
  assert.match(first.headers.get('set-cookie')!, /HttpOnly; SameSite=Lax/);
  const unknown = await app.request('/s/zzzzzzzz//evil.example/x');
  assert.deepEqual(
    [unknown.status, unknown.headers.get('location'), unknown.headers.get('set-cookie')],
    [302, '/evil.example/x', null],
  );

  const strange = await app.request('/s/%00/courses?utm_source=%00%F0%9F%92%A1');
  assert.deepEqual([strange.status, strange.headers.get('location')], [302, '/courses']);

  let cleared = 0;
  const http = {
    request: new Request('http://localhost/'),
    cookie: () => cookie,
    setCookie: () => undefined,
    clearCookie: () => void (cleared += 1),
  };
  const known = binding(async () => customer.actor);
  await known(shop.as(customer), http);
  assert.deepEqual([await bindingsOf(customer), cleared], [[[id, null]], 1]);
  assert.equal((await getOwnPromotion(shop.as(person))).visits, 1);
  actor = customer.actor;
  assert.equal((await app.request('/s/%00?utm_source=%00a%0Ab')).status, 302);
  const again = await app.request(`/s/${code}`);
  assert.deepEqual([again.headers.get('location'), again.headers.get('set-cookie')], ['/', null]);
  assert.equal((await selectBindings(shop.house.db, { promoterId: id }, undefined, 9)).length, 1);
});

test('a cached page is one page for everybody: what a link carries is taken off before it is asked for', async () => {
  let made = 0;
  const page = pageRoute({
    path: '/courses',
    may: permission('test.courses', { visitor: 'any' }),
    isCached: true,
    run: async () => {
      made += 1;
      return show({ title: '课程', tags: ['catalogue'], body: '课程' });
    },
  });
  const app = mountRoutes(
    {
      db: shop.house.db,
      ports: shop.house.ports,
      clock: shop.house.now,
      sessionCookie: 'sid',
      authenticate: async () => ({ kind: 'visitor' }),
      frame: async () => ['', ''],
      renderBody: String,
      problemView: () => show({ title: '', body: '' }),
      detour: shortLinkOf,
    },
    [page, ...linkRoutes],
  );
  const { code } = await aPromoter();
  for (const query of ['', `?via=${code}`, '?utm_source=weibo', '']) {
    let answer = await app.request(`http://localhost/courses${query}`);
    let cookie: string | null = null;
    for (let hops = 0; answer.status === 302; hops += 1) {
      assert.ok(hops < 3);
      cookie = answer.headers.get('set-cookie') ?? cookie;
      answer = await app.request(`http://localhost${answer.headers.get('location')}`);
    }
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get('cache-control') ?? '', /public/);
    assert.equal(answer.headers.get('set-cookie'), null);
    assert.equal(cookie !== null, query !== '');
  }
  assert.equal(made, 1);
});
