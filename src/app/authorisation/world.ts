import type { Hono } from 'hono';
import { authenticate, sessionCookie } from '#identity/service.ts';
import { openShop, type Shop } from '#flows/fixtures/shop.ts';
import type { Ctx } from '#platform/ctx.ts';
import type { Db } from '#platform/db.ts';
import { mountRoutes } from '#platform/http/mount.ts';
import type { Route } from '#platform/http/route.ts';
import type { Assets } from '#ui/assets.ts';
import { allRoutes } from '../routes.ts';
import { renderBody } from '#ui/page.tsx';
import { problemView, siteFrame } from '../site.tsx';
import { installRoutes } from '../installable.tsx';
import { studioRoutes } from '../studio.ts';
import { Canaries } from './canary.ts';
import { watchRows, type Watch } from './watch.ts';

/** The whole product behind its front door, with rows that say when they change and a log of every fault. */
export interface World {
  readonly shop: Shop;
  readonly db: Db;
  readonly routes: readonly Route[];
  readonly app: Hono;
  readonly canaries: Canaries;
  readonly watch: Watch;
  /** What was logged as a fault of ours since the last look. */
  takeFaults(): string[];
  now(): Date;
  system(): Ctx;
  close(): Promise<void>;
}

// The answers are looked at, not painted: the client need not be built.
const island = { src: '/assets/island.js', preloads: [], css: [], later: [] };
const noAssets: Assets = { css: [], script: () => undefined, island: () => island };

/** An error's message, with where in our own code it came from. */
function placeOf(stack: unknown): string {
  const [message, ...lines] = String(stack).split('\n');
  return [message, ...lines.filter((line) => line.includes('/src/')).slice(0, 3)].join(' ');
}

/** Opens a world; `close` it in `after`. */
export async function openWorld(): Promise<World> {
  const shop = await openShop();
  const { house } = shop;
  await house.db.updateTable('pointTerms').set({ isOn: true }).execute();
  const faults: string[] = [];
  const log = {
    info: () => undefined,
    error: (message: string, fields: Readonly<Record<string, unknown>> = {}) => {
      // Notices that are turned away are logged too, and are no fault.
      if (message === 'a request failed')
        faults.push(`${String(fields['where'])}: ${placeOf(fields['stack'])}`);
    },
  };
  const ports = Object.assign(house.ports, { log });
  const routes = allRoutes(ports.settings, async () => true, [
    ...studioRoutes(() => noAssets),
    ...installRoutes(() => noAssets),
  ]);
  const app = mountRoutes(
    {
      db: house.db,
      ports,
      clock: house.now,
      authenticate,
      sessionCookie: sessionCookie(ports.settings),
      frame: siteFrame(() => noAssets),
      renderBody,
      problemView,
    },
    routes,
  );
  return {
    shop,
    db: house.db,
    routes,
    app,
    canaries: new Canaries(),
    watch: await watchRows(house.db),
    takeFaults: () => faults.splice(0),
    now: house.now,
    system: shop.system,
    close: shop.close,
  };
}
