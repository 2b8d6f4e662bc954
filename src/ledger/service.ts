import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { firstIdAt, isId, newId } from '#kernel/id.ts';
import { money, type Money } from '#kernel/money.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageOf, readCursor, readIdCursor, refuseCursor, type Page } from '#platform/cursor.ts';
import { inTransaction, sqlState, type Db, type Tx } from '#platform/db.ts';
import { assertReach } from '#platform/policy.ts';
import type { Write } from '#platform/together.ts';
import { readLedger } from './policy.ts';
import { refuse } from './refusals.ts';
import { figuresOf, spanBefore, standingOf, unitsOf } from './rules.ts';
import type {
  AccountFilter,
  AccountItem,
  BookItem,
  BookQuery,
  BookSummary,
  TransactionFilter,
  TransactionItem,
} from './schema.ts';
import { selectBook, selectFlows } from './store/book.ts';
import {
  callLock,
  callPost,
  foldBatch,
  foldDeltas,
  listWrongSums,
  readBalances,
  recompute,
  tryRollerLock,
} from './store/post.ts';
import {
  selectAccounts,
  selectLines,
  selectTransactions,
  selectTransactionsAbout,
  type LineRow,
  type TransactionRow,
} from './store/read.ts';
import type { AccountCode, Line, NewTransaction, PayeeKind, Proof, Span } from './types.ts';

/**
 * Posts movements once per key and answers the transaction's id, also when the same was posted before. Movements of
 * nothing are left out; when nothing is left, nothing is posted and the answer is undefined.
 *
 * @throws Refusal ledger.insufficient, ledger.key_reused; `tx` is then lost.
 */
export async function postTransaction(tx: Tx, posted: NewTransaction): Promise<string | undefined> {
  const call = callFor(posted);
  if (!call) return undefined;
  try {
    const { rows } = await call.execute(tx);
    return rows[0]!.id;
  } catch (error) {
    if (sqlState(error) === 'SY001') throw refuse('ledger.key_reused');
    if (sqlState(error) === 'SY002') throw refuse('ledger.insufficient');
    throw error;
  }
}

/** The same as writes that are sent with others, for accounts without limits: there is nothing to be refused. */
export function posting(posted: NewTransaction): Write[] {
  const call = callFor(posted);
  return call ? [{ statement: call }] : [];
}

function callFor({ key, kind, subjectId, at, ...posted }: NewTransaction) {
  const movements = posted.movements.filter(({ amount }) => amount !== 0);
  if (movements.length === 0) return undefined;
  for (const { amount } of movements) assert(amount > 0, `a movement of ${amount} runs backwards`);

  const body = [kind, subjectId, ...movements.map((m) => [m.source, m.destination, m.amount])];
  return callPost({
    id: newId(at),
    key,
    bodyHash: createHash('sha256').update(JSON.stringify(body)).digest(),
    kind,
    subjectId,
    at,
    sources: movements.map(({ source }) => source),
    destinations: movements.map(({ destination }) => destination),
    amounts: movements.map(({ amount }) => amount),
  });
}

/**
 * Locks the balances of accounts with limits to the end of `tx`, always in the same order, and answers them: what is
 * decided from them stays true until the commit.
 */
export async function lockBalances<Code extends AccountCode>(
  tx: Tx,
  codes: readonly Code[],
): Promise<(code: Code) => Money> {
  const amounts = await callLock(tx, codes);
  return (code) => money(amounts.get(code) ?? 0);
}

/** Exact balances as of one instant; 0 for an account that nothing was posted to. */
export async function findBalances(
  db: Db,
  codes: readonly AccountCode[],
): Promise<(code: AccountCode) => Money> {
  const amounts = await readBalances(db, codes);
  return (code) => money(amounts.get(code) ?? 0);
}

/** Folds what waits into the balances; one roller works at a time, others leave at once. Answers how many were folded. */
export async function foldBalances(ctx: Ctx): Promise<number> {
  for (let total = 0; ;) {
    const folded = await inTransaction(ctx, async (tx) =>
      (await tryRollerLock(tx)) ? foldDeltas(tx) : 0,
    );
    total += folded;
    if (folded < foldBatch) return total;
  }
}

/**
 * Recomputes all balances, and all sums by day and month, from their postings, and writes an error to the log when they
 * differ or do not sum to zero.
 */
export async function proveLedger(ctx: Ctx): Promise<Proof> {
  assertReach(ctx, readLedger, null);
  const balances = await recompute(ctx.db);
  const differing = [...new Set([...balances.differing, ...(await listWrongSums(ctx.db))])];
  const found = { ...balances, differing };
  const isProven = found.differing.length === 0 && found.sum === 0;
  if (!isProven) ctx.ports.log.error('the ledger does not balance', { ...found });
  return { ...found, isProven };
}

