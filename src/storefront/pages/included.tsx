import type { ReactNode } from 'react';
import { inLocale, localePath, type Locale } from '#kernel/locale.ts';
import { Icon } from '#ui/icon.tsx';
import type { CoursePage } from '../types.ts';
import { words } from '../words.ts';

/** Which memberships cover the work, with the way to them. */
export function Included({ page, locale }: { page: CoursePage; locale: Locale }): ReactNode {
  const { tiers, isOwned, isMember } = page;
  if (isOwned || isMember || tiers.length === 0) return null;
  const href = localePath(locale, '/membership');
  return (
    <p className="included">
      <Icon name="star" />
      <span>
        {words.included[locale]}
        {tiers.map((tier, place) => (
          <span key={tier.id}>
            {place > 0 && words.and[locale]}
            <a href={`${href}#${tier.id}`}>{inLocale(locale, tier.nameZh, tier.nameEn)}</a>
          </span>
        ))}
      </span>
    </p>
  );
}
