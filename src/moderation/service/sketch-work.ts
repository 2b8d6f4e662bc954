import { getWork, listLiveTexts } from '#catalog/service.ts';
import { plainText } from '#content/service.ts';
import { newId } from '#kernel/id.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, within } from '#platform/db.ts';
import { bandsOf, sketchOf } from '../rules/sketch.ts';
import {
  beginSketching,
  replaceSketches,
  selectUnsketched,
  type FiledText,
} from '../store/sketch.ts';

/** Of the rules of comparison; raise it and every work is filed again. */
export const sketchVersion = 1;

/** Files what a published work says, so that copies of it are known; nothing of a work that is not. Twice is once. */
export async function sketchWork(ctx: Ctx, workId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    // First the lock, then the reading: the last to file reads the last version.
    await beginSketching(tx, workId, sketchVersion, ctx.now);
    const inside = within(ctx, tx);
    const { state, live } = await getWork(inside, workId);
    const texts =
      state === 'published' && live
        ? [
            { id: null, body: live.description },
            { id: null, body: live.descriptionEn },
            ...(await listLiveTexts(inside, workId)),
          ]
        : [];
    const filed: FiledText[] = [];
    for (const { id: lessonId, body } of texts) {
      const sketch = sketchOf(await plainText(body, workId));
      if (sketch) filed.push({ id: newId(ctx.now), lessonId, ...filedAs(sketch) });
    }
    await replaceSketches(tx, workId, filed);
  });
}

/** A sketch as it is stored. */
export function filedAs(sketch: Int32Array): Pick<FiledText, 'slots' | 'bands'> {
  return { slots: Buffer.from(sketch.buffer), bands: bandsOf(sketch) };
}

/** A stored sketch as it is compared. */
export function readSlots(slots: Buffer): Int32Array {
  return new Int32Array(Uint8Array.from(slots).buffer);
}

/** Files what is published and is not filed by these rules. */
export async function sketchMissing(ctx: Ctx): Promise<void> {
  for (;;) {
    const ids = await selectUnsketched(ctx.db, sketchVersion, 100);
    if (ids.length === 0) return;
    for (const id of ids) await sketchWork(ctx, id);
  }
}
