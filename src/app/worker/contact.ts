import type { ContactAnswer } from '#offline/schema.ts';
import {
  allLessons,
  allReports,
  changeLesson,
  dropLesson,
  dropReports,
  putState,
  readState,
  type KeptRow,
  type ReportRow,
} from './store.ts';

const calmMs = 10 * 60_000;
const restMs = 60_000;
const reportsAtOnce = 100;
const mostRounds = 20;

let underWay: Promise<boolean> | undefined;
let triedAt = 0;

/**
 * Speaks with the house where there is something to say: what was learned is brought in, and what may not stay goes. `isUrgent`: at once,
 * however short ago the last time was. False when something is left to be said.
 */
export function contact(isUrgent: boolean): Promise<boolean> {
  underWay ??= speak(isUrgent).finally(() => (underWay = undefined));
  return underWay;
}

async function speak(isUrgent: boolean): Promise<boolean> {
  const [reports, state] = await Promise.all([allReports(), readState()]);
  if (!isUrgent && isCalm(state.contactedAt, reports.length > 0)) return reports.length === 0;
  const lessons = await allLessons();
  if (lessons.length === 0 && reports.length === 0) return true;
  triedAt = Date.now();
  try {
    return await exchange(lessons, reports);
  } catch {
    // No network after all: said again at the next occasion.
    return false;
  }
}

/** Whether it is too early for another word. A clock that was set back is asked about at once. */
function isCalm(contactedAt: number, hasNews: boolean): boolean {
  const [sinceMs, triedMs] = [Date.now() - contactedAt, Date.now() - triedAt];
  const isFresh = sinceMs >= 0 && sinceMs < (hasNews ? restMs : calmMs);
  return isFresh || (triedMs >= 0 && triedMs < restMs / 4);
}

async function exchange(
  lessons: readonly KeptRow[],
  reports: readonly ReportRow[],
): Promise<boolean> {
  for (let round = 0; round < mostRounds; round += 1) {
    const sent = reports.slice(round * reportsAtOnce, (round + 1) * reportsAtOnce);
    if (round > 0 && sent.length === 0) break;
    const answer = await tell(lessons, sent);
    if (answer === 'nobody') {
      // Signed out, here or from elsewhere. What was learned waits for the learner to come back.
      await Promise.all(lessons.map(({ id }) => dropLesson(id)));
      return true;
    }
    if (!answer) return false;
    await obey(answer, lessons, sent);
  }
  return true;
}

async function tell(
  lessons: readonly KeptRow[],
  reports: readonly ReportRow[],
): Promise<ContactAnswer | 'nobody' | undefined> {
  const answer = await fetch('/api/v1/offline-contacts', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      sentAt: Date.now(),
      kept: lessons.map(({ id }) => id),
      reports: reports.map(({ learner: _learner, ...report }) => report),
    }),
  });
  if (answer.status === 401) return 'nobody';
  return answer.ok ? ((await answer.json()) as ContactAnswer) : undefined;
}

async function obey(
  { learner, now, kept }: ContactAnswer,
  lessons: readonly KeptRow[],
  reports: readonly ReportRow[],
): Promise<void> {
  // Somebody else's reports were not theirs to bring: they wait for whoever learned.
  const brought = reports.filter((report) => report.learner === learner).map(({ id }) => id);
  const stays = new Map(kept.map((stay) => [stay.id, stay]));
  await dropReports(brought);
  for (const lesson of lessons) {
    const stay = lesson.learner === learner ? stays.get(lesson.id) : undefined;
    if (!stay) await dropLesson(lesson.id);
    else await changeLesson(lesson.id, { endsAt: Date.parse(stay.endsAt), newest: stay.edition });
  }
  const device = Date.now();
  await putState({ lastSeen: device, aheadMs: Date.parse(now) - device, contactedAt: device });
}
