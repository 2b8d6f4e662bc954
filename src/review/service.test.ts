import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createWork, getOutline, getWork, saveWorkDraft, withdrawWork } from '#catalog/service.ts';
import { aCreator, aLesson, aUser, aWork } from '#catalog/fixtures/works.ts';
import { editLesson, saveOutline } from '#catalog/service.ts';
import { Refusal } from '#kernel/refusal.ts';
import type { Ctx } from '#platform/ctx.ts';
import { openTestHouse } from '#platform/testing/database.ts';
import { minute } from '#kernel/time.ts';
import {
  callOff,
  carryOutDue,
  checkWork,
  decideStage,
  getSubmissionDetail,
  listPlanItems,
  listSubmissionItems,
  movePlanned,
  planWithdrawal,
  submitWork,
  withdrawSubmission,
} from './service.ts';

const house = await openTestHouse();
after(() => house.close());
const reviewer = house.as(await aUser(house.ctx(), '审核员'), 'reviewer');
const found = { verdict: 'passed', reasons: '', failed: [], marks: [], publishAt: null } as const;
const approveSubmission = (ctx: Ctx, id: string, publishAt: Date | null = null) =>
  decideStage(ctx, id, 'first', { ...found, publishAt });
const returnSubmission = (ctx: Ctx, id: string, reasons: string) =>
  decideStage(ctx, id, 'first', { ...found, verdict: 'returned', failed: ['lessons'], reasons });
const refuses = (code: string) => (error: unknown) =>
  error instanceof Refusal && error.code === code;
const wins = (done: readonly PromiseSettledResult<unknown>[]) =>
  done.filter(({ status }) => status === 'fulfilled').length;

async function aDraft() {
  // What is free needs one look only.
  const work = await aWork(house.ctx(), { isPublished: false, price: 0 });
  return { ...work, me: house.as(work.creatorId, 'creator') };
}

test('a draft is handed in, approved by another, and then everybody sees it', async () => {
  const { id, me } = await aDraft();
  const submission = await submitWork(me, id, { note: '请过目' });
  assert.equal((await getWork(me, id)).state, 'draft');
  await approveSubmission(reviewer, submission);
  const work = await getWork(me, id);
  assert.deepEqual([work.state, work.submittedAt, work.lessonCount], ['published', null, 2]);
  const events = await house.db.selectFrom('outbox').select('event').execute();
  for (const event of ['submission.opened', 'submission.approved', 'work.published'])
    assert(events.some((row) => row.event === event));
  const audit = await house.db
    .selectFrom('auditRecord')
    .select('deed')
    .where('subject', '=', submission)
    .execute();
  assert.deepEqual(
    audit.map(({ deed }) => deed),
    ['submission.approved'],
  );
});

test('everything that is missing is told at once', async () => {
  const me = house.as(await aCreator(house.ctx()), 'creator');
  const { id } = await createWork(me, { title: '空空如也' });
  const { isComplete, checks } = await checkWork(me, id);
  assert.equal(isComplete, false);
  assert.deepEqual(
    checks.filter(({ isMet }) => !isMet).map(({ check }) => check),
    ['summary', 'lessons', 'price'],
  );
  await assert.rejects(submitWork(me, id), (error: unknown) => {
    assert(error instanceof Refusal && error.code === 'submission.incomplete');
    assert.match(error.say('zh'), /课程简介.*至少有一课.*定好价格/);
    return true;
  });
  assert.equal(
    (await getWork(me, id)).submittedAt,
    null,
    'a refused submission leaves the draft open',
  );
});

test('a text lesson without a text keeps a work from being handed in', async () => {
  const { id, me } = await aDraft();
  await saveOutline(me, id, [{ source: '01', title: '章', lessons: [aLesson('空课', ' \n')] }]);
  await assert.rejects(submitWork(me, id), refuses('submission.incomplete'));
});

test('forty submit at once: one submission is open', async () => {
  const { id, me } = await aDraft();
  const done = await Promise.allSettled(Array.from({ length: 40 }, () => submitWork(me, id)));
  assert.equal(wins(done), 1);
  for (const one of done)
    if (one.status === 'rejected') assert(refuses('submission.already_open')(one.reason));
});

test('of many reviewers who decide at once one does, and the work is published once', async () => {
  const { id, me, creatorId } = await aDraft();
  const submission = await submitWork(me, id);
  const others = await Promise.all(Array.from({ length: 12 }, () => aUser(house.ctx())));
  const done = await Promise.allSettled([
    ...others.map((other) => approveSubmission(house.as(other, 'reviewer'), submission)),
    ...others.map((other) => returnSubmission(house.as(other, 'reviewer'), submission, '再改改')),
  ]);
  assert.equal(wins(done), 1);
  const { workCount } = await house.db
    .selectFrom('creator')
    .select('workCount')
    .where('userId', '=', creatorId)
    .executeTakeFirstOrThrow();
  const { state } = await getWork(me, id);
  assert.equal(workCount, state === 'published' ? 1 : 0);
});

