import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { newId } from '#kernel/id.ts';
import { Refusal } from '#kernel/refusal.ts';
import { asSystem } from '#platform/ctx.ts';
import { inTransaction } from '#platform/db.ts';
import { openTestHouse } from '#platform/testing/database.ts';
import { aCreator, aLesson, aWork } from './fixtures/works.ts';
import {
  closeDraft,
  editLesson,
  followShared,
  getDraftLesson,
  getOutline,
  getShare,
  listLiveTexts,
  publishWork,
  removeLesson,
  shareItem,
  stopSharing,
} from './service.ts';

const house = await openTestHouse();
after(() => house.close());
const system = () => {
  house.advance(1);
  return asSystem(house.ctx(), 'test');
};
const refuses = (code: string) => (error: unknown) =>
  error instanceof Refusal && error.code === code;

/** Two works of one creator; the second shares the first item of the first. */
async function twoWorks(isPublished = true) {
  const one = await aWork(house.ctx(), { isPublished });
  const chapters = [{ source: '01', title: '合集', lessons: [aLesson('卷首语')] }];
  const two = await aWork(house.ctx(), { creatorId: one.creatorId, chapters, isPublished: false });
  const me = () => {
    house.advance(1);
    return house.as(one.creatorId, 'creator');
  };
  const [from] = (await getOutline(me(), one.id, 'draft'))[0]!.lessons;
  const [chapter] = await getOutline(me(), two.id, 'draft');
  const shared = await shareItem(me(), chapter!.id, from!.id);
  return { one, two, me, fromId: from!.id, chapterId: chapter!.id, sharedId: shared };
}

const says = async (workId: string, id: string) =>
  (await listLiveTexts(system(), workId)).find((text) => text.id === id)?.body;

test('an item that another work shares says there what is published here, and keeps what is its own', async () => {
  const { one, two, me, fromId, sharedId } = await twoWorks();
  await editLesson(me(), sharedId, { title: '另一个名字', isTrial: true });
  await publishWork(system(), two.id);
  assert.equal(await says(two.id, sharedId), '弦在振动。');

  await editLesson(me(), fromId, { title: '改了名', body: '弦在振动，空气也在。' });
  await followShared(system(), one.id);
  assert.equal(await says(two.id, sharedId), '弦在振动。', 'a draft shows nowhere');

  await publishWork(system(), one.id);
  await followShared(system(), one.id);
  await followShared(system(), one.id);
  assert.equal(await says(two.id, sharedId), '弦在振动，空气也在。');
  const draft = await getDraftLesson(me(), sharedId);
  assert.equal(draft.body, '弦在振动，空气也在。');
  assert.deepEqual([draft.title, draft.isTrial, draft.sharesId], ['另一个名字', true, fromId]);
  const versions = await house.db
    .selectFrom('lessonVersion')
    .select('origin')
    .where('lessonId', '=', sharedId)
    .execute();
  assert.equal(versions.filter(({ origin }) => origin === 'shared').length, 2, 'twice is once');
  const { from, places } = await getShare(me(), sharedId);
  assert.deepEqual([from?.lessonId, from?.isBehind, places], [fromId, false, []]);
  assert.deepEqual(
    (await getShare(me(), fromId)).places.map(({ lessonId }) => lessonId),
    [sharedId],
  );
});

test('the text of a shared item is written where it stands first; given its own, it follows no more', async () => {
  const { one, two, me, fromId, sharedId } = await twoWorks();
  await assert.rejects(editLesson(me(), sharedId, { body: '改一改' }), refuses('lesson.shared'));
  await stopSharing(me(), sharedId);
  await editLesson(me(), sharedId, { body: '自己的一份' });
  await publishWork(system(), two.id);
  await editLesson(me(), fromId, { body: '别处又改了' });
  await publishWork(system(), one.id);
  await followShared(system(), one.id);
  assert.equal(await says(two.id, sharedId), '自己的一份');
});

