import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { getOutline, getWork, saveWorkDraft } from '#catalog/service.ts';
import { aCreator, aUser, aWork } from '#catalog/fixtures/works.ts';
import { newId } from '#kernel/id.ts';
import { Refusal } from '#kernel/refusal.ts';
import { hour } from '#kernel/time.ts';
import { openTestHouse } from '#platform/testing/database.ts';
import type { Role } from '#platform/policy.ts';
import type { Decision } from './service/decide.ts';
import {
  addComment,
  appointExpert,
  assignSubmission,
  decideInBulk,
  decideStage,
  dismissExpert,
  getRules,
  getSubmissionDetail,
  giveSubmissionBack,
  listCommentItems,
  listSubmissionItems,
  removeComment,
  setRules,
  setSettled,
  submitWork,
  takeSubmission,
  withdrawSubmission,
} from './service.ts';
import { criteria, points } from './types.ts';

const house = await openTestHouse();
after(() => house.close());
const refuses = (code: string) => (error: unknown) =>
  error instanceof Refusal && error.code === code;
const wins = (done: readonly PromiseSettledResult<unknown>[]) =>
  done.filter(({ status }) => status === 'fulfilled').length;

const found = { verdict: 'passed', reasons: '', failed: [], marks: [], publishAt: null } as const;
const good: Decision = {
  ...found,
  marks: criteria.map((criterion) => ({ criterion, mark: 4, note: '' })),
};
const badFirst: Decision = {
  ...found,
  verdict: 'returned',
  failed: ['lessons'],
  reasons: '缺一课',
};
const badDeep: Decision = { ...good, verdict: 'returned', reasons: '例子不准' };

async function staff(...roles: Role[]) {
  const id = await aUser(house.ctx(), '审核员');
  await house.db
    .insertInto('userRole')
    .values(roles.map((role) => ({ userId: id, role, grantedAt: house.now(), grantedBy: null })))
    .execute();
  return { id, ctx: () => house.as(id, ...roles) };
}
const [first, deep, owner] = await Promise.all([
  staff('reviewer'),
  staff('reviewer'),
  staff('owner'),
]);

async function aDraft(wanted: { price?: number; creatorId?: string; categoryId?: string } = {}) {
  const work = await aWork(house.ctx(), { isPublished: false, ...wanted });
  const me = () => {
    house.advance(1);
    return house.as(work.creatorId, 'creator');
  };
  const [chapter] = await getOutline(me(), work.id, 'draft');
  return { ...work, me, lessonId: chapter!.lessons[0]!.id };
}

async function aCategory(parentId: string | null = null): Promise<string> {
  const id = newId();
  const names = { slug: id, nameZh: '架', nameEn: 'Shelf', position: 0 };
  await house.db
    .insertInto('category')
    .values({ id, parentId, ...names })
    .execute();
  house.ports.pages.purge(['categories']);
  return id;
}

test('what somebody new sells passes two people, and only then everybody sees it', async () => {
  const { id, me } = await aDraft();
  const submission = await submitWork(me(), id);
  const before = await getSubmissionDetail(first.ctx(), submission);
  assert.deepEqual([before.stage, before.needsDeep], ['first', true]);
  await decideStage(first.ctx(), submission, 'first', found);
  assert.equal((await getWork(me(), id)).state, 'draft');
  await assert.rejects(saveWorkDraft(me(), id, { title: '改' }), refuses('work.in_review'));
  const between = await getSubmissionDetail(deep.ctx(), submission);
  assert.deepEqual([between.state, between.stage], ['open', 'deep']);
  await assert.rejects(
    decideStage(first.ctx(), submission, 'deep', good),
    refuses('submission.four_eyes'),
  );
  await decideStage(deep.ctx(), submission, 'deep', good);
  assert.equal((await getWork(me(), id)).state, 'published');
  const { verdicts, state } = await getSubmissionDetail(me(), submission);
  assert.deepEqual(
    [state, verdicts.map(({ stage, verdict, reviewerName }) => [stage, verdict, reviewerName])],
    [
      'approved',
      [
        ['first', 'passed', null],
        ['deep', 'passed', null],
      ],
    ],
  );
  const audit = await house.db
    .selectFrom('auditRecord')
    .select('deed')
    .where('subject', '=', submission)
    .orderBy('at')
    .execute();
  assert.deepEqual(
    audit.map(({ deed }) => deed),
    ['submission.passed_on', 'submission.approved'],
  );
});

