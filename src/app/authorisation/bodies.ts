import type { z } from 'zod';
import { termsNow as promotionNow } from '#affiliate/service.ts';
import { termsNow } from '#growth/service/terms.ts';
import { termsNow as pointTermsNow } from '#points/service/terms.ts';
import { newId, newToken } from '#kernel/id.ts';
import { addDays, after, businessDay, day } from '#kernel/time.ts';
import { criteria } from '#review/types.ts';
import { aPerson, type Person } from './people.ts';
import { anAlipayAccount, aStripeAccount, aTransferAccount, aWechatAccount } from './gateways.ts';
import { aFapiaoNumber, anIssue } from './invoices.ts';
import { aPublicCoupon } from './cheaper.ts';
import { aStrangersWork } from './money.ts';
import { members } from './members.ts';
import { aParcel } from './points.ts';
import { aRenewingPlan } from './subscribed.ts';
import { someSubtitles } from './recordings.ts';
import { anAsset, aWork } from './works.ts';
import { sampleOf } from './sample.ts';
import type { Ask } from './asked.ts';
import type { Thing } from './things.ts';
import type { World } from './world.ts';

interface Scene {
  readonly world: World;
  readonly owner: Person;
  readonly thing: Thing | undefined;
}

type Body = Readonly<Record<string, unknown>>;

let daysBack = 0;

