import type { Context } from 'hono';
import { z } from 'zod';
import { salesTopicFor } from '#analytics/service.ts';
import { exportTopic, getExport, getImport, importTopic } from '#content/service.ts';
import { assetsTopic } from '#media/service.ts';
import { mayReadAsset } from '#media/policy.ts';
import { getOrder } from '#order/service/read-order.ts';
import { orderTopic } from '#order/service/change-order.ts';
import type { Ctx } from '#platform/ctx.ts';
import { check } from '#platform/http/problem.ts';
import { rawRoute, type RawRoute } from '#platform/http/route.ts';
import { actingUser, assertReach, permission, refusePolicy } from '#platform/policy.ts';
import { callerOf } from '#platform/rate-limit.ts';

/** Whoever is signed in may wait for what is theirs. */
const mayListen = permission('events.listen', { learner: 'own' });

/**
 * The topics that can be listened to, by name: each says what it stands for when the caller asks.
 *
 * @throws Refusal of the thing when they may not see it
 */
const topics: Readonly<Record<string, (ctx: Ctx, id: string) => Promise<string> | string>> = {
  order: async (ctx, id) => orderTopic((await getOrder(ctx, id)).id),
  import: async (ctx, id) => importTopic((await getImport(ctx, id)).id),
  export: async (ctx, id) => exportTopic((await getExport(ctx, id)).id),
  assets: (ctx) => {
    const { userId } = actingUser(ctx);
    assertReach(ctx, mayReadAsset, userId);
    return assetsTopic(userId);
  },
  sales: (ctx) => salesTopicFor(ctx),
};

const ofOneThing = new Set(['order', 'import', 'export']);

const name = z
  .string()
  .regex(/^[a-z]+(?::[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})?$/)
  .refine((text) => {
    const [kind = '', id] = text.split(':');
    return Object.hasOwn(topics, kind) && ofOneThing.has(kind) === (id !== undefined);
  });
const Wanted = z.object({
  topic: z.array(name).min(1).max(10),
  since: z.coerce.number().int().min(0).optional(),
});

/**
 * Server-sent events: `event: changed` with the name of a topic means "look again". Asked with `topic=` once or more and, for
 * those who have looked already, `since=` the instant (milliseconds) from which on they want to know.
 */
export const eventsRoute: RawRoute = rawRoute({
  method: 'GET',
  path: '/api/v1/events',
  may: mayListen,
  run: async (ctx, c) => {
    const wanted = check(
      Wanted,
      { topic: c.req.queries('topic') ?? [], since: c.req.query('since') },
      ctx.locale,
    );
    const names = new Map<string, string>();
    for (const topic of new Set(wanted.topic)) names.set(topic, await resolve(ctx, topic));
    const { userId, sessionId } = actingUser(ctx);
    const body =
      c.req.raw.method === 'HEAD'
        ? null
        : ctx.ports.realtime.listen({
            userId,
            sessionId,
            caller: callerOf(ctx),
            topics: names,
            since: wanted.since,
            cut: () => cutOff(c),
          });
    return new Response(body, { headers });
  },
});

async function resolve(ctx: Ctx, text: string): Promise<string> {
  const [kind = '', id = ''] = text.split(':');
  const find = topics[kind];
  if (!find) throw refusePolicy('policy.not_found');
  return find(ctx, id);
}

// What packs or keeps an answer on its way would hold events back.
const headers = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
};

function cutOff(c: Context): void {
  const { outgoing } = (c.env ?? {}) as { readonly outgoing?: { destroy(): void } };
  outgoing?.destroy();
}
