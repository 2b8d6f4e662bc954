import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sql } from 'kysely';
import { analyticsReactions } from '#analytics/reactions.ts';
import { countLearningLately, listLearning, listTopWorks } from '#analytics/service.ts';
import { aUser, aWork } from '#catalog/fixtures/works.ts';
import { grantEntitlement } from '#entitlement/service.ts';
import { newId } from '#kernel/id.ts';
import { businessDay, hour, second } from '#kernel/time.ts';
import { completeLesson, reportProgress } from '#learning/service.ts';
import { inTransaction } from '#platform/db.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/database.ts';

interface School {
  readonly people: readonly string[];
  readonly works: readonly { readonly id: string; readonly lessons: readonly string[] }[];
}

async function aSchool(house: TestHouse): Promise<School> {
  const people = await Promise.all([1, 2, 3].map(() => aUser(house.ctx())));
  const works = await Promise.all([1, 2].map(() => aWork(house.ctx())));
  for (const userId of people)
    for (const { id } of works)
      await inTransaction(house.ctx(), (tx) =>
        grantEntitlement(
          tx,
          { userId, workId: id, source: { kind: 'order', id: newId() } },
          house.now(),
        ),
      );
  const rows = await house.db.selectFrom('lesson').select(['id', 'workId']).execute();
  const lessonsOf = (id: string) => rows.flatMap((row) => (row.workId === id ? row.id : []));
  return { people, works: works.map(({ id }) => ({ id, lessons: lessonsOf(id) })) };
}

interface Deed {
  readonly day: string;
  readonly workId: string;
  readonly userId: string;
  readonly lessonId: string;
}

/** What somebody who stands beside and writes down every answer would say of the days. */
class Witness {
  readonly #learned = new Map<string, number>();
  readonly #done = new Set<string>();
  readonly #days = new Map<string, { people: Set<string>; sec: number; completions: number }>();

  #day(day: string, workId: string) {
    const key = `${day} ${workId}`;
    const known = this.#days.get(key) ?? { people: new Set<string>(), sec: 0, completions: 0 };
    this.#days.set(key, known);
    return known;
  }

  report({ day, workId, userId, lessonId }: Deed, learnedSec: number): void {
    const cell = this.#day(day, workId);
    const key = `${userId} ${lessonId}`;
    cell.people.add(userId);
    cell.sec += learnedSec - (this.#learned.get(key) ?? 0);
    this.#learned.set(key, learnedSec);
  }

  done({ day, workId, userId, lessonId }: Deed): void {
    const key = `${userId} ${lessonId}`;
    if (this.#done.has(key)) return;
    this.#done.add(key);
    const cell = this.#day(day, workId);
    cell.people.add(userId);
    cell.completions += 1;
  }

  /** Day → learners, seconds and completions, over all works. */
  byDay(): Record<string, [number, number, number]> {
    const told: Record<string, [number, number, number]> = {};
    for (const [key, { people, sec, completions }] of this.#days) {
      const day = key.slice(0, 10);
      const [a, b, c] = told[day] ?? [0, 0, 0];
      told[day] = [a + people.size, b + sec, c + completions];
    }
    return told;
  }

  /** How many of `people` did every lesson of a work. */
  finished({ people }: School, lessons: readonly string[]): number {
    return people.filter((id) => lessons.every((one) => this.#done.has(`${id} ${one}`))).length;
  }
}

const deed = fc.record({
  who: fc.nat(2),
  what: fc.nat(1),
  lesson: fc.nat(1),
  playedSec: fc.nat(60),
  isDone: fc.boolean(),
  waitSec: fc.oneof(fc.nat(60), fc.nat(9 * 3600)),
  isCounted: fc.boolean(),
});

test('the figures of learning are what a witness of every report counts, over days and in any order', async (t) => {
  const house = await openTestHouse();
  t.after(() => house.close());
  const school = await aSchool(house);
  const witness = new Witness();
  const from = businessDay(house.now());
  for (const { who, what, lesson, playedSec, isDone, waitSec, isCounted } of fc.sample(deed, {
    numRuns: 150,
    seed: 20261128,
  })) {
    const userId = school.people[who]!;
    const { id: workId, lessons } = school.works[what]!;
    const lessonId = lessons[lesson]!;
    const told = { day: businessDay(house.now()), workId, userId, lessonId };
    const learner = house.as(userId);
    if (isDone && playedSec > 45) {
      await completeLesson(learner, lessonId);
      witness.done(told);
    } else {
      const report = { positionSec: playedSec, playedSec };
      const { learnedSec, isCompleted } = await reportProgress(learner, lessonId, report);
      witness.report(told, learnedSec);
      if (isCompleted) witness.done(told);
    }
    if (isCounted) await countLearningLately(house.ctx());
    if (isCounted && isDone) await house.drain(analyticsReactions);
    house.advance(waitSec * second);
  }
  house.advance(hour);
  await house.drain(analyticsReactions);
  await countLearningLately(house.ctx());

  const owner = house.as(await aUser(house.ctx(), '院长'), 'owner');
  const span = { from, to: businessDay(house.now()) };
  const { items } = await listLearning(owner, span);
  const busy = items.filter(({ learners }) => learners > 0);
  assert.ok(busy.length > 5, 'the story takes days');
  assert.deepEqual(
    Object.fromEntries(
      busy.map((one) => [one.day, [one.learners, one.learnedSec, one.completions]]),
    ),
    witness.byDay(),
  );
  const { items: works } = await listTopWorks(owner, span, 50);
  for (const { id, lessons } of school.works)
    assert.equal(
      works.find(({ workId }) => workId === id)?.finished,
      witness.finished(school, lessons),
    );
  const { rows } = await sql<{ sec: number }>`
    select sum(learned_sec)::int as sec from progress`.execute(house.db);
  assert.equal(
    items.reduce((sum, { learnedSec }) => sum + learnedSec, 0),
    rows[0]!.sec,
    'no second of a lesson is missing in the days',
  );
});
