import type { WhoAmI } from '#identity/schema.ts';
import { ask, kept, useAsk } from './api.ts';

type Reach = 'own' | 'any';

/** Who sits at this screen, and how far they reach. */
export interface Session {
  readonly user: NonNullable<WhoAmI['user']>;
  /** Whether the permission reaches `least` or further. */
  may(permission: string, least?: Reach): boolean;
}

const path = '/session';

/** The answer of the API about who asks; refetched when a window is looked at again. */
export function useWho() {
  return useAsk<WhoAmI>(path);
}

/** The session of a person who is signed in: the shell shows nothing else to others. */
export function useSession(): Session {
  const { data } = useWho();
  if (!data?.user) throw new Error('nobody is signed in');
  return sessionOf(data.user, data.abilities);
}

export function sessionOf(user: Session['user'], abilities: WhoAmI['abilities']): Session {
  return {
    user,
    may: (permission, least = 'own') => {
      const reach = abilities[permission];
      return reach === 'any' || (reach === 'own' && least === 'own');
    },
  };
}

/** What the app does when the API says that nobody is signed in. */
export function forgetSession(): void {
  kept.setQueryData<WhoAmI>([path, {}], { user: null, abilities: {} });
}

/** Reads who is there after signing in; whatever another person read is dropped. */
export async function beginSession(): Promise<void> {
  dropOthers();
  await kept.invalidateQueries({ queryKey: [path] });
}

/** Signs out here, and drops whatever was read. */
export async function endSession(): Promise<void> {
  await ask('DELETE', path);
  forgetSession();
  dropOthers();
}

function dropOthers(): void {
  kept.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== path });
}
