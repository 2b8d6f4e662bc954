/** A lesson with the lessons that come before it. */
export interface Needing {
  readonly id: string;
  readonly needs: readonly string[];
}

/**
 * What each lesson of an outline needs once it is live: of what it names, the lessons that stand in the outline; with
 * `isInOrder` the one before it and no other, as that one waits for all before.
 */
export function settledNeeds(
  lessons: readonly Needing[],
  isInOrder: boolean,
): Map<string, readonly string[]> {
  const known = new Set(lessons.map(({ id }) => id));
  return new Map(
    lessons.map(({ id, needs }, at) => {
      const before = lessons[at - 1];
      if (isInOrder) return [id, before ? [before.id] : []];
      return [id, needs.filter((need) => known.has(need))];
    }),
  );
}

/** A circle of lessons that wait for each other, from one of them back to it; empty where there is none. */
export function loopIn<Lesson extends Needing>(lessons: readonly Lesson[]): Lesson[] {
  const left = new Map(lessons.map((lesson) => [lesson.id, lesson]));
  // Whoever waits for nobody that is left can be learned; who is left at the end cannot, or waits for such a one.
  for (let before = -1; before !== left.size;) {
    before = left.size;
    for (const { id, needs } of left.values())
      if (!needs.some((need) => left.has(need))) left.delete(id);
  }
  const way: Lesson[] = [];
  let at = left.values().next().value;
  while (at && !way.includes(at)) {
    way.push(at);
    at = left.get(at.needs.find((need) => left.has(need)) ?? '');
  }
  return at ? [...way.slice(way.indexOf(at)), at] : [];
}
