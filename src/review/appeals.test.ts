import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { getEditionOnSale, getWork, saveWorkDraft, setPrice } from '#catalog/service.ts';
import { aCreator, aUser, aWork } from '#catalog/fixtures/works.ts';
import { money } from '#kernel/money.ts';
import { Refusal } from '#kernel/refusal.ts';
import { openTestHouse } from '#platform/testing/database.ts';
import {
  appealReturn,
  appealTakedown,
  decideAppeal,
  decideStage,
  getSubmissionDetail,
  liftTakedown,
  listAppealItems,
  listTakedownItems,
  submitWork,
  takeDown,
} from './service.ts';
import { criteria } from './types.ts';

const house = await openTestHouse();
after(() => house.close());
const refuses = (code: string) => (error: unknown) =>
  error instanceof Refusal && error.code === code;
const wins = (done: readonly PromiseSettledResult<unknown>[]) =>
  done.filter(({ status }) => status === 'fulfilled').length;

const passed = { verdict: 'passed', reasons: '', failed: [], marks: [], publishAt: null } as const;
const returned = { ...passed, verdict: 'returned', failed: ['law'], reasons: '不合规' } as const;
const marks = criteria.map((criterion) => ({ criterion, mark: 4, note: '' }));
const ids = await Promise.all(Array.from({ length: 3 }, () => aUser(house.ctx(), '审核员')));
const [first, second, third] = ids.map((id) => () => house.as(id, 'reviewer')) as [
  () => ReturnType<typeof house.as>,
  () => ReturnType<typeof house.as>,
  () => ReturnType<typeof house.as>,
];
const yes = { isUpheld: true, answer: '有道理' };
const no = { isUpheld: false, answer: '维持' };

async function aDraft(price: number) {
  const work = await aWork(house.ctx(), { isPublished: false, price });
  const me = () => {
    house.advance(1);
    return house.as(work.creatorId, 'creator');
  };
  return { ...work, me };
}

async function aReturned(price = 0) {
  const work = await aDraft(price);
  const submission = await submitWork(work.me(), work.id);
  await decideStage(first(), submission, 'first', returned);
  return { ...work, submission };
}

async function aLive() {
  const work = await aWork(house.ctx());
  return { ...work, me: () => house.as(work.creatorId, 'creator') };
}

test('a return that is overturned by somebody else is published; while it is judged the draft is closed', async () => {
  const { id, me, submission } = await aReturned();
  const appeal = await appealReturn(me(), submission, '引用在合理范围内');
  await assert.rejects(saveWorkDraft(me(), id, { title: '改' }), refuses('work.in_review'));
  await assert.rejects(submitWork(me(), id), refuses('submission.already_open'));
  await assert.rejects(decideAppeal(first(), appeal, yes), refuses('appeal.judge'));
  await decideAppeal(second(), appeal, yes);
  const { state, submittedAt } = await getWork(me(), id);
  assert.deepEqual([state, submittedAt], ['published', null]);
  const [item] = (await listAppealItems(me(), { workId: id }, undefined, 5)).items;
  assert.deepEqual([item!.state, item!.answer, item!.against], ['upheld', '有道理', '']);
});

test('an overturned first review goes on to the deep one where that is needed', async () => {
  const { id, me, submission } = await aReturned(9_900);
  await decideAppeal(second(), await appealReturn(me(), submission, '请再看看'), yes);
  const { state, stage } = await getSubmissionDetail(third(), submission);
  assert.deepEqual([state, stage], ['open', 'deep']);
  assert.equal((await getWork(me(), id)).state, 'draft');
  await decideStage(third(), submission, 'deep', { ...passed, marks });
  assert.equal((await getWork(me(), id)).state, 'published');
});

test('an appeal is made once: rejected, the draft opens and nothing else can be said against that return', async () => {
  const { id, me, submission } = await aReturned();
  const tries = await Promise.allSettled(
    Array.from({ length: 8 }, () => appealReturn(me(), submission, '不服')),
  );
  assert.equal(wins(tries), 1);
  const [made] = (await listAppealItems(me(), { workId: id }, undefined, 5)).items;
  const done = await Promise.allSettled([
    ...Array.from({ length: 6 }, () => decideAppeal(second(), made!.id, no)),
    ...Array.from({ length: 6 }, () => decideAppeal(third(), made!.id, yes)),
  ]);
  assert.equal(wins(done), 1);
  const { submittedAt } = await getWork(me(), id);
  assert.equal(submittedAt, null);
  await assert.rejects(decideAppeal(second(), made!.id, no), refuses('appeal.decided'));
  const code = (await getWork(me(), id)).state === 'draft' ? 'appeal.made' : 'appeal.nothing';
  await assert.rejects(appealReturn(me(), submission, '还是不服'), refuses(code));
});

