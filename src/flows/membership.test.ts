import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { aCreator, aUser, aWork } from '#catalog/fixtures/works.ts';
import { addCategory } from '#catalog/service/categories.ts';
import { getOutline, publishWork, withdrawWork } from '#catalog/service.ts';
import { findSource, grantWork, hasAccess, holdOfWorkAt } from '#entitlement/service.ts';
import { newId } from '#kernel/id.ts';
import { after as later, day, hour } from '#kernel/time.ts';
import { learningReactions } from '#learning/reactions.ts';
import { completeLesson, listEnrolled } from '#learning/service.ts';
import {
  createTier,
  editTier,
  grantMembership,
  listMembers,
  listOwn,
  listTiersCovering,
  pauseMembership,
  remindMembers,
  removeTier,
  resumeMembership,
  revokeMembership,
} from '#membership/service.ts';
import { TierInput } from '#membership/schema.ts';
import { keepLesson, listKept } from '#offline/service.ts';
import { offlineReactions } from '#offline/reactions.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { openShop, type Shop } from './fixtures/shop.ts';

let shop: Shop;
let owner: Ctx<User>;
before(async () => {
  shop = await openShop();
  owner = await shop.aPerson('owner');
});
after(() => shop.close());

const refused = (code: string) => (error: unknown) => (error as { code?: string }).code === code;
const own = () => shop.as(owner);
let names = 0;

async function aTier(covers: TierInput['covers'], more: Partial<TierInput> = {}): Promise<string> {
  names += 1;
  const name = { nameZh: `等级${names}`, nameEn: `Tier ${names}` };
  return createTier(own(), TierInput.parse({ ...name, covers, ...more }));
}

async function aMember(): Promise<Ctx<User>> {
  return shop.house.as(await aUser(shop.house.ctx()));
}

const give = (person: Ctx<User>, tierId: string, days?: number) =>
  grantMembership(own(), {
    userId: person.actor.userId,
    tierId,
    reason: '老朋友',
    ...(days === undefined ? {} : { days }),
  });
const may = (person: Ctx<User>, workId: string) =>
  hasAccess(shop.as(person), person.actor.userId, workId);

