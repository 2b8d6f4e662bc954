import { newId } from '#kernel/id.ts';
import { formatMoney, money, type Money } from '#kernel/money.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageOf, readIdCursor, type Page } from '#platform/cursor.ts';
import type { Db, Tx } from '#platform/db.ts';
import { writeLetter } from '#platform/mail.ts';
import { actingUser, reachOf } from '#platform/policy.ts';
import { readRefund } from '#payment/policy.ts';
import { refuse } from './refusals.ts';
import { decisionProblem } from './rules.ts';
import type { CaseFilter, CaseItem } from './schema.ts';
import {
  findCase,
  findLastCase,
  findReader,
  insertCase,
  markConfirmed,
  markEnded,
  markGranted,
  markProposed,
  selectCases,
  type CaseRow,
} from './store.ts';
import type { RefundCase } from './types.ts';
import { decisionLetters } from './words.ts';

export { refuse as refuseAftersale } from './refusals.ts';
export { needsSecond } from './rules.ts';

interface Opened {
  readonly orderId: string;
  readonly buyerId: string;
  readonly openedBy: string;
  readonly reason: string;
}

/** Opens a case of an order, whose row the caller holds. @throws Refusal aftersale.waiting */
export async function openCase(tx: Tx, opened: Opened, now: Date): Promise<RefundCase> {
  const id = newId(now);
  if (!(await insertCase(tx, { id, ...opened, openedAt: now }))) throw refuse('aftersale.waiting');
  return getCase(tx, id);
}

/** A case; what it says is true behind its order's lock. @throws Refusal aftersale.unknown */
export async function getCase(db: Db, id: string): Promise<RefundCase> {
  const found = await findCase(db, id);
  if (!found) throw refuse('aftersale.unknown');
  return found;
}

/** The last case of an order, if there was one; whoever asks has checked who may know. */
export function findCaseOf(ctx: Ctx, orderId: string): Promise<RefundCase | undefined> {
  return findLastCase(ctx.db, orderId);
}

/** Refuses who may not decide this case. @throws Refusal aftersale.own, aftersale.same_person */
export function assertDecides(found: RefundCase, userId: string): void {
  const problem = decisionProblem(found, userId);
  if (problem) throw refuse(problem);
}

interface Said {
  readonly id: string;
  readonly by: string;
  readonly amount: Money;
  readonly answer: string;
}

/** One of the staff says what should go back; another has to confirm it. @throws Refusal aftersale.passed */
export async function proposeCase(tx: Tx, said: Said): Promise<void> {
  if (!(await markProposed(tx, said))) throw refuse('aftersale.passed');
}

/** Ends a case with a refund that needed one person. @throws Refusal aftersale.passed */
export async function endGranted(
  tx: Tx,
  said: Said & { readonly refundId: string },
  at: Date,
): Promise<void> {
  if (!(await markGranted(tx, { ...said, at }))) throw refuse('aftersale.passed');
}

/** Ends a case with the refund that somebody else proposed. @throws Refusal aftersale.passed */
export async function endConfirmed(
  tx: Tx,
  said: { readonly id: string; readonly by: string; readonly refundId: string },
  at: Date,
): Promise<void> {
  if (!(await markConfirmed(tx, { ...said, at }))) throw refuse('aftersale.passed');
}

/** Ends a case without a refund. @throws Refusal aftersale.passed */
export async function endWithout(
  tx: Tx,
  said: {
    readonly id: string;
    readonly by: string;
    readonly state: 'refused' | 'withdrawn';
    readonly answer: string;
  },
  at: Date,
): Promise<void> {
  if (!(await markEnded(tx, { ...said, at }))) throw refuse('aftersale.passed');
}

interface Told {
  readonly kind: 'granted' | 'refused';
  readonly order: { readonly id: string; readonly number: string };
  readonly amount: number;
  readonly answer: string;
}

/** Writes to the buyer what was decided. */
export async function tellBuyer(tx: Tx, ctx: Ctx, told: Told): Promise<void> {
  const { kind, order, amount, answer } = told;
  const to = await findReader(tx, order.id);
  if (!to) return;
  const known = {
    name: to.name,
    number: order.number,
    title: to.title,
    amount: formatMoney(money(amount)),
    answer: kind === 'granted' && answer ? `\n\n${answer}` : answer,
  };
  const path = `/orders/${order.id}`;
  await writeLetter(tx, ctx, to, { words: decisionLetters[kind], known, path });
}

/** Cases, the latest first: all for those who keep the books, one's own for everybody else. @throws Refusal policy.* */
export async function listCases(
  ctx: Ctx,
  query: {
    readonly filter: CaseFilter;
    readonly cursor: string | undefined;
    readonly limit: number;
  },
): Promise<Page<CaseItem>> {
  const isStaff = reachOf(ctx, readRefund) === 'any';
  const buyerId = isStaff ? undefined : actingUser(ctx).userId;
  const wanted = { ...query.filter, buyerId, locale: ctx.locale };
  const rows = await selectCases(ctx.db, wanted, readIdCursor(query.cursor), query.limit + 1);
  return pageOf(
    rows,
    query.limit,
    ({ id }) => [id],
    (row) => itemOf(row, isStaff),
  );
}

function itemOf(row: CaseRow, isStaff: boolean): CaseItem {
  const { buyerId, openedBy, openedAt, decidedAt, ...rest } = row;
  const { proposedBy, proposedName, decidedName } = row;
  // What is proposed is no promise yet.
  const amount = isStaff || row.state === 'granted' ? row.amount : null;
  return {
    ...rest,
    amount,
    answer: isStaff || row.decidedAt ? row.answer : '',
    isAsked: openedBy === buyerId,
    openedAt: openedAt.toISOString(),
    decidedAt: decidedAt?.toISOString() ?? null,
    proposedBy: isStaff ? proposedBy : null,
    proposedName: isStaff ? proposedName : null,
    decidedName: isStaff ? decidedName : null,
  };
}
