import { addSnippet, makePreviewLink } from '#authoring/service.ts';
import {
  createWork,
  editLesson,
  getOutline,
  openCreator,
  publishWork,
  saveOutline,
  saveWorkDraft,
  setPrice,
} from '#catalog/service.ts';
import { newId } from '#kernel/id.ts';
import { money } from '#kernel/money.ts';
import { after, day } from '#kernel/time.ts';
import { appealTakedown, planWithdrawal, submitWork, takeDown } from '#review/service.ts';
import { aPerson, asPerson, type Person } from './people.ts';
import type { World } from './world.ts';

/** A work with everything in it that somebody may not see. */
export interface MadeWork {
  readonly id: string;
  readonly slug: string;
  readonly chapterId: string;
  readonly trialId: string;
  readonly paidId: string;
  readonly offerId: string;
}

/** The public face of a person who publishes; twice is once. */
export async function aFace(world: World, { id }: Person): Promise<void> {
  await openCreator(world.system(), {
    userId: id,
    name: '林知音',
    slug: `face-${id}`,
    headline: '讲师',
    bio: '讲师简介',
  });
}

/** A work of `owner`; a published one has a new draft that nobody reviewed yet. */
export async function aWork(world: World, owner: Person, isPublished: boolean): Promise<MadeWork> {
  const { canaries, db } = world;
  const system = world.system();
  await aFace(world, owner);
  const title = canaries.plant(isPublished ? 'liveTitle' : 'draftTitle');
  const summary = isPublished ? '从一根弦开始。' : canaries.plant('draftSummary');
  const work = await createWork(system, { title, summary, creatorId: owner.id, tags: ['乐理'] });
  const trial = {
    source: 't',
    title: '从一次拨弦说起',
    body: canaries.plant(isPublished ? 'trialBody' : 'draftBody'),
    isTrial: true,
  };
  const paid = {
    source: 'p',
    title: '音高与频率',
    body: `音高 ${canaries.plant(isPublished ? 'paidBody' : 'draftBody')}`,
    isTrial: false,
    // Everybody may try its first word, and nothing of what comes after.
    trialFirst: 2,
  };
  const form = { kind: 'text', assetId: null, durationSec: 60 } as const;
  const lessons = [
    { ...trial, ...form },
    { ...paid, ...form },
  ];
  await saveOutline(system, work.id, [{ source: 'c', title: '声音从哪里来', lessons }]);
  await setPrice(system, work.id, money(9_900));
  const [chapter] = await getOutline(system, work.id, 'draft');
  const [trialId, paidId] = chapter!.lessons.map(({ id }) => id);
  if (isPublished) {
    await publishWork(system, work.id);
    await beginDraft(world, work.id, trialId!);
  }
  const offer = await db
    .selectFrom('offer')
    .select('id')
    .where('workId', '=', work.id)
    .executeTakeFirstOrThrow();
  return { ...work, chapterId: chapter!.id, trialId: trialId!, paidId: paidId!, offerId: offer.id };
}

async function beginDraft(world: World, workId: string, lessonId: string): Promise<void> {
  const { canaries } = world;
  const says = { title: canaries.plant('draftTitle'), summary: canaries.plant('draftSummary') };
  await saveWorkDraft(world.system(), workId, says);
  await editLesson(world.system(), lessonId, { body: canaries.plant('draftBody') });
}

/** A work that waits for a reviewer. */
export async function aSubmission(
  world: World,
  owner: Person,
): Promise<{ readonly id: string; readonly work: MadeWork }> {
  const work = await aWork(world, owner, false);
  const id = await submitWork(asPerson(world, { ...owner, roles: ['creator'] }), work.id, {
    note: world.canaries.plant('submissionNote'),
  });
  return { id, work };
}