interface ListQuery<Filter> {
  readonly filter: Filter;
  readonly cursor: string | undefined;
  readonly limit: number;
}

/** Accounts with exact balances, by code. @throws Refusal policy.forbidden, input.cursor */
export async function listAccounts(
  ctx: Ctx,
  query: ListQuery<AccountFilter>,
): Promise<Page<AccountItem>> {
  assertReach(ctx, readLedger, null);
  const after = query.cursor ? String(readCursor(query.cursor, 1)[0]) : undefined;
  const rows = await selectAccounts(ctx.db, query.filter.prefix, after, query.limit + 1);
  return pageOf(rows, query.limit, ({ code }) => [code]);
}

/** Transactions with their movements, newest first. @throws Refusal policy.forbidden, input.cursor */
export async function listTransactions(
  ctx: Ctx,
  query: ListQuery<TransactionFilter>,
): Promise<Page<TransactionItem>> {
  assertReach(ctx, readLedger, null);
  const beforeId = readIdCursor(query.cursor);
  const rows = await selectTransactions(ctx.db, query.filter, beforeId, query.limit + 1);
  return pageOf(rows, query.limit, ({ id }) => [id], toTransaction);
}

/** Every transaction about one of `subjectIds`, oldest first. Whoever asks has checked who may know. */
export async function listTransactionsAbout(
  db: Db,
  subjectIds: readonly string[],
): Promise<TransactionItem[]> {
  return (await selectTransactionsAbout(db, subjectIds)).map(toTransaction);
}

interface LineQuery {
  readonly ownerId: string;
  /** Earned as what; as a creator when it is left out. */
  readonly kind?: PayeeKind;
  /** Only what was posted from the first of these instants on, and before the second. */
  readonly between?: readonly [Date, Date] | undefined;
  readonly cursor: string | undefined;
  readonly limit: number;
}

/** What was posted to a creator's or promoter's accounts, newest first. Whoever asks has checked who may know. @throws Refusal input.cursor */
export async function listLines(
  ctx: Ctx,
  { ownerId, kind = 'creator', between, cursor, limit }: LineQuery,
): Promise<Page<Line>> {
  const ids = between && { from: firstIdAt(between[0]), until: firstIdAt(between[1]) };
  const wanted = { ownerId, kind, ids, place: lineAt(cursor), limit: limit + 1 };
  const rows = await selectLines(ctx.db, wanted);
  return pageOf(rows, limit, (row) => [row.transactionId, row.seq, row.side], toLine);
}

/** Income and expense of every unit of a span. @throws Refusal policy.forbidden */
export async function listBook(ctx: Ctx, query: BookQuery): Promise<Page<BookItem>> {
  assertReach(ctx, readLedger, null);
  const flows = Map.groupBy(await selectFlows(ctx.db, query, query.by), ({ since }) => since);
  const items = unitsOf(query, query.by, Infinity).map((since) => ({
    since,
    ...figuresOf(flows.get(since) ?? []),
  }));
  return { items, nextCursor: null };
}

/** A span in figures beside the one before it, and where the money is at its end. @throws Refusal policy.forbidden */
export async function getBook(ctx: Ctx, { from, to }: Span): Promise<BookSummary> {
  assertReach(ctx, readLedger, null);
  const before = spanBefore({ from, to });
  const { flows, balances } = await selectBook(ctx.db, before, { from, to });
  return {
    now: { from, to, ...figuresOf(flows.filter(({ isNow }) => isNow)) },
    before: { ...before, ...figuresOf(flows.filter(({ isNow }) => !isNow)) },
    standing: standingOf(balances),
  };
}

/** The line in a cursor of a statement. @throws Refusal input.cursor */
function lineAt(cursor: string | undefined) {
  if (cursor === undefined) return undefined;
  const [transactionId = '', seq, side] = readCursor(cursor, 3);
  const isLine =
    isId(String(transactionId)) &&
    [seq, side].every((at) => Number.isInteger(at) && Math.abs(Number(at)) < 2 ** 15);
  if (!isLine) throw refuseCursor('input.cursor');
  return { transactionId: String(transactionId), seq: Number(seq), side: Number(side) };
}

function toTransaction(row: TransactionRow): TransactionItem {
  return { ...row, postedAt: row.postedAt.toISOString() };
}

function toLine(row: LineRow): Line {
  const { transactionId, kind, subjectId, postedAt, code, change } = row;
  const account = code.split(':')[2] as Line['account'];
  return { transactionId, kind, subjectId, postedAt, account, change };
}