test('who hands in anew has let the return be', async () => {
  const { id, me, submission } = await aReturned();
  await submitWork(me(), id);
  await assert.rejects(appealReturn(me(), submission, '不服'), refuses('work.in_review'));
});

test('what is taken down is open to nobody, and neither handed in nor sold; restored it is as it was', async () => {
  const { id, slug, me, creatorId } = await aLive();
  const count = async () =>
    (
      await house.db
        .selectFrom('creator')
        .select('workCount')
        .where('userId', '=', creatorId)
        .executeTakeFirstOrThrow()
    ).workCount;
  const takedown = await takeDown(first(), id, '收到投诉');
  assert.deepEqual([(await getWork(me(), id)).state, await count()], ['taken_down', 0]);
  await assert.rejects(getEditionOnSale(me(), slug), refuses('work.unknown'));
  await assert.rejects(submitWork(me(), id), refuses('submission.taken_down'));
  await setPrice(me(), id, money(100));
  await assert.rejects(takeDown(second(), id, '再来'), refuses('work.not_published'));
  await liftTakedown(second(), takedown);
  await assert.rejects(liftTakedown(second(), takedown), refuses('takedown.lifted'));
  assert.deepEqual([(await getWork(me(), id)).state, await count()], ['published', 1]);
  assert.equal((await getEditionOnSale(me(), slug)).work.id, id);
  const audit = await house.db
    .selectFrom('auditRecord')
    .select('deed')
    .where('subject', '=', id)
    .execute();
  assert.deepEqual(audit.map(({ deed }) => deed).toSorted(), ['takedown.lift', 'takedown.make']);
});

test('of many who take a work down at once one does; an appeal that is upheld restores it once', async () => {
  const { id, me } = await aLive();
  const done = await Promise.allSettled(
    Array.from({ length: 10 }, () => takeDown(first(), id, '违规')),
  );
  assert.equal(wins(done), 1);
  const [takedown] = (await listTakedownItems(me(), { workId: id }, undefined, 5)).items;
  assert.deepEqual([takedown!.reasons, takedown!.takerName], ['违规', null]);
  const appeal = await appealTakedown(me(), takedown!.id, '这是我自己写的');
  await assert.rejects(appealTakedown(me(), takedown!.id, '再说一次'), refuses('appeal.made'));
  await assert.rejects(decideAppeal(first(), appeal, yes), refuses('appeal.judge'));
  const judged = await Promise.allSettled([
    decideAppeal(second(), appeal, yes),
    decideAppeal(third(), appeal, yes),
    liftTakedown(third(), takedown!.id),
  ]);
  assert.equal(wins(judged), 1);
  assert.equal((await getWork(me(), id)).state, 'published');
});

test('nobody takes down, judges or appeals for what is not theirs to', async () => {
  const { id, creatorId, me } = await aLive();
  const both = house.as(creatorId, 'creator', 'reviewer');
  await assert.rejects(takeDown(both, id, '自己'), refuses('submission.own'));
  await assert.rejects(takeDown(me(), id, '自己'), refuses('policy.forbidden'));
  const takedown = await takeDown(first(), id, '违规');
  const stranger = house.as(await aCreator(house.ctx()), 'creator');
  await assert.rejects(appealTakedown(stranger, takedown, '？'), refuses('policy.not_found'));
  const appeal = await appealTakedown(me(), takedown, '不服');
  await assert.rejects(decideAppeal(both, appeal, yes), refuses('appeal.judge'));
  await assert.rejects(liftTakedown(both, takedown), refuses('submission.own'));
  assert.deepEqual((await listTakedownItems(stranger, {}, undefined, 5)).items, []);
  assert.deepEqual((await listAppealItems(stranger, {}, undefined, 5)).items, []);
});

test('creators are told by letter what was decided, not why; a refused decision sends none', async () => {
  const { id, me, creatorId, submission } = await aReturned();
  const appeal = await appealReturn(me(), submission, '请再看看');
  await assert.rejects(decideAppeal(first(), appeal, yes), refuses('appeal.judge'));
  await decideAppeal(second(), appeal, yes);
  await liftTakedown(second(), await takeDown(first(), id, '误会'));
  const letters = await house.db
    .selectFrom('sentMessage')
    .select(['subject', 'body'])
    .where('address', '=', `${creatorId}@example.com`)
    .orderBy('sentAt')
    .orderBy('id')
    .execute();
  const told = ['被退回修改', '通过了审核', '申诉成立', '被平台下架', '已恢复'];
  assert.deepEqual(
    told.filter((words) => letters.filter(({ subject }) => subject.includes(words)).length === 1),
    told.filter((words) => words !== '通过了审核'),
  );
  assert.equal(letters.length, 4);
  for (const { body } of letters) {
    assert.match(body!, new RegExp(`/studio/works/${id}`));
    assert.doesNotMatch(body!, /误会|有道理|不合规/);
  }
});