/** Bodies that need to mean something besides having the right shape. */
const meaningful: Readonly<Record<string, (scene: Scene) => Promise<Body> | Body>> = {
  'PUT /chapters/:id/lessons/order': (scene) => lessonsOf(scene),
  'PUT /works/:id/chapters/order': (scene) => chaptersOf(scene),
  'POST /chapters/:id/shared-lessons': async ({ world, owner }) => ({
    lessonId: (await aWork(world, owner, false)).paidId,
  }),
  'POST /works/:id/files': async ({ world, owner }) => ({
    path: `${newId()}.png`,
    assetId: (await anAsset(world, owner)).id,
  }),
  'PUT /assets/:id/subtitles/:locale': async ({ world, owner, thing }) => {
    const before = await world.db
      .selectFrom('subtitle')
      .select('subtitleId')
      .where('assetId', '=', String(thing?.params['id'] ?? newId()))
      .executeTakeFirst();
    return {
      subtitleId: (await someSubtitles(world, owner)).id,
      replaces: before?.subtitleId ?? null,
    };
  },
  'POST /works/:id/withdrawal-plan': ({ world }) => ({ at: tomorrow(world) }),
  'PUT /submissions/:id/deep-review': () => ({
    verdict: 'passed',
    marks: criteria.map((criterion) => ({ criterion, mark: 5 })),
  }),
  'POST /submissions/:id/comments': async ({ world, thing }) => {
    const { id } = await world.db
      .selectFrom('lesson as l')
      .innerJoin('submission as s', 's.workId', 'l.workId')
      .select('l.id')
      .where('s.id', '=', thing?.params['id'] ?? newId())
      .executeTakeFirstOrThrow();
    return { lessonId: id, quote: '音高', body: '请写明出处' };
  },
  'POST /submissions/decisions': () => ({ ids: [newId()], deed: 'take' }),
  'PUT /submissions/:id/assignment': () => ({ userId: null }),
  'PUT /review-rules': async ({ world }) => {
    const known = await world.db
      .selectFrom('reviewRuleSet')
      .select(({ fn }) => fn.max('version').as('version'))
      .executeTakeFirst();
    return { version: known?.version ?? 0, rules: [], firstHours: 24, deepHours: 72 };
  },
  'PUT /plans/:id/time': ({ world }) => ({ at: tomorrow(world) }),
  'POST /lessons/:id/difference': () => ({ from: { body: '一' }, to: { body: '二' } }),
  'POST /works/:id/difference': async ({ world, thing }) => {
    const { draftId } = await world.db
      .selectFrom('work')
      .select('draftId')
      .where('id', '=', thing?.params['id'] ?? newId())
      .executeTakeFirstOrThrow();
    return { from: { version: draftId }, to: { version: draftId } };
  },
  'POST /sensitive-words': () => ({ list: 'work', word: `词${newId()}`, action: 'block' }),
  'POST /sensitive-words/import': () => ({ csv: `word\n词${newId()}\n` }),
  'POST /readings/:lessonId/marks': () => ({
    chapter: 1,
    startBlock: 0,
    startChar: 0,
    endBlock: 0,
    endChar: 2,
  }),
  'POST /imports': () => ({ uploadId: newToken() }),
  'POST /question-banks': () => ({ uploadId: newToken() }),
  'POST /orders': async ({ world }) => ({
    offerId: (await aStrangersWork(world)).offerId,
    idempotencyKey: newId(),
  }),
  'PUT /refund-cases/:id/grant': () => ({ amount: 1, answer: '退一部分' }),
  'POST /orders/:id/refund-cases': () => ({ amount: 1, reason: '病了' }),
  'POST /grants': async ({ world, owner }) => ({
    userId: owner.id,
    workId: (await aStrangersWork(world)).id,
    reason: '赠送',
  }),
  'POST /tiers': () => ({
    nameZh: `等级${newId().slice(-12)}`,
    nameEn: `Tier ${newId().slice(-12)}`,
  }),
  'PUT /tiers/:id': () => ({
    nameZh: `等级${newId().slice(-12)}`,
    nameEn: `Tier ${newId().slice(-12)}`,
  }),
  'POST /code-batches': async ({ world }) => ({
    name: '书展',
    workId: (await aStrangersWork(world)).id,
    quantity: 1,
  }),
  'POST /member-imports': async ({ world }) => ({
    importId: newId(),
    fileName: 'members.csv',
    rows: [
      {
        line: 2,
        email: `${newId()}@example.com`,
        name: '学员',
        tierIds: [(await members.tier(world)).params['id']],
        endsAt: null,
        isDeleted: false,
      },
    ],
  }),
  'POST /members': async ({ world, owner }) => ({
    userId: owner.id,
    tierId: (await members.tier(world)).params['id'],
    reason: '赠送',
  }),
  'PUT /growth/terms': async ({ world }) => ({ ...(await termsNow(world.system())) }),
  'PUT /promotion/terms': async ({ world }) => ({ ...(await promotionNow(world.system())) }),
  'POST /promoters': async ({ world }) => ({ userId: (await aPerson(world)).id }),
  'POST /growth/entries': ({ owner }) => ({ userId: owner.id, amount: 7, reason: '活动奖励' }),
  'PUT /points/terms': async ({ world }) => ({ ...(await pointTermsNow(world.system())) }),
  'POST /points/corrections': ({ owner }) => ({ userId: owner.id, amount: 7, reason: '活动奖励' }),
  'POST /points/goods': () => ({
    kind: 'physical',
    nameZh: '书签',
    nameEn: 'Bookmark',
    price: 5,
    stock: 3,
  }),
  'PUT /points/goods/:id': () => ({ nameZh: '书签', nameEn: 'Bookmark', price: 5, stock: 3 }),
  'POST /points/goods/:id/redemptions': () => aParcel(),
  'form /points/mall/:id': () => aParcel(),
  'POST /promotions': ({ world, owner }) => ({
    kind: 'limited',
    name: '限时优惠',
    scope: { kind: 'creator', ids: [owner.id] },
    reduction: { kind: 'percent', offBps: 1_000 },
    endsAt: tomorrow(world),
  }),
  'POST /coupons': ({ world, owner }) => ({
    name: '十元券',
    effect: { kind: 'fixed', off: 1_000 },
    scope: { kind: 'creator', ids: [owner.id] },
    endsAt: tomorrow(world),
    way: 'public',
  }),
  'POST /coupons/:id/grants': ({ owner }) => ({ userIds: [owner.id] }),
  'POST /coupon-claims': async ({ world }) => ({ couponId: await aPublicCoupon(world) }),
  'form /coupons': async ({ world }) => ({ couponId: await aPublicCoupon(world) }),
  'POST /cart/orders': async ({ world }) => ({
    offerIds: [(await aStrangersWork(world)).offerId, (await aStrangersWork(world)).offerId],
    idempotencyKey: newId(),
  }),
  'form /cart': async ({ world }) => ({ offerId: (await aStrangersWork(world)).offerId }),
  'form /cart/checkout': async ({ world }) => ({
    offers: (await aStrangersWork(world)).offerId,
    choice: 'none.9900',
  }),
  'form /checkout/:offerId': () => ({ choice: 'none.9900' }),
  'form /subscribe/:planId': () => ({ consent: 'yes' }),
  'form /account/subscription/:id/plan': async ({ world }) => ({
    planId: (await aRenewingPlan(world)).planId,
    total: '3000',
  }),
  'PUT /fapiao/:id/issue': ({ world, thing }) => anIssue(world, thing?.params['id']),
  'PUT /red-letters/:id/issue': () => ({ number: aFapiaoNumber(), issuedOn: '2026-11-22' }),
  'POST /commission-rules': async ({ world }) => ({
    scope: 'work',
    subjectId: (await aStrangersWork(world)).id,
    bps: 1_500,
  }),
  'POST /reconciliations': ({ world }) => {
    // Another day each time: a day that was read before is written over.
    daysBack += 1;
    return { gateway: 'sandbox', day: addDays(businessDay(world.now()), -daysBack) };
  },
  'PUT /gateway-accounts/transfer': () => ({ ...aTransferAccount }),
  'PUT /gateway-accounts/stripe': () => ({ ...aStripeAccount }),
  'PUT /transfers/:id/receipt': ({ world }) => ({
    amount: 5_000,
    receivedAt: world.now().toISOString(),
  }),
  'PUT /gateway-accounts/wechat': async () => ({ ...(await aWechatAccount()) }),
  'PUT /gateway-accounts/alipay': async () => ({ ...(await anAlipayAccount()) }),
  'POST /categories': () => ({ slug: `s-${newId()}`, nameZh: '书架', nameEn: 'Shelf' }),
  'PUT /account/password': () => ({
    currentPassword: 'not-the-password',
    newPassword: '一个新的很长的密码',
  }),
};