test('a draft in review is not changed beneath its reviewers; what goes live says what is live at its source', async () => {
  const { one, two, me, fromId, sharedId } = await twoWorks();
  const ctx = system();
  await inTransaction(ctx, (tx) => closeDraft(tx, ctx, two.id));
  await editLesson(me(), fromId, { body: '审核期间改的' });
  await publishWork(system(), one.id);
  await followShared(system(), one.id);
  assert.equal((await getDraftLesson(me(), sharedId)).body, '弦在振动。');
  assert.equal((await getShare(me(), sharedId)).from?.isBehind, true);
  await publishWork(system(), two.id);
  assert.equal(await says(two.id, sharedId), '审核期间改的');
});

test('an item that left its source stays where it is shared, as it last was', async () => {
  const { one, two, me, fromId, sharedId } = await twoWorks();
  await publishWork(system(), two.id);
  await removeLesson(me(), fromId);
  await publishWork(system(), one.id);
  await followShared(system(), one.id);
  assert.equal(await says(two.id, sharedId), '弦在振动。');
});

test('an item is shared from its source, with another work of the same creator, of a kind that holds it', async () => {
  const { one, two, me, fromId, sharedId, chapterId } = await twoWorks();
  const three = await aWork(house.ctx(), { creatorId: one.creatorId, isPublished: false });
  const [chapter] = await getOutline(me(), three.id, 'draft');
  const again = await shareItem(me(), chapter!.id, sharedId);
  assert.equal((await getDraftLesson(me(), again)).sharesId, fromId, 'no chains');

  await assert.rejects(shareItem(me(), chapterId, newId()), refuses('lesson.unknown'));
  const own = (await getOutline(me(), two.id, 'draft'))[0]!.lessons[0]!.id;
  await assert.rejects(shareItem(me(), chapterId, own), refuses('lesson.shares_itself'));
  const strangers = await aWork(house.ctx(), { creatorId: await aCreator(house.ctx()) });
  const theirs = (await getOutline(system(), strangers.id, 'draft'))[0]!.lessons[0]!.id;
  await assert.rejects(shareItem(me(), chapterId, theirs), refuses('lesson.unknown'));
  await assert.rejects(
    shareItem(house.as(strangers.creatorId, 'creator'), chapterId, theirs),
    (error: unknown) => error instanceof Refusal && error.code.startsWith('policy.'),
  );
});

test('pictures come along; of two different ones with one name nothing is shared, and what is shared waits', async () => {
  const { one, two, me, fromId, sharedId, chapterId } = await twoWorks();
  const [mine, other] = [await aPicture(one.creatorId), await aPicture(one.creatorId)];
  await embed(one.id, 'images/弦.png', mine);
  await publishWork(system(), two.id);
  await editLesson(me(), fromId, { body: '看图：![](images/弦.png)' });
  await publishWork(system(), one.id);
  await followShared(system(), one.id);
  assert.equal(await says(two.id, sharedId), '看图：![](images/弦.png)');
  assert.equal(await embedded(two.id, 'images/弦.png'), mine);

  await embed(one.id, 'images/弓.png', mine);
  await embed(two.id, 'images/弓.png', other);
  await editLesson(me(), fromId, { body: '看图：![](images/弓.png)' });
  await publishWork(system(), one.id);
  await followShared(system(), one.id);
  assert.equal(await says(two.id, sharedId), '看图：![](images/弦.png)');
  assert.equal((await getShare(me(), sharedId)).from?.isBehind, true);
  await removeLesson(me(), sharedId);
  await assert.rejects(shareItem(me(), chapterId, fromId), refuses('lesson.shared_name'));
});

async function aPicture(ownerId: string): Promise<string> {
  const id = newId();
  await house.db
    .insertInto('asset')
    .values({
      id,
      ownerId,
      kind: 'image',
      state: 'ready',
      fileName: '图.png',
      mediaType: 'image/png',
      sizeBytes: 1,
      sha256: Buffer.from(id),
      createdAt: house.ctx().now,
    })
    .execute();
  return id;
}

async function embed(workId: string, path: string, assetId: string): Promise<void> {
  await house.db.insertInto('embeddedAsset').values({ workId, path, assetId }).execute();
}

async function embedded(workId: string, path: string): Promise<string | undefined> {
  const row = await house.db
    .selectFrom('embeddedAsset')
    .select('assetId')
    .where('workId', '=', workId)
    .where('path', '=', path)
    .executeTakeFirst();
  return row?.assetId;
}