test('either stage returns a work with reasons, and it comes back from the beginning', async () => {
  const { id, me } = await aDraft();
  const one = await submitWork(me(), id);
  await decideStage(first.ctx(), one, 'first', badFirst);
  await saveWorkDraft(me(), id, { title: '补了一课' });
  const two = await submitWork(me(), id);
  await decideStage(first.ctx(), two, 'first', found);
  await decideStage(deep.ctx(), two, 'deep', badDeep);
  assert.equal((await getWork(me(), id)).submittedAt, null);
  const { verdicts, reasons } = await getSubmissionDetail(me(), two);
  assert.equal(reasons, '例子不准');
  assert.deepEqual(verdicts.at(-1)!.marks.length, criteria.length);
  const three = await submitWork(me(), id);
  assert.equal((await getSubmissionDetail(first.ctx(), three)).stage, 'first');
});

test('who has had a work approved is known: the next is looked at once', async () => {
  const { id, me, creatorId } = await aDraft();
  const one = await submitWork(me(), id);
  await decideStage(first.ctx(), one, 'first', found);
  await decideStage(deep.ctx(), one, 'deep', good);
  const next = await aDraft({ creatorId });
  const two = await submitWork(next.me(), next.id);
  await decideStage(first.ctx(), two, 'first', found);
  assert.equal((await getWork(next.me(), next.id)).state, 'published');
});

test('a finding that says too little is refused, and nothing is written', async () => {
  const { id, me } = await aDraft();
  const one = await submitWork(me(), id);
  const tries: [Decision, string][] = [
    [{ ...found, failed: ['law'] }, 'finding.point_failed'],
    [{ ...badFirst, failed: [] }, 'finding.nothing_failed'],
    [{ ...badFirst, reasons: ' ' }, 'finding.reasons_missing'],
  ];
  for (const [decision, code] of tries)
    await assert.rejects(decideStage(first.ctx(), one, 'first', decision), refuses(code));
  await assert.rejects(
    decideStage(first.ctx(), one, 'deep', good),
    refuses('submission.other_stage'),
  );
  assert.deepEqual((await getSubmissionDetail(first.ctx(), one)).verdicts, []);
  assert.equal(points.length, 6);
});

test('twenty pass the first review at once: it goes on once, with one verdict', async () => {
  const { id, me } = await aDraft();
  const one = await submitWork(me(), id);
  const many = await Promise.all(Array.from({ length: 20 }, () => aUser(house.ctx())));
  const done = await Promise.allSettled(
    many.map((user, at) =>
      decideStage(house.as(user, 'reviewer'), one, 'first', at % 2 ? found : badFirst),
    ),
  );
  assert.equal(wins(done), 1);
  const told = done.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
  assert(
    told.every(
      (error) => refuses('submission.decided')(error) || refuses('submission.other_stage')(error),
    ),
  );
  assert.equal((await getSubmissionDetail(first.ctx(), one)).verdicts.length, 1);
});

test('many pass a work on before one returns it, all at once: one verdict, and who is late is told', async () => {
  const many = await Promise.all(Array.from({ length: 10 }, () => aUser(house.ctx())));
  for (let round = 0; round < 4; round += 1) {
    const { id, me } = await aDraft();
    const one = await submitWork(me(), id);
    const done = await Promise.allSettled(
      many.map((user, at) =>
        decideStage(house.as(user, 'reviewer'), one, 'first', at < 5 ? found : badFirst),
      ),
    );
    assert.equal(wins(done), 1);
    for (const each of done)
      if (each.status === 'rejected')
        assert.match((each.reason as Refusal).code, /^submission\.(decided|other_stage|assigned)$/);
    const { verdicts, stage } = await getSubmissionDetail(first.ctx(), one);
    assert.equal(verdicts.length, 1);
    assert.equal(stage, verdicts[0]!.verdict === 'passed' ? 'deep' : 'first');
  }
});

test('two experts decide the deep review at once, and its creator takes it back: one of the three', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { id, me } = await aDraft();
    const one = await submitWork(me(), id);
    await decideStage(first.ctx(), one, 'first', found);
    const third = await staff('reviewer');
    const done = await Promise.allSettled([
      decideStage(deep.ctx(), one, 'deep', good),
      decideStage(third.ctx(), one, 'deep', badDeep),
      withdrawSubmission(me(), id),
    ]);
    assert.equal(wins(done), 1);
    const { state } = await getWork(me(), id);
    assert.equal(state, done[0].status === 'fulfilled' ? 'published' : 'draft');
  }
});

