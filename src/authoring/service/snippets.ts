import { newId } from '#kernel/id.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageOf, readIdCursor, type Page } from '#platform/cursor.ts';
import { inTransaction } from '#platform/db.ts';
import { actingUser, assertReach } from '#platform/policy.ts';
import { mayKeepSnippets } from '../policy.ts';
import { refuse } from '../refusals.ts';
import type { SnippetInput, SnippetItem } from '../schema.ts';
import {
  deleteSnippet,
  insertSnippet,
  listSnippets as listRows,
  updateSnippet,
} from '../store/snippet.ts';

/** How many snippets a person keeps at most. */
export const mostSnippets = 200;

/** A page of the acting user's snippets, newest first. @throws Refusal input.cursor, policy.* */
export async function listSnippets(
  ctx: Ctx,
  cursor: string | undefined,
  limit: number,
): Promise<Page<SnippetItem>> {
  const ownerId = ownerOf(ctx);
  const rows = await listRows(ctx.db, ownerId, readIdCursor(cursor), limit + 1);
  return pageOf(
    rows,
    limit,
    ({ id }) => [id],
    ({ updatedAt, ...row }) => ({ ...row, updatedAt: updatedAt.toISOString() }),
  );
}

/** Keeps a piece of text for the acting user. @throws Refusal snippet.too_many, policy.* */
export async function addSnippet(ctx: Ctx, input: SnippetInput): Promise<string> {
  const ownerId = ownerOf(ctx);
  const id = newId(ctx.now);
  await inTransaction(ctx, async (tx) => {
    const isKept = await insertSnippet(
      tx,
      { ...input, id, ownerId, createdAt: ctx.now },
      mostSnippets,
    );
    if (!isKept) throw refuse('snippet.too_many', { most: mostSnippets });
  });
  return id;
}

/** Changes a snippet of the acting user. @throws Refusal snippet.unknown, policy.* */
export async function editSnippet(ctx: Ctx, id: string, input: SnippetInput): Promise<void> {
  const ownerId = ownerOf(ctx);
  await inTransaction(ctx, async (tx) => {
    const says = { title: input.title, body: input.body, updatedAt: ctx.now };
    if (!(await updateSnippet(tx, { id, ownerId }, says))) throw refuse('snippet.unknown');
  });
}

/** Deletes a snippet of the acting user. @throws Refusal snippet.unknown, policy.* */
export async function removeSnippet(ctx: Ctx, id: string): Promise<void> {
  const ownerId = ownerOf(ctx);
  await inTransaction(ctx, async (tx) => {
    if (!(await deleteSnippet(tx, id, ownerId))) throw refuse('snippet.unknown');
  });
}

function ownerOf(ctx: Ctx): string {
  const { userId } = actingUser(ctx);
  assertReach(ctx, mayKeepSnippets, userId);
  return userId;
}
