import { hashToken } from '#identity/service.ts';
import { newId, newToken } from '#kernel/id.ts';
import { after, day } from '#kernel/time.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import type { Audience, Role } from '#platform/policy.ts';
import type { World } from './world.ts';

/** Somebody with an account and a session, or nobody. */
export interface Person {
  readonly id: string;
  readonly roles: readonly Role[];
  readonly cookie: string;
  readonly sessionId: string;
}

export interface PersonOptions {
  readonly roles?: readonly Role[];
  readonly state?: 'active' | 'banned' | 'deleted';
  /** Whether the session has run out. */
  readonly isLate?: boolean;
}

/** A person whose every private field is a canary. */
export async function aPerson(world: World, options: PersonOptions = {}): Promise<Person> {
  const { db, canaries } = world;
  const { roles = [], state = 'active' } = options;
  const now = world.now();
  const id = newId(now);
  const name = canaries.plant('personName');
  const addresses = { email: canaries.plant('email'), phone: canaries.plant('phone') };
  const passwordHash = canaries.plant('passwordHash');
  await db
    .insertInto('appUser')
    .values({ id, name, ...addresses, passwordHash, state, createdAt: now })
    .execute();
  if (roles.length > 0) {
    await db
      .insertInto('userRole')
      .values(roles.map((role) => ({ userId: id, role, grantedAt: now, grantedBy: null })))
      .execute();
  }
  const expiresAt = options.isLate ? new Date(now.getTime() - 1) : after(now, 30 * day);
  const session = await aSession(world, id, expiresAt);
  return { id, roles, ...session };
}

/** One more signed-in device of a person. */
export async function aSession(
  world: World,
  userId: string,
  expiresAt: Date = after(world.now(), 30 * day),
): Promise<{ sessionId: string; cookie: string }> {
  const { canaries } = world;
  const now = world.now();
  const [sessionId, token] = [newId(now), newToken()];
  const device = {
    userAgent: canaries.plant('sessionDevice'),
    ip: canaries.plant('sessionAddress'),
  };
  const times = { createdAt: new Date(now.getTime() - 1_000), seenAt: now, expiresAt };
  await world.db
    .insertInto('session')
    .values({ id: sessionId, tokenHash: hashToken(token), userId, ...times, ...device })
    .execute();
  return { sessionId, cookie: `sid=${token}` };
}

/** The context of a person, for services. */
export function asPerson(world: World, { id, roles, sessionId }: Person): Ctx<User> {
  const actor: User = { kind: 'user', userId: id, name: '测试', roles, sessionId };
  return { ...world.system(), actor };
}

/** Those who ask, with what makes them. A banned owner and one whose session ran out are visitors. */
export const actors = {
  visitor: undefined,
  banned: { roles: ['creator', 'reviewer', 'finance', 'owner'], state: 'banned' },
  late: { roles: ['creator', 'reviewer', 'finance', 'owner'], isLate: true },
  learner: {},
  creator: { roles: ['creator'] },
  reviewer: { roles: ['reviewer'] },
  finance: { roles: ['finance'] },
  owner: { roles: ['owner'] },
} as const satisfies Readonly<Record<string, PersonOptions | undefined>>;
export type ActorName = keyof typeof actors;
export const actorNames = Object.keys(actors) as ActorName[];

/** Somebody new who asks as `name`; nobody for a visitor. */
export async function aNewcomer(world: World, name: ActorName): Promise<Person | undefined> {
  const options = actors[name];
  return options && aPerson(world, options);
}

/** The audiences that an actor belongs to, counted here anew: not by the code that is tested. */
export function audiencesOf(name: ActorName): readonly Audience[] {
  if (name === 'visitor' || name === 'banned' || name === 'late') return ['visitor'];
  return name === 'learner' ? ['visitor', 'learner'] : ['visitor', 'learner', name];
}