test('a deep review is for experts of the category or of one above it, or for the owner', async () => {
  const outer = await aCategory();
  const inner = await aCategory(outer);
  const [expert, other] = await Promise.all([staff('reviewer'), staff('reviewer')]);
  await appointExpert(owner.ctx(), outer, expert.id);
  await appointExpert(owner.ctx(), outer, expert.id);
  const { id, me } = await aDraft({ categoryId: inner });
  const one = await submitWork(me(), id);
  await decideStage(first.ctx(), one, 'first', found);
  await assert.rejects(
    decideStage(other.ctx(), one, 'deep', good),
    refuses('submission.not_expert'),
  );
  const { may } = await getSubmissionDetail(other.ctx(), one);
  assert.equal(may.decide, false);
  assert.match(may.why!, /专家/);
  assert.equal((await getSubmissionDetail(owner.ctx(), one)).may.decide, true);
  await decideStage(expert.ctx(), one, 'deep', good);
  assert.equal((await getWork(me(), id)).state, 'published');
  await dismissExpert(owner.ctx(), outer, expert.id);
  await assert.rejects(dismissExpert(owner.ctx(), outer, expert.id), refuses('expert.unknown'));
  const learner = await aUser(house.ctx());
  await assert.rejects(appointExpert(owner.ctx(), outer, learner), refuses('expert.not_reviewer'));
});

test('of many who take a submission one has it; nobody else decides it until it is given back or assigned', async () => {
  const { id, me } = await aDraft();
  const one = await submitWork(me(), id);
  const many = await Promise.all(Array.from({ length: 12 }, () => staff('reviewer')));
  const done = await Promise.allSettled(many.map(({ ctx }) => takeSubmission(ctx(), one)));
  assert.equal(wins(done), 1);
  const taker = many[done.findIndex(({ status }) => status === 'fulfilled')]!;
  const other = many.find((each) => each !== taker)!;
  await assert.rejects(
    decideStage(other.ctx(), one, 'first', found),
    refuses('submission.assigned'),
  );
  await assert.rejects(giveSubmissionBack(other.ctx(), one), refuses('submission.not_yours'));
  await giveSubmissionBack(taker.ctx(), one);
  await assignSubmission(owner.ctx(), one, other.id);
  await assert.rejects(takeSubmission(taker.ctx(), one), refuses('submission.assigned'));
  const mine = await listSubmissionItems(
    other.ctx(),
    { state: 'open', whose: 'mine' },
    undefined,
    5,
  );
  assert.deepEqual(
    mine.items.map((item) => item.id),
    [one],
  );
  await decideStage(other.ctx(), one, 'first', found);
  assert.equal((await getSubmissionDetail(first.ctx(), one)).isTaken, false);
  await assert.rejects(
    assignSubmission(owner.ctx(), one, other.id),
    refuses('submission.four_eyes'),
  );
  await assert.rejects(assignSubmission(first.ctx(), one, null), refuses('policy.forbidden'));
});

test('taking and deciding at once: who loses is told, and nobody decides over a taker', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { id, me } = await aDraft();
    const one = await submitWork(me(), id);
    const [taken, decided] = await Promise.allSettled([
      takeSubmission(first.ctx(), one),
      decideStage(deep.ctx(), one, 'first', badFirst),
    ]);
    assert(taken.status === 'fulfilled' || decided.status === 'fulfilled');
    const { state } = await getSubmissionDetail(first.ctx(), one);
    assert.equal(state, decided.status === 'fulfilled' ? 'returned' : 'open');
  }
});