test('taking back and approving at once: one of them, and the work says which', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { id, me } = await aDraft();
    const submission = await submitWork(me, id);
    const [approved, taken] = await Promise.allSettled([
      approveSubmission(reviewer, submission),
      withdrawSubmission(me, id),
    ]);
    assert.notEqual(approved.status, taken.status);
    const work = await getWork(me, id);
    assert.deepEqual(
      [work.state, work.submittedAt],
      [approved.status === 'fulfilled' ? 'published' : 'draft', null],
    );
  }
});

test('nobody reviews a work of their own, with whatever role', async () => {
  const { id, creatorId } = await aDraft();
  const both = house.as(creatorId, 'creator', 'reviewer', 'owner');
  const submission = await submitWork(both, id);
  await assert.rejects(approveSubmission(both, submission), refuses('submission.own'));
  await assert.rejects(returnSubmission(both, submission, '我'), refuses('submission.own'));
  assert.equal((await getSubmissionDetail(both, submission)).may.decide, false);
});

test('a returned work can be edited and handed in again, and keeps the reasons', async () => {
  const { id, me, creatorId } = await aDraft();
  const first = await submitWork(me, id);
  await assert.rejects(saveWorkDraft(me, id, { title: '改' }), refuses('work.in_review'));
  await returnSubmission(reviewer, first, '第二课音量太小');
  await saveWorkDraft(me, id, { title: '改过了' });
  house.advance(1_000);
  await submitWork(house.as(creatorId, 'creator'), id);
  const page = await listSubmissionItems(me, { workId: id }, undefined, 10);
  assert.deepEqual(
    page.items.map(({ state, reasons }) => [state, reasons]),
    [
      ['open', ''],
      ['returned', '第二课音量太小'],
    ],
  );
});

test('a reviewer sees the draft and what it changes; what is live stays meanwhile', async () => {
  const { id, me, creatorId } = { ...(await aDraft()) };
  await approveSubmission(reviewer, await submitWork(me, id));
  const [chapter] = await getOutline(me, id, 'live');
  await editLesson(me, chapter!.lessons[0]!.id, { body: '新正文' });
  await saveOutline(house.as(creatorId, 'creator'), id, [
    {
      source: '01',
      title: '声音从哪里来',
      lessons: [{ ...aLesson('从一次拨弦说起', '新正文'), isTrial: true }, aLesson('新来的')],
    },
  ]);
  await saveWorkDraft(me, id, { title: '新标题' });
  const detail = await getSubmissionDetail(reviewer, await submitWork(me, id));
  assert.deepEqual(detail.changedFields, ['title']);
  assert.deepEqual(
    new Set(detail.lessons.map(({ title, change }) => `${title}:${change}`)),
    new Set(['从一次拨弦说起:changed', '新来的:added', '音高与频率:removed']),
  );
  assert.deepEqual(
    [detail.isFirst, detail.draft.title, detail.may.decide],
    [false, '新标题', true],
  );
  assert.equal((await getWork(me, id)).live?.title, '听得懂的乐理');
});

test('a stranger sees no submission, and a learner may not ask', async () => {
  const { id, me } = await aDraft();
  const submission = await submitWork(me, id);
  const stranger = house.as(await aCreator(house.ctx()), 'creator');
  await assert.rejects(getSubmissionDetail(stranger, submission), refuses('policy.not_found'));
  await assert.rejects(withdrawSubmission(stranger, id), refuses('policy.not_found'));
  await assert.rejects(approveSubmission(me, submission), refuses('policy.forbidden'));
  assert.deepEqual((await listSubmissionItems(stranger, {}, undefined, 10)).items, []);
});

test('a withdrawn work comes back by a new review', async () => {
  const { id, me } = await aDraft();
  await approveSubmission(reviewer, await submitWork(me, id));
  await withdrawWork(me, id);
  await approveSubmission(reviewer, await submitWork(me, id));
  assert.equal((await getWork(me, id)).state, 'published');
});

const hourAhead = () => new Date(house.now().getTime() + 60 * minute);
const system = () => house.ctx({ actor: { kind: 'system', name: 'test' } });
const plansOf = async (workId: string) =>
  (await listPlanItems(reviewer, { workId }, undefined, 10)).items;

async function anApproved() {
  const { id, me } = await aDraft();
  const at = hourAhead();
  const submission = await submitWork(me, id, { publishAt: at });
  const { publishAt } = await getSubmissionDetail(reviewer, submission);
  assert.equal(publishAt, at.toISOString());
  const by = house.as(await aUser(house.ctx(), '审核员'), 'reviewer');
  await approveSubmission(by, submission, at);
  const [plan] = await plansOf(id);
  return { id, me: () => house.as(me.actor.userId, 'creator'), plan: plan!, submission };
}