async function learners(workId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select w.learner_count + coalesce((select sum(change) from learner_change where work_id = w.id), 0)::int as n
    from work w where w.id = ${workId}`.execute(shop.house.db);
  return rows[0]!.n;
}

test('a member may learn what their tier covers, from the start to the end, and not a moment longer', async () => {
  const [work, other, member] = [
    await aWork(shop.house.ctx()),
    await aWork(shop.house.ctx()),
    await aMember(),
  ];
  const tier = await aTier([{ scope: 'work', subjectId: work.id }]);
  await give(member, tier, 30);
  assert.deepEqual([await may(member, work.id), await may(member, other.id)], [true, false]);
  const { userId } = member.actor;
  assert.equal((await findSource(shop.as(member), userId, work.id))?.kind, 'membership');
  assert.equal(await holdOfWorkAt(shop.as(member), userId, work.slug), 'member');
  const end = later(shop.house.now(), 30 * day);
  assert.equal(await hasAccess({ ...member, now: later(end, -1) }, userId, work.id), true);
  assert.equal(await hasAccess({ ...member, now: end }, userId, work.id), false);
  await grantWork(own(), { userId, workId: work.id, reason: '奖学金' });
  assert.equal(await holdOfWorkAt(shop.as(member), userId, work.slug), 'own');
  assert.equal(await hasAccess({ ...member, now: end }, userId, work.id), true);
});

test('a tier covers a category with what is below it, a creator, and everything, as the shelves stand now', async () => {
  const ctx = shop.house.ctx({ actor: { kind: 'system', name: 'test' } });
  const category = { nameZh: '音乐', nameEn: 'Music' };
  const top = await addCategory(own(), { ...category, slug: newId(), parentId: null });
  const below = await addCategory(own(), { ...category, slug: newId(), parentId: top });
  const creatorId = await aCreator(ctx);
  const inside = await aWork(ctx, { categoryId: below, creatorId });
  const outside = await aWork(ctx);
  const member = await aMember();
  const tiers = {
    category: await aTier([{ scope: 'category', subjectId: top }]),
    creator: await aTier([{ scope: 'creator', subjectId: creatorId }]),
    all: await aTier([{ scope: 'all' }]),
  };
  const seen: Record<string, readonly boolean[]> = {};
  for (const [name, tier] of Object.entries(tiers)) {
    const id = await give(member, tier, 7);
    seen[name] = [await may(member, inside.id), await may(member, outside.id)];
    await revokeMembership(own(), id, '测试');
  }
  assert.deepEqual(seen, { category: [true, false], creator: [true, false], all: [true, true] });

  await give(member, tiers.all, 7);
  const fresh = await aWork(ctx);
  assert.ok(await may(member, fresh.id), 'what is published later is covered at once');
  await withdrawWork(ctx, fresh.id);
  assert.ok(!(await may(member, fresh.id)), 'what leaves the shelf leaves the tier');
  const covering = new Set((await listTiersCovering(ctx, inside.id)).map(({ id }) => id));
  assert.deepEqual(
    Object.values(tiers).every((id) => covering.has(id)),
    true,
  );
});

test('tiers that change while works are published open exactly what stands on their shelves', async () => {
  const ctx = shop.house.ctx();
  const creatorId = await aCreator(ctx);
  const system = { ...ctx, actor: { kind: 'system', name: 'test' } as const };
  const works = await Promise.all(Array.from({ length: 8 }, () => aWork(ctx, { creatorId })));
  const covers = [
    [{ scope: 'creator', subjectId: creatorId }],
    [{ scope: 'all' }],
    [],
    [{ scope: 'work', subjectId: works[0]!.id }],
  ] as const;
  const tiers = await Promise.all(covers.map((cover) => aTier([...cover])));
  for (let round = 0; round < 3; round += 1) {
    const changed = tiers.map((tier, n) => {
      const names = { nameZh: `轮换${tier.slice(-12)}`, nameEn: `Turn ${tier.slice(-12)}` };
      const next = [...covers[(n + round + 1) % covers.length]!];
      return editTier(own(), tier, TierInput.parse({ ...names, covers: next }));
    });
    const moved = works.map(({ id }, n) =>
      ((n + round) % 2 === 0 ? withdrawWork(system, id) : publishWork(system, id)).catch(
        unlessRefused,
      ),
    );
    await Promise.all([...changed, ...moved, aWork(ctx, { creatorId })]);
    const { rows: wrong } = await sql`
      select * from tier_work t full join (
        select distinct c.tier_id, p.work_id from tier_cover c join work_place p on p.shelf = c.shelf) c
        on c.tier_id = t.tier_id and c.work_id = t.work_id
      where t.tier_id is null or c.tier_id is null`.execute(shop.house.db);
    assert.deepEqual(wrong, [], `round ${round}`);
  }
});

/** Who withdraws what is withdrawn already is refused, and that is all. */
function unlessRefused(error: unknown): void {
  if (!(error as { code?: string }).code?.startsWith('work.')) throw error;
}

test('a bundle is covered with its parts', async () => {
  const ctx = shop.house.ctx();
  const creatorId = await aCreator(ctx);
  const part = await aWork(ctx, { creatorId });
  const bundle = await aWork(ctx, { creatorId });
  await sql`update work set kind = 'bundle' where id = ${bundle.id}`.execute(shop.house.db);
  await sql`update work_version set part_ids = array[${part.id}::uuid] where work_id = ${bundle.id}`.execute(
    shop.house.db,
  );
  const member = await aMember();
  await give(member, await aTier([{ scope: 'work', subjectId: bundle.id }]), 7);
  assert.ok((await may(member, bundle.id)) && (await may(member, part.id)));
});

test('a second membership of a tier begins when the first ends, and the member has been one since the first', async () => {
  const tier = await aTier([{ scope: 'all' }]);
  const member = await aMember();
  const began = shop.house.now();
  await give(member, tier, 10);
  await give(member, tier, 20);
  const [second, first] = await listOwn(shop.as(member));
  assert.equal(first!.state, 'active');
  assert.equal(second!.state, 'upcoming');
  assert.equal(second!.startsAt, first!.endsAt);
  assert.equal(second!.since, began.toISOString());
  assert.equal(second!.endsAt, later(began, 30 * day).toISOString());
  await give(member, tier);
  await assert.rejects(give(member, tier, 5), refused('membership.for_good'));
});

test('thirty gifts of one tier at once are thirty stretches in a row: no day is lost', async () => {
  const tier = await aTier([{ scope: 'all' }]);
  const member = await aMember();
  await Promise.all(Array.from({ length: 30 }, () => give(member, tier, 1)));
  const members = await listOwn(shop.as(member));
  const ends = members.map(({ endsAt }) => Date.parse(endsAt!));
  assert.equal(members.length, 30);
  assert.equal(Math.max(...ends), shop.house.now().getTime() + 30 * day);
  assert.equal(new Set(ends).size, 30);
});

test('who is not allowed gives nothing, and what cannot be given leaves no trace', async () => {
  const tier = await aTier([{ scope: 'all' }]);
  const closed = await aTier([{ scope: 'all' }], { state: 'closed' });
  const member = await aMember();
  const { userId } = member.actor;
  const gift = { userId, tierId: tier, reason: '老朋友', days: 3 };
  const before = await rows();
  const tries = [
    [owner, { ...gift, userId: newId() }, 'membership.no_user'],
    [owner, { ...gift, tierId: newId() }, 'tier.unknown'],
    [owner, { ...gift, tierId: closed }, 'tier.closed'],
    [
      owner,
      { userId, tierId: tier, reason: '早', endsAt: '2020-01-01T00:00:00Z' },
      'membership.in_the_past',
    ],
    [member, gift, 'policy.forbidden'],
    [await shop.aPerson('finance'), gift, 'policy.forbidden'],
  ] as const;
  for (const [person, input, code] of tries)
    await assert.rejects(grantMembership(shop.as(person), input), refused(code), code);
  assert.equal(await rows(), before);
});

async function rows(): Promise<string> {
  const { rows: found } = await sql<{ all: string }>`
    select (select count(*) from membership) || ' ' || (select count(*) from audit_record) || ' ' ||
      (select count(*) from outbox) as all`.execute(shop.house.db);
  return found[0]!.all;
}

test('a membership taken back by ten at once is taken once; what a device keeps by it ends', async () => {
  const work = await aWork(shop.house.ctx());
  const tier = await aTier([{ scope: 'work', subjectId: work.id }]);
  const member = await aMember();
  const id = await give(member, tier, 7);
  const [lesson] = (await getOutline(shop.system(), work.id, 'live'))[0]!.lessons.slice(1);
  const kept = await keepLesson(await withSession(member), lesson!.id);
  assert.equal(kept.endsAt, later(shop.house.now(), 7 * day).toISOString());
  const tries = await Promise.allSettled(
    Array.from({ length: 10 }, () => revokeMembership(own(), id, '误开')),
  );
  assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 1);
  assert.ok(!(await may(member, work.id)));
  await shop.house.drain(offlineReactions);
  const left = await listKept(shop.as(member), { cursor: undefined, limit: 10 });
  assert.deepEqual(left.items, []);
});

async function withSession(person: Ctx<User>): Promise<Ctx<User>> {
  const id = newId();
  const { userId } = person.actor;
  await shop.house.db
    .insertInto('session')
    .values({
      id,
      tokenHash: Buffer.from(id),
      userId,
      createdAt: shop.house.now(),
      seenAt: shop.house.now(),
      expiresAt: later(shop.house.now(), day),
    })
    .execute();
  return { ...shop.as(person), actor: { ...person.actor, sessionId: id } };
}

test('a paused membership opens nothing, and ends later by as long as it rested', async () => {
  const work = await aWork(shop.house.ctx());
  const tier = await aTier([{ scope: 'work', subjectId: work.id }]);
  const member = await aMember();
  const id = await give(member, tier, 10);
  const end = later(shop.house.now(), 10 * day);
  await pauseMembership(own(), id);
  await assert.rejects(pauseMembership(own(), id), refused('membership.paused'));
  assert.ok(!(await may(member, work.id)));
  shop.wait(40 * day);
  await resumeMembership(own(), id);
  await assert.rejects(resumeMembership(own(), id), refused('membership.not_paused'));
  assert.ok(await may(member, work.id));
  const [mine] = await listOwn(shop.as(member));
  assert.equal(mine!.endsAt, later(end, 40 * day).toISOString());
});

test('a member is counted among the learners of a work when they begin it, once, whatever rights come and go', async () => {
  const work = await aWork(shop.house.ctx());
  const [, lesson] = (await getOutline(shop.system(), work.id, 'live'))[0]!.lessons;
  const tier = await aTier([{ scope: 'work', subjectId: work.id }]);
  const member = await aMember();
  await give(member, tier, 30);
  assert.equal(await learners(work.id), 0);
  await completeLesson(shop.as(member), lesson!.id);
  await shop.house.drain(learningReactions);
  assert.equal(await learners(work.id), 1);
  const enrolled = await listEnrolled(shop.as(member), { cursor: undefined, limit: 10 });
  assert.deepEqual(
    enrolled.items.map(({ workId }) => workId),
    [work.id],
  );
  await grantWork(own(), { userId: member.actor.userId, workId: work.id, reason: '奖学金' });
  await shop.house.drain(learningReactions);
  assert.equal(await learners(work.id), 1);
});

test('a member is reminded once, five days before the end, unless they go on', async () => {
  const tier = await aTier([{ scope: 'all' }]);
  const [ending, going, brief] = [await aMember(), await aMember(), await aMember()];
  await give(ending, tier, 30);
  await give(going, tier, 30);
  await give(brief, tier, 3);
  const letters = async () => {
    const { rows: found } = await sql<{ n: number }>`
      select count(*)::int as n from sent_message where subject like ${`%等级${names}%`}`.execute(
      shop.house.db,
    );
    return found[0]!.n;
  };
  await remindMembers(shop.system());
  assert.equal(await letters(), 0);
  shop.wait(25 * day + hour);
  await give(going, tier, 30);
  await Promise.all([remindMembers(shop.system()), remindMembers(shop.system())]);
  await remindMembers(shop.system());
  assert.equal(await letters(), 1);
});

test('a tier that had a member is not deleted, one without goes away', async () => {
  const [used, unused] = [await aTier([{ scope: 'all' }]), await aTier([{ scope: 'all' }])];
  await give(await aMember(), used, 1);
  await removeTier(own(), unused);
  await assert.rejects(removeTier(own(), used), refused('tier.has_members'));
  await assert.rejects(removeTier(own(), unused), refused('tier.unknown'));
});

test('the list of members is read by tier and state, page by page, without a gap', async () => {
  const tier = await aTier([{ scope: 'all' }]);
  for (let n = 0; n < 5; n += 1) await give(await aMember(), tier, 1 + n);
  shop.wait(2 * day + hour);
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listMembers(own(), { filter: { tierId: tier }, cursor, limit: 2 });
    seen.push(...page.items.map(({ state }) => state));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  assert.deepEqual(seen.toSorted(), ['active', 'active', 'active', 'ended', 'ended']);
  const filter = { tierId: tier, state: 'ended' } as const;
  const ended = await listMembers(own(), { filter, cursor: undefined, limit: 10 });
  assert.equal(ended.items.length, 2);
});
