import { recordAudit } from '#audit/service.ts';
import { slugify, tidy } from '#kernel/text.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, isDuplicate, touchPage, type Tx } from '#platform/db.ts';
import { Memory } from '#platform/memory.ts';
import { actingUser, assertReach } from '#platform/policy.ts';
import { mayEditCreator } from '../policy.ts';
import { refuse } from '../refusals.ts';
import { findAssetOf } from '../store/asset.ts';
import {
  findCreator,
  insertCreator,
  listShownCreators,
  updateCreator,
  type CreatorPatch,
} from '../store/creator.ts';
import type { Creator } from '../types.ts';

export interface NewCreator {
  readonly userId: string;
  readonly name: string;
  readonly slug?: string;
  readonly headline?: string;
  readonly bio?: string;
}

/** Makes a user a creator, or leaves one as they are. @throws Refusal creator.slug_taken */
export async function openCreator(ctx: Ctx, input: NewCreator): Promise<void> {
  const { userId, headline = '', bio = '' } = input;
  const name = tidy(input.name) || userId.slice(-6);
  const slug = input.slug ?? `${slugify(name)}-${userId.slice(-6)}`;
  await inTransaction(ctx, async (tx) => {
    const isWritten = await insertCreator(tx, {
      userId,
      slug,
      name,
      headline,
      bio,
      createdAt: ctx.now,
    });
    if (!isWritten && !(await findCreator(tx, { id: userId }))) throw refuse('creator.slug_taken');
  });
}

/** Makes the acting user a creator under `name`, or leaves them as they are. Answers their id. @throws Refusal policy.* */
export async function openOwnFace(ctx: Ctx, name: string): Promise<string> {
  const { userId } = actingUser(ctx);
  assertReach(ctx, mayEditCreator, userId);
  await openCreator(ctx, { userId, name });
  return userId;
}

/** Changes what a creator tells about themselves. @throws Refusal creator.unknown, slug_taken, lesson.asset_unknown, policy.* */
export async function editCreator(ctx: Ctx, id: string, patch: CreatorPatch): Promise<void> {
  assertReach(ctx, mayEditCreator, id);
  try {
    await inTransaction(ctx, async (tx) => {
      await assertOwnPicture(tx, id, patch.avatarId);
      const isThere = Object.keys(patch).length === 0 || (await updateCreator(tx, id, patch));
      if (!isThere) throw refuse('creator.unknown');
      if (ctx.actor.kind === 'user' && ctx.actor.userId !== id)
        await recordAudit(tx, ctx, 'creator.edit', id);
      // The name stands on every card of theirs.
      touchPage(tx, `creator:${id}`, 'creators');
    });
  } catch (error) {
    if (isDuplicate(error)) throw refuse('creator.slug_taken');
    throw error;
  }
}

// Everybody sees a portrait: with a stranger's picture it would make public what is private.
async function assertOwnPicture(
  tx: Tx,
  ownerId: string,
  avatarId: string | null | undefined,
): Promise<void> {
  if (!avatarId) return;
  const asset = await findAssetOf(tx, ownerId, avatarId);
  if (asset?.kind !== 'image') throw refuse('lesson.asset_unknown');
}

/** @throws Refusal creator.unknown */
export async function getCreator(
  ctx: Ctx,
  by: { id: string } | { slug: string },
): Promise<Creator> {
  const creator = await findCreator(ctx.db, by);
  if (!creator) throw refuse('creator.unknown');
  return creator;
}

/** Creators with published works, those with most first. */
export function listCreators(ctx: Ctx, count: number): Promise<Creator[]> {
  return listShownCreators(ctx.db, count);
}

const front = new Memory<readonly Creator[]>('creators', (ctx) => listCreators(ctx, 6));

/** The first six of them, as the front page shows them. */
export function listFrontCreators(ctx: Ctx): Promise<readonly Creator[]> {
  return front.get(ctx);
}
