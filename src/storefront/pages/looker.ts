import { holdOfWorkAt } from '#entitlement/service.ts';
import { findDiscountAt } from '#membership/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import type { Looker } from '../types.ts';

const versionOf = { own: 'owner', member: 'member' } as const;
const cheaper = 'tier:';

/** What a visitor sees has no version; who pays less as a member of a tier sees the one of that tier. */
export async function versionFor(ctx: Ctx, userId: string, slug: string): Promise<string> {
  const hold = await holdOfWorkAt(ctx, userId, slug);
  if (hold !== 'none') return versionOf[hold];
  const discount = await findDiscountAt(ctx, userId, slug);
  return discount ? cheaper + discount.id : '';
}

/** How the one who looks stands to the work. */
export function standingOf(version: string): Looker {
  if (version === 'owner') return { hold: 'own' };
  if (version === 'member') return { hold: 'member' };
  return version.startsWith(cheaper)
    ? { hold: 'none', tierId: version.slice(cheaper.length) }
    : { hold: 'none' };
}
