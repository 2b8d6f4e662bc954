import { addMonths, businessMonth, startOfBusinessMonth } from '#kernel/time.ts';
import { listLines } from '#ledger/service.ts';
import type { Line } from '#ledger/types.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageOf, readCursor, readIdCursor, type Page } from '#platform/cursor.ts';
import { assertReach } from '#platform/policy.ts';
import { listStatement, readStatement } from '../policy.ts';
import { refuse } from '../refusals.ts';
import { monthsOf, totalOf } from '../rules.ts';
import type { CreatorMonthItem, MonthItem, StatementItem, StatementLine } from '../schema.ts';
import {
  findCreatorName,
  selectCreatorMonths,
  selectFlows,
  selectMonth,
  selectSubjects,
  type SubjectName,
} from '../store/statement.ts';

const between = (month: string) =>
  [startOfBusinessMonth(month), startOfBusinessMonth(addMonths(month, 1))] as const;

/** The name of a creator whose statements the actor may read. @throws Refusal payout.no_statement, policy.* */
async function creatorFor(ctx: Ctx, creatorId: string): Promise<string> {
  assertReach(ctx, readStatement, creatorId);
  const name = await findCreatorName(ctx.db, creatorId, ctx.locale);
  if (name === undefined) throw refuse('payout.no_statement');
  return name;
}

/**
 * A creator's month: what they had, earned, gave back, were paid, and have. The present month is as far as it has come.
 *
 * @throws Refusal payout.no_statement for a month to come, policy.*
 */
export async function getStatement(
  ctx: Ctx,
  creatorId: string,
  month: string,
): Promise<StatementItem> {
  const creatorName = await creatorFor(ctx, creatorId);
  const present = businessMonth(ctx.now);
  if (month > present) throw refuse('payout.no_statement');
  const { flows, sales, refunds } = await selectMonth(ctx.db, creatorId, month, between(month));
  const sums = monthsOf(flows, month).at(-1)!;
  const made = { isOpen: month === present, madeAt: ctx.now.toISOString() };
  return { creatorId, creatorName, ...made, ...sums, sales, refunds };
}

interface ListQuery {
  readonly cursor: string | undefined;
  readonly limit: number;
}

/** A creator's months, the present one first. @throws Refusal payout.no_statement, policy.*, input.cursor */
export async function listMonths(
  ctx: Ctx,
  creatorId: string,
  { cursor, limit }: ListQuery,
): Promise<Page<MonthItem>> {
  await creatorFor(ctx, creatorId);
  const present = businessMonth(ctx.now);
  const before = cursor === undefined ? undefined : String(readCursor(cursor, 1)[0]);
  const months = monthsOf(await selectFlows(ctx.db, creatorId, present), present).toReversed();
  const rest = months.filter(({ month }) => before === undefined || month < before);
  return pageOf(
    rest.slice(0, limit + 1),
    limit,
    ({ month }) => [month],
    (sums) => ({ ...sums, opening: totalOf(sums.opening), closing: totalOf(sums.closing) }),
  );
}

interface CreatorsQuery extends ListQuery {
  readonly filter: { readonly month?: string | undefined; readonly text?: string | undefined };
}

/** A month of every creator, for those who keep the books; the present one when none is named. @throws Refusal policy.*, input.cursor */
export async function listCreatorMonths(
  ctx: Ctx,
  { filter, cursor, limit }: CreatorsQuery,
): Promise<Page<CreatorMonthItem>> {
  assertReach(ctx, listStatement, null);
  const month = filter.month ?? businessMonth(ctx.now);
  const afterId = readIdCursor(cursor);
  const { locale } = ctx;
  const wanted = { month, locale, text: filter.text, afterId, limit: limit + 1 };
  const rows = await selectCreatorMonths(ctx.db, wanted);
  return pageOf(
    rows,
    limit,
    (row) => [row.creatorId],
    (row) => ({ month, ...row }),
  );
}

interface LinesQuery extends ListQuery {
  readonly filter: { readonly month?: string | undefined };
}

/** What was posted to a creator's accounts, newest first, each line with what it is about. @throws Refusal payout.no_statement, policy.*, input.cursor */
export async function listStatementLines(
  ctx: Ctx,
  creatorId: string,
  { filter: { month }, cursor, limit }: LinesQuery,
): Promise<Page<StatementLine>> {
  await creatorFor(ctx, creatorId);
  const page = await listLines(ctx, {
    ownerId: creatorId,
    between: month === undefined ? undefined : between(month),
    cursor,
    limit,
  });
  const ids = [...new Set(page.items.map(({ subjectId }) => subjectId))];
  const names = await selectSubjects(ctx.db, ids, { creatorId, locale: ctx.locale });
  return { ...page, items: page.items.map((line) => toLine(line, names.get(line.subjectId))) };
}

function toLine(line: Line, name: SubjectName | undefined): StatementLine {
  const { transactionId, kind, account, change } = line;
  return {
    transactionId,
    kind,
    account,
    change,
    number: name?.number ?? '',
    workTitle: name?.workTitle ?? null,
    postedAt: line.postedAt.toISOString(),
  };
}