const tomorrow = (world: World) => after(world.now(), day).toISOString();

/** A body that `ask` takes as its input; undefined when it takes none. */
export async function bodyFor(ask: Ask, scene: Scene): Promise<Body | undefined> {
  const shape = shapeOf(ask);
  if (!shape) return undefined;
  return (await meaningful[ask.name]?.(scene)) ?? (sampleOf(shape) as Body);
}

/** The shape of what `ask` is sent. */
export function shapeOf({ route }: Ask): z.ZodType | undefined {
  return route.kind === 'api' || route.kind === 'form' ? route.body : undefined;
}

async function lessonsOf({ world, thing }: Scene): Promise<Body> {
  const rows = await world.db
    .selectFrom('lesson')
    .select('id')
    .where('chapterId', '=', thing?.params['id'] ?? newId())
    .execute();
  return { ids: rows.map(({ id }) => id) };
}

async function chaptersOf({ world, thing }: Scene): Promise<Body> {
  const rows = await world.db
    .selectFrom('chapter')
    .select('id')
    .where('workId', '=', thing?.params['id'] ?? newId())
    .execute();
  return { ids: rows.map(({ id }) => id) };
}

/** Bodies that name something of somebody else beside a thing of one's own. */
export const borrowing: Readonly<
  Record<string, (world: World, stranger: Person) => Promise<Body>>
> = {
  'POST /works': async (world, stranger) => ({
    title: '借来的',
    coverId: (await anAsset(world, stranger)).id,
  }),
  'PATCH /works/:id': async (world, stranger) => ({ coverId: (await anAsset(world, stranger)).id }),
  'PATCH /creators/:id': async (world, stranger) => ({
    avatarId: (await anAsset(world, stranger)).id,
  }),
  'PATCH /lessons/:id': async (world, stranger) => ({
    assetId: (await anAsset(world, stranger)).id,
    kind: 'pdf',
  }),
  'POST /chapters/:id/lessons': async (world, stranger) => ({
    title: '借来的',
    kind: 'pdf',
    assetId: (await anAsset(world, stranger)).id,
  }),
  'POST /chapters/:id/shared-lessons': async (world) => ({
    lessonId: (await aStrangersWork(world)).paidId,
  }),
  'POST /works/:id/files': async (world, stranger) => ({
    path: 'a.png',
    assetId: (await anAsset(world, stranger)).id,
  }),
  'PUT /assets/:id/subtitles/:locale': async (world, stranger) => ({
    subtitleId: (await someSubtitles(world, stranger)).id,
    replaces: null,
  }),
  'POST /works/:id/preview-links': async (world) => ({
    lessonId: (await aStrangersWork(world)).paidId,
    days: 1,
  }),
  'PUT /works/:id/chapters/order': async (world) => ({
    ids: [(await aStrangersWork(world)).chapterId],
  }),
  'PUT /chapters/:id/lessons/order': async (world) => ({
    ids: [(await aStrangersWork(world)).paidId],
  }),
};
