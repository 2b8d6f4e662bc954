import type { Locale } from '#kernel/locale.ts';
import { money, type Money } from '#kernel/money.ts';
import { listConsumed } from '#learning/service/consumed.ts';
import type { Consumed } from '#learning/types.ts';
import { findGiven, leftOf } from '#membership/service.ts';
import {
  leftIn,
  linesMeant,
  lineUntil,
  unconsumedParts,
  unusedPart,
} from '#order/service/change-order.ts';
import { getOrder } from '#order/service/read-order.ts';
import type { LineRow, OrderRow } from '#order/types.ts';
import type { RefundPreview } from '#payment/schema.ts';
import { listEnded } from '#payment/service/refund.ts';
import type { Ctx } from '#platform/ctx.ts';
import type { Db } from '#platform/db.ts';

type PreviewedLine = RefundPreview['lines'][number];

/** What giving an order back would mean, or only some of its lines. @throws Refusal order.unknown, order.line_unknown, policy.* */
export async function previewRefund(
  ctx: Ctx,
  orderId: string,
  lineIds?: readonly string[],
): Promise<RefundPreview> {
  const order = await getOrder(ctx, orderId);
  const meant = linesMeant(order.lines, lineIds);
  const askables = await listAskable(ctx.db, order, ctx);
  const isPaid = order.state === 'paid' || order.state === 'held';
  const lines = meant.map((line): PreviewedLine => ({
    id: line.id,
    workId: line.workId,
    title: line.title,
    paid: line.price,
    refundable: isPaid ? leftIn([line]) : 0,
    until: lineUntil(order, line)?.toISOString() ?? null,
    ...askables.get(line.id)!,
  }));
  const sum = (of: 'paid' | 'refundable' | 'askable') =>
    lines.reduce((all, line) => all + line[of], 0);
  const until = meant.map((line) => Number(lineUntil(order, line) ?? 0));
  const last = Math.max(...until);
  return {
    total: sum('paid'),
    refundable: sum('refundable'),
    askable: sum('askable'),
    until: last > 0 ? new Date(last).toISOString() : null,
    lines,
  };
}

/** What the buyer of an order may ask back of each line now; whoever asks has checked who may know. */
export async function askablesOf(ctx: Ctx, order: OrderRow): Promise<ReadonlyMap<string, number>> {
  const found = await listAskable(ctx.db, order, ctx);
  return new Map([...found].map(([id, { askable }]) => [id, askable]));
}

type AskedLine = Pick<LineRow, 'id' | 'kind' | 'price' | 'refunded' | 'refunding' | 'refundDays'>;

/** An order as far as what can be asked back of it depends on it. */
export type Asked = Pick<OrderRow, 'id' | 'state' | 'refundUntil' | 'paidAt'> & {
  readonly lines: readonly AskedLine[];
};

interface Askable extends Pick<PreviewedLine, 'share' | 'parts'> {
  readonly askable: Money;
}

const nothing: Askable = { askable: money(0), share: null, parts: [] };

interface Reader {
  readonly now: Date;
  readonly locale: Locale;
}

/**
 * What the buyer may ask back now of each line: of a work the part for the lessons that are not done, of a membership that for the days
 * that are not used. What was given back before counts; what was given back by its buyer once is not theirs to give any more.
 */
export async function listAskable(
  db: Db,
  order: Asked,
  reader: Reader,
): Promise<ReadonlyMap<string, Askable>> {
  const unused = await listUnused(db, order, reader);
  return new Map(
    order.lines.map((line) => {
      const most = leftIn([line]);
      if (order.state === 'held') return [line.id, { ...nothing, askable: most }];
      const { back, ...why } = unused.get(line.id) ?? { ...nothing, back: 0 };
      const rest = back - line.refunded - line.refunding;
      return [line.id, { ...why, askable: money(Math.max(0, Math.min(most, rest))) }];
    }),
  );
}

type Unused = Pick<Askable, 'share' | 'parts'> & { readonly back: number };

/** What those lines are worth that can still be asked back and whose right of use has not ended, as far as it is not used. */
async function listUnused(
  db: Db,
  order: Asked,
  { now, locale }: Reader,
): Promise<ReadonlyMap<string, Unused>> {
  const open = order.lines.filter((line) => leftIn([line]) > 0 && isOpen(order, line, now));
  if (order.state !== 'paid' || order.paidAt === null || open.length === 0) return new Map();
  const [first] = open;
  if (first!.kind === 'plan') return findUndone(db, order, first!, now);
  const ended = await listEnded(db, order.id);
  const own = open.filter(({ id }) => !ended.has(id));
  const asked = { lineIds: own.map(({ id }) => id), paidAt: order.paidAt };
  const works = Map.groupBy(await listConsumed(db, asked, locale), ({ lineId }) => lineId);
  return new Map(own.map((line) => [line.id, unlearnedOf(line, works.get(line.id) ?? [])]));
}

function isOpen(order: Asked, line: AskedLine, now: Date): boolean {
  const until = lineUntil(order, line);
  return until !== null && now <= until;
}

async function findUndone(
  db: Db,
  { id: orderId }: Asked,
  { id, price }: AskedLine,
  now: Date,
): Promise<ReadonlyMap<string, Unused>> {
  const given = await findGiven(db, { kind: 'order', id: orderId });
  const days = given && leftOf(given, now);
  if (!days) return new Map();
  return new Map([
    [id, { back: unusedPart(price, days), share: { of: 'days', ...days }, parts: [] }],
  ]);
}

function unlearnedOf({ price }: AskedLine, works: readonly Consumed[]): Unused {
  const split = unconsumedParts(price, works);
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
    back: works.length > 0 ? sum(({ back }) => back) : price,
    share: whole > 0 ? { of: 'lessons', left, whole } : null,
    parts: parts.length > 1 ? parts : [],
  };
}
