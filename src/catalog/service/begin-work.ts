import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, within } from '#platform/db.ts';
import { hasChapters, itemKinds } from '../rules/kinds.ts';
import { addChapter } from './edit-outline.ts';
import { createWork, type NewWorkInput } from './edit-work.ts';

/**
 * Begins a draft of some kind, ready to be filled: where a kind knows no chapters, its items stand in one that is called as
 * the work is and that nobody sees. Answers its id.
 *
 * @throws Refusal work.slug_taken, creator.unknown, category.unknown, lesson.asset_unknown, policy.*
 */
export async function beginWork(ctx: Ctx, input: NewWorkInput): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    const inside = within(ctx, tx);
    const { id } = await createWork(inside, input);
    const kind = input.kind ?? 'course';
    if (!hasChapters(kind) && itemKinds(kind).length > 0) await addChapter(inside, id, input.title);
    return id;
  });
}
