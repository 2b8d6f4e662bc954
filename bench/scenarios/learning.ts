import { at, expectStatus, type Scenario } from '../scenario.ts';

/** What a learner does day by day. */
export const learningScenarios: readonly Scenario[] = [
  {
    name: 'lesson',
    title: 'lesson page, for who may read it',
    connections: 32,
    perSecond: 1_000,
    run: async (line, { steps }, turn) => {
      const { token, slug, textId } = at(steps, turn);
      expectStatus(await line.ask({ path: `/learn/${slug}/${textId}`, token }), 200);
    },
  },
  {
    name: 'learning',
    title: 'my courses',
    connections: 32,
    perSecond: 1_000,
    run: async (line, { tokens }, turn) =>
      expectStatus(await line.ask({ path: '/learning', token: at(tokens, turn) }), 200),
  },
  {
    name: 'progress',
    title: 'progress write',
    connections: 32,
    run: async (line, { steps }, turn) => {
      const { token, videoId } = at(steps, turn);
      const json = { positionSec: turn % 600, playedSec: 5 };
      expectStatus(
        await line.ask({ method: 'PUT', path: `/api/v1/progress/${videoId}`, token, json }),
        200,
      );
    },
  },
];
