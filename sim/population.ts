import { aCreator, aWork } from '#catalog/fixtures/works.ts';
import { newId } from '#kernel/id.ts';
import type { Actor, Ctx, User } from '#platform/ctx.ts';
import type { Role } from '#platform/policy.ts';

/** Who is there, and what there is to buy. */
export interface People {
  readonly buyers: readonly string[];
  readonly creators: readonly string[];
  readonly finance: string;
  readonly owner: string;
  readonly works: readonly Work[];
  /** Who promotes, in trees: some of the buyers, and a creator. */
  readonly promoters: readonly Promoting[];
  /** Who signs in with this id; a visitor without one. */
  readonly find: (userId: string | null) => Actor;
}

export interface Promoting {
  readonly id: string;
  readonly code: string;
}

export interface Work {
  readonly id: string;
  readonly creatorId: string;
}

// Free, the least there is, odd amounts for the rounding, and usual ones.
const prices = [0, 1, 3, 99, 1_999, 9_900, 29_901, 123_457];

/** Founds the academy of a simulation: a few creators with works at every kind of price, staff, and `buyers` learners. */
export async function populate(ctx: Ctx, buyers: number): Promise<People> {
  const roles = new Map<string, readonly Role[]>();
  const settle = async (count: number, ...held: Role[]): Promise<string[]> => {
    const rows = Array.from({ length: count }, () => {
      const id = newId(ctx.now);
      return { id, name: '学员', email: `${id}@example.com`, createdAt: ctx.now };
    });
    await ctx.db.insertInto('appUser').values(rows).execute();
    for (const { id } of rows) roles.set(id, held);
    return rows.map(({ id }) => id);
  };

  const creators: string[] = [];
  for (const name of ['林知音', '周远', '陈一白']) {
    const id = await aCreator(ctx, name);
    roles.set(id, ['creator']);
    creators.push(id);
  }
  const works: Work[] = [];
  for (const [index, price] of prices.entries()) {
    const creatorId = creators[index % creators.length]!;
    const { id } = await aWork(ctx, {
      creatorId,
      price,
      title: `课程 ${index + 1}`,
      chapters: outline,
    });
    works.push({ id, creatorId });
  }
  const [finance] = await settle(1, 'finance');
  const [owner] = await settle(1, 'owner');
  const learners = await settle(buyers);
  const promoters = await promoting(ctx, [creators[0]!, ...learners.slice(0, 6)]);
  // Small amounts may leave, and soon, so that a short run sees every way of money to its end.
  const settings = [
    { name: 'minPayout', value: '100' },
    { name: 'refundDays', value: '1' },
  ];
  await ctx.db
    .insertInto('setting')
    .values(settings.map((row) => ({ ...row, updatedAt: ctx.now })))
    .execute();
  // Buying and learning earn points, and refunds take them back.
  const earning = { isOn: true, lessonOn: true, purchaseOn: true, perYuan: 3 };
  await ctx.db.updateTable('pointTerms').set(earning).execute();
  await ctx.db.deleteFrom('outbox').execute();

  const find = (userId: string | null): Actor => {
    const held = userId === null ? undefined : roles.get(userId);
    if (userId === null || held === undefined) return { kind: 'visitor' };
    return { kind: 'user', userId, name: '学员', roles: held, sessionId: newId() } satisfies User;
  };
  return { buyers: learners, creators, finance: finance!, owner: owner!, works, promoters, find };
}

/** Lets people promote at odd rates, each brought by the one half as far in the list; somebody's own purchases bring nobody anything. */
async function promoting(ctx: Ctx, ids: readonly string[]): Promise<Promoting[]> {
  const rows = ids.map((userId, at) => ({
    userId,
    code: `sym${'abcdefgh'[at]!}2345`,
    uplineId: at === 0 ? null : ids[Math.floor((at - 1) / 2)]!,
    level1Bps: at % 3 === 2 ? 3_333 : null,
    beganAt: ctx.now,
  }));
  await ctx.db.insertInto('promoter').values(rows).execute();
  await ctx.db
    .updateTable('promotionTerms')
    .set({
      mode: 'open',
      level1Bps: 1_234,
      level2Bps: 567,
      protectDays: 0,
      validDays: 3,
      frozenDays: 2,
      selfBuy: 'nobody',
      withTeams: true,
    })
    .execute();
  return rows.map(({ userId: id, code }) => ({ id, code }));
}

const lesson = {
  source: '1',
  title: '第一课',
  kind: 'text',
  body: '正文。',
  assetId: null,
  isTrial: true,
  durationSec: 60,
} as const;
const outline = [{ source: '01', title: '第一章', lessons: [lesson] }];
