import type { Locale } from '#kernel/locale.ts';
import { money, type Money } from '#kernel/money.ts';
import { listConsumed } from '#learning/service/consumed.ts';
import { findGiven, leftOf } from '#membership/service.ts';
import { unconsumedParts, unusedPart } from '#order/service/change-order.ts';
import { askableRefund, getOrder } from '#order/service/read-order.ts';
import type { OrderRow } from '#order/types.ts';
import type { RefundPreview } from '#payment/schema.ts';
import { hasEndedRight } from '#payment/service/refund.ts';
import type { Ctx } from '#platform/ctx.ts';
import type { Db } from '#platform/db.ts';

/** What giving an order back would mean. @throws Refusal order.unknown, policy.* */
export async function previewRefund(ctx: Ctx, orderId: string): Promise<RefundPreview> {
  const order = await getOrder(ctx, orderId);
  const { total, refunded, refunding, workId, title } = order;
  return {
    total,
    refundable: order.state === 'paid' || order.state === 'held' ? total - refunded - refunding : 0,
    ...(await findAskable(ctx.db, order, ctx)),
    until: order.refundUntil?.toISOString() ?? null,
    loses: { workId, title },
  };
}

/** What the buyer of an order may ask back now; whoever asks has checked who may know. */
export async function askableOf(ctx: Ctx, order: OrderRow): Promise<number> {
  return (await findAskable(ctx.db, order, ctx)).askable;
}

/** An order as far as what can be asked back of it depends on it. */
export type Asked = Pick<
  OrderRow,
  'id' | 'kind' | 'state' | 'total' | 'refunded' | 'refunding' | 'refundUntil' | 'paidAt'
>;

interface Askable extends Pick<RefundPreview, 'share' | 'parts'> {
  readonly askable: Money;
}

const nothing: Askable = { askable: money(0), share: null, parts: [] };

/**
 * What the buyer may ask back now: of a work the part for the lessons that are not done, of a membership that for the days that are not
 * used. What was given back before counts; who gave it back once has no more to give.
 */
export async function findAskable(
  db: Db,
  order: Asked,
  { now, locale }: { readonly now: Date; readonly locale: Locale },
): Promise<Askable> {
  const most = askableRefund(order, now);
  if (most === 0 || order.state === 'held') return { ...nothing, askable: most };
  const { back, ...why } = (await findUnused(db, order, { now, locale })) ?? {
    ...nothing,
    back: 0,
  };
  const askable = money(Math.max(0, Math.min(most, back - order.refunded - order.refunding)));
  return { askable, ...why };
}

type Unused = Pick<Askable, 'share' | 'parts'> & { readonly back: number };

/** What an order is worth that is not used; undefined when its right of use has ended. */
export async function findUnused(
  db: Db,
  order: Asked,
  { now, locale }: { readonly now: Date; readonly locale: Locale },
): Promise<Unused | undefined> {
  if (order.kind === 'work') return findUnlearned(db, order, locale);
  const given = await findGiven(db, { kind: 'order', id: order.id });
  const days = given && leftOf(given, now);
  if (!days) return undefined;
  return { back: unusedPart(order.total, days), share: { of: 'days', ...days }, parts: [] };
}

async function findUnlearned(db: Db, order: Asked, locale: Locale): Promise<Unused | undefined> {
  const { id, total, paidAt } = order;
  if (paidAt === null || (await hasEndedRight(db, id))) return undefined;
  const works = await listConsumed(db, { id, paidAt }, locale);
  const split = unconsumedParts(total, works);
  const parts = works.map(({ title, whole, done }, index) => ({
    title,
    left: whole - done,
    whole,
    ...split[index]!,
  }));
  const sum = (of: (part: (typeof parts)[number]) => number) =>
    parts.reduce((all, part) => all + of(part), 0);
  const [left, whole] = [sum((part) => part.left), sum((part) => part.whole)];
  return {
    back: works.length > 0 ? sum(({ back }) => back) : total,
    share: whole > 0 ? { of: 'lessons', left, whole } : null,
    parts: parts.length > 1 ? parts : [],
  };
}
