import { randomBytes } from 'node:crypto';
import { recordAudit } from '#audit/service.ts';
import { newId } from '#kernel/id.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageOf, readIdCursor, type Page } from '#platform/cursor.ts';
import { inTransaction, type Tx } from '#platform/db.ts';
import { actingUser, assertReach } from '#platform/policy.ts';
import { mayMakeCodes, mayReadCodes } from '../policy.ts';
import { refuse } from '../refusals.ts';
import { codeFrom, codeLength, showCode } from '../rules.ts';
import type { BatchItem, CodeFilter, CodeItem, MadeBatch, NewBatch } from '../schema.ts';
import {
  existsBatch,
  existsCode,
  existsSubject,
  freezeBatch,
  freezeCode,
  insertBatch,
  insertCode,
  selectBatches,
  selectCodes,
  type NewBatchRow,
} from '../store.ts';
import type { Batch } from '../types.ts';
import { hashOf } from './redeem.ts';

/** A code that nobody can guess: each of its characters drawn by five random bits. */
function drawCode(): string {
  return codeFrom(Array.from(randomBytes(codeLength), (byte) => byte & 31));
}

/**
 * Makes a batch of codes, audited. The codes are answered this once: the house keeps what recognises them, not what they say.
 *
 * @throws Refusal redemption.unknown_subject, redemption.in_the_past, policy.*; nothing is then written.
 */
export async function makeBatch(ctx: Ctx, input: NewBatch): Promise<MadeBatch> {
  assertReach(ctx, mayMakeCodes, null);
  const { userId: madeBy } = actingUser(ctx);
  const { name, quantity, workId = null, tierId = null, days = null } = input;
  const expiresAt = input.expiresAt === undefined ? null : new Date(input.expiresAt);
  if (expiresAt && expiresAt <= ctx.now) throw refuse('redemption.in_the_past');
  const codes = Array.from({ length: quantity }, drawCode);
  const rows = codes.map((code) => ({
    id: newId(ctx.now),
    hash: hashOf(ctx, code),
    tail: code.slice(-4),
  }));
  const id = newId(ctx.now);
  await inTransaction(ctx, async (tx) => {
    if (!(await existsSubject(tx, { workId, tierId }))) throw refuse('redemption.unknown_subject');
    const batch = { id, name, workId, tierId, days, quantity, expiresAt, madeBy };
    await insertBatch(tx, { ...batch, createdAt: ctx.now }, rows);
    await recordAudit(tx, ctx, 'code.make', id, { name, quantity, workId, tierId, days });
  });
  return { id, codes: codes.map(showCode) };
}

/**
 * Begins a batch without codes, into which they are drawn one by one (`drawInto`), audited. Answers its id. Whoever asks has checked
 * who may, and that there is such a work or tier.
 */
export async function beginBatch(
  tx: Tx,
  ctx: Ctx,
  input: Pick<NewBatchRow, 'name' | 'workId' | 'tierId' | 'days'>,
): Promise<string> {
  const { userId: madeBy } = actingUser(ctx);
  const id = newId(ctx.now);
  const batch = { id, ...input, quantity: 0, expiresAt: null, madeBy, createdAt: ctx.now };
  await insertBatch(tx, batch, []);
  await recordAudit(tx, ctx, 'code.make', id, { ...input, quantity: 0 });
  return id;
}

/** Draws one more code into a batch. Undefined when it is full or out of use. */
export async function drawInto(tx: Tx, ctx: Ctx, batchId: string): Promise<string | undefined> {
  const code = drawCode();
  const row = { id: newId(ctx.now), hash: hashOf(ctx, code), tail: code.slice(-4) };
  return (await insertCode(tx, batchId, row)) ? showCode(code) : undefined;
}

interface ListQuery {
  readonly cursor: string | undefined;
  readonly limit: number;
}

/** Batches, the latest first. @throws Refusal policy.*, input.cursor */
export async function listBatches(ctx: Ctx, query: ListQuery): Promise<Page<BatchItem>> {
  assertReach(ctx, mayReadCodes, null);
  const rows = await selectBatches(ctx.db, ctx.locale, readIdCursor(query.cursor), query.limit + 1);
  return pageOf(rows, query.limit, ({ id }) => [id], batchItem);
}

function batchItem({ frozenAt, expiresAt, createdAt, ...row }: Batch): BatchItem {
  return {
    ...row,
    isFrozen: frozenAt !== null,
    expiresAt: expiresAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
  };
}

/** The codes of a batch by their last characters. @throws Refusal redemption.unknown_batch, policy.*, input.cursor */
export async function listCodes(
  ctx: Ctx,
  batchId: string,
  query: ListQuery & { readonly filter: CodeFilter },
): Promise<Page<CodeItem>> {
  assertReach(ctx, mayReadCodes, null);
  if (!(await existsBatch(ctx.db, batchId))) throw refuse('redemption.unknown_batch');
  const rows = await selectCodes(ctx.db, {
    batchId,
    state: query.filter.state,
    now: ctx.now,
    beforeId: readIdCursor(query.cursor),
    limit: query.limit + 1,
  });
  return pageOf(
    rows,
    query.limit,
    ({ id }) => [id],
    ({ redeemedAt, ...row }) => ({ ...row, redeemedAt: redeemedAt?.toISOString() ?? null }),
  );
}

/** Puts all open codes of a batch out of use, or back into it; twice is once. @throws Refusal redemption.unknown_batch, policy.* */
export async function setBatchFrozen(ctx: Ctx, id: string, isFrozen: boolean): Promise<void> {
  assertReach(ctx, mayMakeCodes, null);
  await inTransaction(ctx, async (tx) => {
    if (await freezeBatch(tx, id, isFrozen ? ctx.now : null))
      await recordAudit(tx, ctx, isFrozen ? 'code.freeze' : 'code.unfreeze', id);
    else if (!(await existsBatch(tx, id))) throw refuse('redemption.unknown_batch');
  });
}

/** The same for one code; one that was redeemed stays as it is, and twice is once. @throws Refusal redemption.unknown_code, policy.* */
export async function setCodeFrozen(ctx: Ctx, id: string, isFrozen: boolean): Promise<void> {
  assertReach(ctx, mayMakeCodes, null);
  await inTransaction(ctx, async (tx) => {
    const changed = await freezeCode(tx, id, isFrozen ? ctx.now : null);
    if (changed)
      await recordAudit(tx, ctx, isFrozen ? 'code.freeze' : 'code.unfreeze', changed.batchId, {
        codeId: id,
      });
    else if (!(await existsCode(tx, id))) throw refuse('redemption.unknown_code');
  });
}