/** A review that is over: what the reviewer wrote is for the creator. */
export async function aReturnedWork(
  world: World,
  owner: Person,
  reviewer: Person,
): Promise<{ readonly id: string }> {
  const now = world.now();
  const work = await aWork(world, owner, false);
  const id = newId(now);
  const words = {
    note: world.canaries.plant('submissionNote'),
    reasons: world.canaries.plant('reviewReasons'),
  };
  const decided = { state: 'returned', decidedBy: reviewer.id, decidedAt: now } as const;
  await world.db
    .insertInto('submission')
    .values({
      id,
      workId: work.id,
      submittedBy: owner.id,
      submittedAt: now,
      stageAt: now,
      dueAt: now,
      ...words,
      ...decided,
    })
    .execute();
  return { id };
}

/** A work that waits for a deep review. */
export async function aDeepSubmission(
  world: World,
  owner: Person,
): Promise<{ readonly id: string }> {
  const { id } = await aSubmission(world, owner);
  const deep = { stage: 'deep', needsDeep: true } as const;
  await world.db.updateTable('submission').set(deep).where('id', '=', id).execute();
  return { id };
}

/** What a reviewer said of a passage; its creator was told. */
export async function aReviewComment(
  world: World,
  owner: Person,
  reviewer: Person,
): Promise<{ readonly id: string; readonly workId: string }> {
  const { db, canaries } = world;
  const { id: submissionId, work } = await aSubmission(world, owner);
  const now = world.now();
  const id = newId(now);
  const about = { submissionId, workId: work.id, lessonId: work.paidId, authorId: reviewer.id };
  const says = { quote: '音高', body: canaries.plant('reviewReasons') };
  await db
    .insertInto('reviewComment')
    .values({ id, ...about, ...says, stage: 'first', madeAt: now })
    .execute();
  const verdict = { verdict: 'returned', reasons: canaries.plant('reviewReasons') } as const;
  const by = { reviewerId: reviewer.id, decidedAt: now };
  await db
    .insertInto('reviewVerdict')
    .values({ id: newId(now), submissionId, stage: 'first', ...verdict, ...by })
    .execute();
  return { id, workId: work.id };
}

/** An expert of a new shelf. */
export async function anExpert(
  world: World,
): Promise<{ readonly category: string; readonly user: string }> {
  const { id: categoryId } = await aCategory(world);
  const { id: userId } = await aPerson(world, { roles: ['reviewer'] });
  const row = { userId, categoryId, appointedBy: userId, appointedAt: world.now() };
  await world.db.insertInto('reviewExpert').values(row).execute();
  return { category: categoryId, user: userId };
}

/** A picture of `owner`. */
export async function anAsset(world: World, owner: Person): Promise<{ readonly id: string }> {
  const { db, canaries } = world;
  const id = newId(world.now());
  const file = {
    kind: 'image',
    fileName: `${canaries.plant('fileName')}.png`,
    mediaType: 'image/png',
    sizeBytes: 1,
  } as const;
  const sha256 = Buffer.from(id.replaceAll('-', '').repeat(2), 'hex');
  await db
    .insertInto('asset')
    .values({ id, ownerId: owner.id, ...file, sha256, state: 'ready', createdAt: world.now() })
    .execute();
  const prefix = `asset/${canaries.plant('storagePrefix')}/`;
  await db
    .insertInto('rendition')
    .values({
      id: newId(),
      assetId: id,
      name: 'original',
      kind: 'original',
      prefix,
      mediaType: 'image/png',
      detail: '{"name":"a.png"}',
    })
    .execute();
  return { id };
}

/** An import of `owner` that failed. */
export async function anImport(world: World, owner: Person): Promise<{ readonly id: string }> {
  const { db, canaries } = world;
  const id = newId(world.now());
  const report = JSON.stringify({ message: canaries.plant('importReport') });
  const names = { uploadId: id, fileName: canaries.plant('importName'), locale: 'zh' } as const;
  const ended = {
    state: 'failed',
    step: 'reading',
    createdAt: world.now(),
    finishedAt: world.now(),
  } as const;
  await db
    .insertInto('importJob')
    .values({ id, creatorId: owner.id, ...names, report, ...ended })
    .execute();
  return { id };
}

