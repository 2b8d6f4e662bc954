import type { Tx } from '#platform/db.ts';
import { refuse } from '../refusals.ts';
import { loopIn, type Needing } from '../rules/needs.ts';
import { listNeeds } from '../store/outline.ts';

/**
 * What comes before what is asked where it changed, while the work's row is held: lessons of this work, and no circle.
 *
 * @throws Refusal lesson.needs_unknown, needs_loop
 */
export async function assertNeeds(tx: Tx, workId: string): Promise<void> {
  const lessons = await listNeeds(tx, workId);
  const known = new Set(lessons.map(({ id }) => id));
  if (lessons.some(({ needs }) => needs.some((id) => !known.has(id))))
    throw refuse('lesson.needs_unknown');
  assertNoLoop(lessons.flatMap(({ title, ...one }) => (title === null ? [] : [{ ...one, title }])));
}

/** @throws Refusal lesson.needs_loop, which says along which lessons it goes */
export function assertNoLoop(lessons: readonly (Needing & { readonly title: string })[]): void {
  const loop = loopIn(lessons);
  if (loop.length > 0)
    throw refuse('lesson.needs_loop', { loop: loop.map(({ title }) => title).join(' → ') });
}