test('the queue begins with what is due first, page by page, and says what is late', async () => {
  const fresh = await staff('reviewer');
  const ids: string[] = [];
  for (let at = 0; at < 3; at += 1) {
    const { id, me } = await aDraft({ price: 0 });
    ids.push(await submitWork(me(), id));
    house.advance(hour);
  }
  const queue = async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listSubmissionItems(fresh.ctx(), { state: 'open' }, cursor, 2);
      seen.push(...page.items.filter((item) => ids.includes(item.id)).map((item) => item.id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    return seen;
  };
  assert.deepEqual(await queue(), ids);
  house.advance(21.5 * hour);
  const late = await listSubmissionItems(
    fresh.ctx(),
    { state: 'open', isLate: true },
    undefined,
    50,
  );
  assert.deepEqual(
    late.items.filter((item) => ids.includes(item.id)).map((item) => [item.id, item.isLate]),
    [[ids[0], true]],
  );
});

test('a comment keeps its passage; its creator reads it when the stage is decided, and sees to it', async () => {
  const { id, me, lessonId } = await aDraft();
  const one = await submitWork(me(), id);
  const says = { lessonId, quote: '弦在振动', before: '', after: '。', body: '请写明频率' };
  const kept = await addComment(first.ctx(), one, says);
  const dropped = await addComment(first.ctx(), one, { ...says, body: '写错了' });
  await assert.rejects(removeComment(deep.ctx(), dropped), refuses('comment.not_yours'));
  await removeComment(first.ctx(), dropped);
  const mine = async () => (await listCommentItems(me(), { workId: id }, undefined, 10)).items;
  assert.deepEqual(await mine(), []);
  await assert.rejects(setSettled(me(), kept, true), refuses('comment.unknown'));
  await decideStage(first.ctx(), one, 'first', badFirst);
  const [comment] = await mine();
  assert.deepEqual(
    [comment!.quote, comment!.body, comment!.authorName, comment!.settledAt],
    ['弦在振动', '请写明频率', null, null],
  );
  await assert.rejects(removeComment(first.ctx(), kept), refuses('comment.told'));
  await assert.rejects(addComment(first.ctx(), one, says), refuses('submission.decided'));
  await setSettled(me(), kept, true);
  const open = await listCommentItems(me(), { workId: id, isSettled: false }, undefined, 10);
  assert.deepEqual(open.items, []);
  const stranger = house.as(await aCreator(house.ctx()), 'creator');
  await assert.rejects(setSettled(stranger, kept, false), refuses('policy.not_found'));
  await assert.rejects(
    listCommentItems(stranger, { workId: id }, undefined, 10),
    refuses('policy.not_found'),
  );
});

test('a comment is about a lesson of the work that was handed in', async () => {
  const { id, me } = await aDraft();
  const { lessonId } = await aDraft();
  const one = await submitWork(me(), id);
  const says = { lessonId, quote: '', before: '', after: '', body: '？' };
  await assert.rejects(addComment(first.ctx(), one, says), refuses('comment.lesson_unknown'));
});

test('the owner sets the rules; of many who do so at once one does, and the others are told', async () => {
  const before = await getRules(first.ctx());
  assert.equal(before.version, 0);
  const rules = [{ categoryId: null, trust: null, minPrice: 50_000, way: 'deep' as const }];
  const tries = await Promise.allSettled(
    Array.from({ length: 8 }, () => setRules(owner.ctx(), { ...before, rules, deepHours: 5 })),
  );
  assert.equal(wins(tries), 1);
  for (const one of tries)
    if (one.status === 'rejected') assert(refuses('review_rules.changed')(one.reason));
  const { id, me } = await aDraft({ price: 50_000 });
  const one = await getSubmissionDetail(first.ctx(), await submitWork(me(), id));
  assert.deepEqual([one.stage, one.needsDeep], ['deep', false]);
  assert.equal(Date.parse(one.dueAt) - Date.parse(one.stageAt), 5 * hour);
  await decideStage(deep.ctx(), one.id, 'deep', good);
  assert.equal((await getWork(me(), id)).state, 'published');
  const cheap = await aDraft({ price: 49_999 });
  const two = await getSubmissionDetail(first.ctx(), await submitWork(cheap.me(), cheap.id));
  assert.deepEqual([two.stage, two.needsDeep], ['first', false]);
  await assert.rejects(setRules(first.ctx(), before), refuses('policy.forbidden'));
});

test('several pass at once where they are simple; what is not is told, and keeps none of the others', async () => {
  const fresh = await staff('reviewer');
  const live = await Promise.all([aLive(), aLive()]);
  const ids: string[] = [];
  for (const { id, me } of live) {
    await saveWorkDraft(me(), id, { summary: '改了一句话。' });
    ids.push(await submitWork(me(), id));
  }
  const brandNew = await aDraft({ price: 0 });
  ids.push(await submitWork(brandNew.me(), brandNew.id));
  const { items } = await decideInBulk(fresh.ctx(), bulk([...ids, ids[0]!], 'pass'));
  assert.deepEqual(
    items.map(({ id, problem }) => [id, problem === null]),
    [
      [ids[0], true],
      [ids[1], true],
      [ids[2], false],
    ],
  );
  assert.match(items[2]!.problem!, /单独审/);
  for (const { id, me } of live)
    assert.equal((await getWork(me(), id)).live?.summary, '改了一句话。');
  const again = await decideInBulk(fresh.ctx(), bulk(ids, 'return', '请补充'));
  assert.deepEqual(
    again.items.map(({ problem }) => problem === null),
    [false, false, true],
  );
  await assert.rejects(decideInBulk(brandNew.me(), bulk(ids, 'take')), refuses('policy.forbidden'));
});

const bulk = (ids: string[], deed: 'take' | 'pass' | 'return', reasons = '') => ({
  ids,
  deed,
  reasons,
  failed: deed === 'return' ? (['lessons'] as const).slice() : [],
});

async function aLive() {
  const work = await aWork(house.ctx(), { price: 0 });
  const me = () => {
    house.advance(1);
    return house.as(work.creatorId, 'creator');
  };
  return { ...work, me };
}