/** A work that was made a zip. */
export async function anExport(world: World, owner: Person): Promise<{ readonly id: string }> {
  const { db, canaries } = world;
  const work = await aWork(world, owner, false);
  const id = newId(world.now());
  await world.shop.house.ports.files.put(
    `export/${id}/work.zip`,
    Buffer.from(canaries.plant('exportedFile')),
  );
  const whose = { workId: work.id, creatorId: owner.id, askedBy: owner.id, locale: 'zh' } as const;
  const times = { createdAt: world.now(), finishedAt: world.now() };
  const fileName = canaries.plant('exportName');
  await db
    .insertInto('exportJob')
    .values({ id, ...whose, ...times, state: 'done', fileName, sizeBytes: 1 })
    .execute();
  return { id };
}

/** A word that staff look for. */
export async function aSensitiveWord(world: World): Promise<{ readonly id: string }> {
  const id = newId(world.now());
  const word = world.canaries.plant('sensitiveWord');
  await world.db
    .insertInto('sensitiveWord')
    .values({ id, list: 'work', word, folded: word, action: 'review', createdAt: world.now() })
    .execute();
  return { id };
}

/** A shelf without works. */
export async function aCategory(
  world: World,
): Promise<{ readonly id: string; readonly slug: string }> {
  const id = newId(world.now());
  await world.db
    .insertInto('category')
    .values({
      id,
      parentId: null,
      slug: `shelf-${id}`,
      nameZh: '书架',
      nameEn: 'Shelf',
      position: 0,
    })
    .execute();
  // Written behind the house's back, so it has to be told.
  world.shop.house.ports.pages.purge(['categories']);
  return { id, slug: `shelf-${id}` };
}

/** An upload that `owner` began, over the front door. */
export async function anUpload(world: World, owner: Person): Promise<{ readonly id: string }> {
  const name = Buffer.from(world.canaries.plant('fileName')).toString('base64');
  const headers = {
    cookie: owner.cookie,
    'tus-resumable': '1.0.0',
    'upload-length': '3',
    'upload-metadata': `filename ${name}`,
  };
  const response = await world.app.request('/api/v1/uploads', { method: 'POST', headers });
  const id = response.headers.get('location')?.split('/').at(-1);
  if (!id) throw new Error(`no upload was begun: ${response.status} ${await response.text()}`);
  return { id };
}

const asCreator = (world: World, owner: Person) =>
  asPerson(world, { ...owner, roles: ['creator'] });

/** An address that shows a draft of `owner`. */
export async function aPreviewLink(
  world: World,
  owner: Person,
): Promise<{ readonly id: string; readonly workId: string; readonly lessonId: string }> {
  const { id: workId, paidId } = await aWork(world, owner, false);
  const label = world.canaries.plant('linkLabel');
  const { id } = await makePreviewLink(asCreator(world, owner), workId, { label, days: 7 });
  return { id, workId, lessonId: paidId };
}

/** A piece of text that `owner` writes often. */
export function aSnippet(world: World, owner: Person): Promise<string> {
  const says = { title: '片尾', body: world.canaries.plant('snippet') };
  return addSnippet(asCreator(world, owner), says);
}

/** A work of `owner` that will leave the shelf in a day. */
export async function aPlan(world: World, owner: Person): Promise<string> {
  const { id } = await aWork(world, owner, true);
  return planWithdrawal(asCreator(world, owner), id, after(world.now(), day));
}

/** A work of `owner` that was taken down; its creator appeals. */
export async function aTakedown(
  world: World,
  owner: Person,
): Promise<{ readonly id: string; readonly workId: string }> {
  const { id: workId } = await aWork(world, owner, true);
  const reviewer = await aPerson(world, { roles: ['reviewer'] });
  const reasons = world.canaries.plant('reviewReasons');
  const id = await takeDown(asPerson(world, reviewer), workId, reasons);
  return { id, workId };
}

export async function anAppeal(world: World, owner: Person): Promise<string> {
  const { id } = await aTakedown(world, owner);
  return appealTakedown(asCreator(world, owner), id, world.canaries.plant('submissionNote'));
}