test('what is approved for a time is published then, by itself, and closed to edits until then', async () => {
  const { id, me, plan } = await anApproved();
  assert.deepEqual([plan.deed, plan.state], ['publish', 'waiting']);
  await carryOutDue(system());
  assert.equal((await getWork(me(), id)).state, 'draft');
  await assert.rejects(saveWorkDraft(me(), id, { title: '改' }), refuses('work.in_review'));
  house.advance(60 * minute);
  await carryOutDue(system());
  const work = await getWork(me(), id);
  assert.deepEqual([work.state, work.submittedAt], ['published', null]);
  assert.equal((await plansOf(id))[0]!.state, 'done');
});

test('many processes carry out what is due at once: it is published once', async () => {
  const { id } = await anApproved();
  house.advance(60 * minute);
  await Promise.all(Array.from({ length: 12 }, () => carryOutDue(system())));
  const events = await house.db.selectFrom('outbox').select(['event', 'payload']).execute();
  const mine = events.filter(
    ({ event, payload }) =>
      event === 'work.published' && (payload as { workId: string }).workId === id,
  );
  assert.equal(mine.length, 1);
});

test('called off and carried out at once: one of them, and the work says which', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { id, me, plan } = await anApproved();
    house.advance(60 * minute);
    const [called] = await Promise.allSettled([
      callOff(me(), plan.id),
      carryOutDue(system()),
      carryOutDue(system()),
    ]);
    const work = await getWork(me(), id);
    const [after] = await plansOf(id);
    assert.deepEqual(
      [after!.state, work.state, work.submittedAt],
      called.status === 'fulfilled' ? ['cancelled', 'draft', null] : ['done', 'published', null],
    );
  }
});

test('a publication that was called off needs another review; its draft is open again', async () => {
  const { id, me, plan } = await anApproved();
  await callOff(me(), plan.id);
  await assert.rejects(callOff(me(), plan.id), refuses('plan.settled'));
  await saveWorkDraft(me(), id, { title: '改过了' });
  house.advance(60 * minute);
  await carryOutDue(system());
  assert.equal((await getWork(me(), id)).state, 'draft');
  await approveSubmission(reviewer, await submitWork(me(), id));
  assert.equal((await getWork(me(), id)).live?.title, '改过了');
});

test('a plan is moved while it waits; times that are past or far are refused', async () => {
  const { me, plan, id } = await anApproved();
  const late = new Date(house.now().getTime() + 120 * minute);
  await movePlanned(me(), plan.id, late);
  house.advance(60 * minute);
  await carryOutDue(system());
  assert.equal((await plansOf(id))[0]!.state, 'waiting');
  for (const at of [house.now(), new Date(house.now().getTime() + 400 * 24 * 60 * minute)])
    await assert.rejects(movePlanned(me(), plan.id, at), refuses('plan.past'));
  const { id: other, me: author } = await aDraft();
  await assert.rejects(submitWork(author, other, { publishAt: house.now() }), refuses('plan.past'));
  assert.equal((await getWork(author, other)).submittedAt, null);
  const submission = await submitWork(author, other);
  const by = house.as(reviewer.actor.userId, 'reviewer');
  await assert.rejects(approveSubmission(by, submission, house.now()), refuses('plan.past'));
  assert.equal((await getSubmissionDetail(reviewer, submission)).state, 'open');
});

test('a work leaves the shelf at its time; one withdrawal waits at most', async () => {
  const { id, me } = await aDraft();
  await approveSubmission(reviewer, await submitWork(me, id));
  const tries = await Promise.allSettled(
    Array.from({ length: 8 }, () => planWithdrawal(me, id, hourAhead())),
  );
  assert.equal(wins(tries), 1);
  for (const one of tries)
    if (one.status === 'rejected') assert(refuses('plan.waiting')(one.reason));
  house.advance(60 * minute);
  await carryOutDue(system());
  assert.equal((await getWork(me, id)).state, 'withdrawn');
});

test('what cannot be carried out says why, and keeps nothing else from its time', async () => {
  const { id, me } = await aDraft();
  await approveSubmission(reviewer, await submitWork(me, id));
  await planWithdrawal(me, id, hourAhead());
  await withdrawWork(me, id);
  const { id: other } = await anApproved();
  house.advance(60 * minute);
  await carryOutDue(system());
  const [failed] = await plansOf(id);
  assert.deepEqual([failed!.state, failed!.failure], ['failed', '课程当时不在货架上']);
  assert.equal((await plansOf(other))[0]!.state, 'done');
});

test('nobody moves, calls off or sees what is planned for somebody else’s work', async () => {
  const { id, plan } = await anApproved();
  const stranger = house.as(await aCreator(house.ctx()), 'creator');
  await assert.rejects(callOff(stranger, plan.id), refuses('policy.not_found'));
  await assert.rejects(movePlanned(stranger, plan.id, hourAhead()), refuses('policy.not_found'));
  await assert.rejects(planWithdrawal(stranger, id, hourAhead()), refuses('policy.not_found'));
  await assert.rejects(callOff(reviewer, plan.id), refuses('policy.forbidden'));
  assert.deepEqual((await listPlanItems(stranger, {}, undefined, 10)).items, []);
});
