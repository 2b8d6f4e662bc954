import { at, expectStatus, type Scenario } from '../scenario.ts';
import type { World } from '../world.ts';

const hotWorks = 40;
const sorts = ['newest', 'popular', 'price'] as const;
const prices = ['', '&price=paid'] as const;

interface Shown {
  readonly name: string;
  readonly title: string;
  readonly path: (world: World, turn: number) => string;
}

const shown: readonly Shown[] = [
  { name: 'home', title: 'home', path: () => '/' },
  {
    name: 'catalogue',
    title: 'catalogue by sort and price',
    path: (_world, turn) => `/courses?sort=${at(sorts, turn)}${at(prices, turn)}`,
  },
  {
    name: 'course',
    title: 'course page',
    path: ({ slugs }, turn) => `/courses/${at(slugs, turn % hotWorks)}`,
  },
];

const common = { connections: 32 } as const;

/** Pages of the shop: for strangers from memory, for members in a frame of their own, and made from nothing. */
export const pageScenarios: readonly Scenario[] = shown.flatMap(({ name, title, path }) => [
  {
    ...common,
    name,
    title: `${title}, anonymous`,
    perSecond: 10_000,
    run: async (line, world, turn) =>
      expectStatus(await line.ask({ path: path(world, turn) }), 200),
  },
  {
    ...common,
    name: `${name}-member`,
    title: `${title}, signed in`,
    perSecond: 1_000,
    run: async (line, world, turn) =>
      expectStatus(await line.ask({ path: path(world, turn), token: at(world.tokens, turn) }), 200),
  },
  {
    ...common,
    name: `${name}-fresh`,
    title: `${title}, made afresh`,
    perSecond: 1_000,
    isFresh: true,
    run: async (line, world, turn) =>
      expectStatus(await line.ask({ path: path(world, turn) }), 200),
  },
]);
