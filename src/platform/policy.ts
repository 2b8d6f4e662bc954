import type { Ctx } from './ctx.ts';
import { refuser } from '#kernel/refusal.ts';

/** What a person can be besides a learner. */
export const roles = ['creator', 'reviewer', 'finance', 'owner'] as const;
export type Role = (typeof roles)[number];

/** Who may ask: everybody, everybody with an account, or holders of a role. */
export const audiences = ['visitor', 'learner', ...roles] as const;
export type Audience = (typeof audiences)[number];

/** How far a permission reaches: nothing, what is one's own, or anything. */
export type Reach = 'none' | 'own' | 'any';

/** One row of the policy table: who may do it, how far. An audience that is not named may not. */
export interface Permission {
  readonly name: string;
  readonly who: Readonly<Partial<Record<Audience, Reach>>>;
}

/** A row of the policy table. What a visitor may, everybody may; what a learner may, every user may. */
export function permission(name: string, who: Permission['who']): Permission {
  return { name, who };
}

export const refusePolicy = refuser({
  'policy.signed_out': { status: 401, zh: '请先登录', en: 'Please sign in first.' },
  'policy.forbidden': { status: 403, zh: '您没有权限做这件事', en: 'You may not do this.' },
  'policy.not_found': { status: 404, zh: '没有找到这个内容', en: 'There is nothing here.' },
});

const strength: Readonly<Record<Reach, number>> = { none: 0, own: 1, any: 2 };

/** How far the actor of `ctx` reaches with `wanted`. */
export function reachOf(ctx: Ctx, wanted: Permission): Reach {
  const { actor } = ctx;
  if (actor.kind === 'system') return 'any';
  const held: Audience[] =
    actor.kind === 'user' ? ['visitor', 'learner', ...actor.roles] : ['visitor'];
  return held
    .map((audience) => wanted.who[audience] ?? 'none')
    .reduce((best, reach) => (strength[reach] > strength[best] ? reach : best), 'none' as Reach);
}

/**
 * Lets the actor pass when the permission reaches a thing of `ownerId`.
 *
 * @throws Refusal policy.signed_out, policy.forbidden; policy.not_found for a stranger's thing, so that ids tell nothing.
 */
export function assertReach(
  ctx: Ctx,
  wanted: Permission,
  ownerId: string | null | undefined,
): void {
  const reach = reachOf(ctx, wanted);
  if (reach === 'any') return;
  if (ctx.actor.kind === 'visitor') throw refusePolicy('policy.signed_out');
  if (reach === 'none') throw refusePolicy('policy.forbidden');
  if (ctx.actor.kind !== 'user' || ctx.actor.userId !== ownerId)
    throw refusePolicy('policy.not_found');
}

/** The user who acts. @throws Refusal policy.signed_out when nobody is signed in. */
export function actingUser(ctx: Ctx): Extract<Ctx['actor'], { kind: 'user' }> {
  if (ctx.actor.kind !== 'user') throw refusePolicy('policy.signed_out');
  return ctx.actor;
}
