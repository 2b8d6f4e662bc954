import { holdOfWorkAt } from '#entitlement/service.ts';
import { findEnd } from '#entitlement/service/term.ts';
import { findDiscountAt } from '#membership/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import type { Looker } from '../types.ts';

const versionOf = { own: 'owner', member: 'member' } as const;
const cheaper = 'tier:';
const timed = 'until:';

/** What a visitor sees has no version; who has it for days sees until when; who pays less as a member of a tier sees the one of that tier. */
export async function versionFor(ctx: Ctx, userId: string, slug: string): Promise<string> {
  const hold = await holdOfWorkAt(ctx, userId, slug);
  const until = hold === 'own' ? await findEnd(ctx, userId, { slug }) : undefined;
  if (until) return timed + until.toISOString();
  if (hold !== 'none') return versionOf[hold];
  const discount = await findDiscountAt(ctx, userId, slug);
  return discount ? cheaper + discount.id : '';
}

/** How the one who looks stands to the work. */
export function standingOf(version: string): Looker {
  if (version === 'owner') return { hold: 'own' };
  if (version.startsWith(timed))
    return { hold: 'own', until: new Date(version.slice(timed.length)) };
  if (version === 'member') return { hold: 'member' };
  return version.startsWith(cheaper)
    ? { hold: 'none', tierId: version.slice(cheaper.length) }
    : { hold: 'none' };
}
