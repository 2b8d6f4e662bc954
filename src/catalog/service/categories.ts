import { recordAudit } from '#audit/service.ts';
import { newId } from '#kernel/id.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, isDuplicate, sqlState, touchPage, type Tx } from '#platform/db.ts';
import { Memory } from '#platform/memory.ts';
import { assertReach } from '#platform/policy.ts';
import { mayEditCategories } from '../policy.ts';
import { refuse } from '../refusals.ts';
import { defined, pathTo } from '../rules.ts';
import type { NewCategory } from '../schema.ts';
import {
  deleteCategory as deleteRow,
  insertCategory,
  listCategories as listRows,
  listWorkIdsIn,
  lockCategories,
  updateCategory,
} from '../store/category.ts';
import { shelveWork } from '../store/publication.ts';
import type { Category } from '../types.ts';

const tree = new Memory<readonly Category[]>('categories', ({ db }) => listRows(db));

/** All categories in order; parents and children mixed. */
export function listCategories(ctx: Ctx): Promise<readonly Category[]> {
  return tree.get(ctx);
}

/** A category in the tree. */
export interface CategoryPlace {
  readonly categories: readonly Category[];
  readonly category: Category;
  /** From the root to the category itself. */
  readonly trail: readonly Category[];
}

/** The category at an address, in the whole tree. @throws Refusal category.unknown */
export async function getCategory(ctx: Ctx, slug: string): Promise<CategoryPlace> {
  const categories = await tree.get(ctx);
  const category = categories.find((one) => one.slug === slug);
  if (!category) throw refuse('category.unknown');
  return { categories, category, trail: pathTo(categories, category.id) };
}

/** @throws Refusal category.slug_taken, category.unknown (parent), policy.forbidden */
export async function addCategory(ctx: Ctx, input: NewCategory): Promise<string> {
  assertReach(ctx, mayEditCategories, null);
  const id = newId(ctx.now);
  await changeShelves(ctx, 'category.add', id, async (tx) => {
    const known = await listRows(tx);
    assertParent(known, id, input.parentId ?? null);
    const { slug, nameZh, nameEn, parentId = null, position = known.length } = input;
    await insertCategory(tx, { id, slug, nameZh, nameEn, parentId, position });
  });
  return id;
}

/** @throws Refusal category.unknown, slug_taken, loop, policy.forbidden */
export async function editCategory(
  ctx: Ctx,
  id: string,
  input: Partial<NewCategory>,
): Promise<void> {
  assertReach(ctx, mayEditCategories, null);
  await changeShelves(ctx, 'category.edit', id, async (tx) => {
    const known = await listRows(tx);
    const before = known.find((category) => category.id === id);
    if (!before) throw refuse('category.unknown');
    const patch = defined(input);
    if (patch.parentId !== undefined) assertParent(known, id, patch.parentId);
    if (Object.keys(patch).length > 0) await updateCategory(tx, id, patch);
    const isMoved = patch.parentId !== undefined && patch.parentId !== before.parentId;
    if (isMoved) for (const workId of await listWorkIdsIn(tx, id)) await shelveWork(tx, workId);
  });
}

/** Deletes an empty category. @throws Refusal category.unknown, in_use, policy.forbidden */
export async function removeCategory(ctx: Ctx, id: string): Promise<void> {
  assertReach(ctx, mayEditCategories, null);
  await changeShelves(ctx, 'category.remove', id, async (tx) => {
    if (!(await deleteRow(tx, id))) throw refuse('category.unknown');
  });
}

/** A change of the tree: one at a time, written down, and every page that shows the tree made again. */
async function changeShelves(
  ctx: Ctx,
  deed: string,
  id: string,
  work: (tx: Tx) => Promise<void>,
): Promise<void> {
  try {
    await inTransaction(ctx, async (tx) => {
      await lockCategories(tx);
      await work(tx);
      await recordAudit(tx, ctx, deed, id);
      touchPage(tx, 'categories');
    });
  } catch (error) {
    if (isDuplicate(error)) throw refuse('category.slug_taken');
    if (sqlState(error) === '23503') throw refuse('category.in_use');
    throw error;
  }
}

function assertParent(known: readonly Category[], id: string, parentId: string | null): void {
  if (parentId === null) return;
  if (!known.some((category) => category.id === parentId)) throw refuse('category.unknown');
  if (pathTo(known, parentId).some((category) => category.id === id)) throw refuse('category.loop');
}
