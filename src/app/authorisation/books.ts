import { newId } from '#kernel/id.ts';
import { pipeline } from '#reading/service/ensure-book.ts';
import { aClassroom } from './money.ts';
import type { Person } from './people.ts';
import { aPerson } from './people.ts';
import type { MadeWork } from './works.ts';
import { anAsset } from './works.ts';
import type { World } from './world.ts';

const forms = { epub: 'application/epub+zip', pdf: 'application/pdf' } as const;

/** A course that `reader` has, with an e-book as its paid lesson, taken apart already. */
export async function aBook(
  world: World,
  reader: Person,
  kind: keyof typeof forms = 'epub',
): Promise<MadeWork & { readonly assetId: string }> {
  const work = await aClassroom(world, reader);
  const { creatorId } = await world.db
    .selectFrom('work')
    .select('creatorId')
    .where('id', '=', work.id)
    .executeTakeFirstOrThrow();
  const { id: assetId } = await anAsset(world, { ...(await aPerson(world)), id: creatorId });
  await world.db
    .updateTable('asset')
    .set({ kind, mediaType: forms[kind] })
    .where('id', '=', assetId)
    .execute();
  // Not by publishing, which would bring the private words of the draft to light.
  const { liveId } = await world.db
    .selectFrom('lesson')
    .select('liveId')
    .where('id', '=', work.paidId)
    .executeTakeFirstOrThrow();
  await world.db
    .updateTable('lessonVersion')
    .set({ kind, assetId, trialFirst: null })
    .where('id', '=', liveId!)
    .execute();
  const words = '找一根皮筋，套在抽屉的两个把手上。';
  await world.db
    .insertInto('book')
    .values({
      assetId,
      pipeline,
      title: '小书',
      contents: '[]',
      chapterCount: 1,
      pages: kind === 'pdf' ? '[[595,842,1]]' : null,
      madeAt: world.now(),
    })
    .execute();
  await world.db
    .insertInto('bookChapter')
    .values({
      assetId,
      position: 1,
      title: '第一章',
      parts: [`<p id="b0">${words}</p>`],
      pictures: '[]',
      blocks: [words],
    })
    .execute();
  return { ...work, assetId };
}

/** A passage that `reader` marked. */
export async function aBookMark(world: World, reader: Person, assetId: string): Promise<string> {
  const id = newId(world.now());
  const place = { chapter: 1, startBlock: 0, startChar: 0, endBlock: 0, endChar: 2 };
  await world.db
    .insertInto('bookMark')
    .values({ id, userId: reader.id, assetId, ...place, quote: '一段', createdAt: world.now() })
    .execute();
  return id;
}
