import type { ReactNode } from 'react';
import { z } from 'zod';
import { localePath, type Locale } from '#kernel/locale.ts';
import { formatInstant } from '#kernel/time.ts';
import { pageRoute, show, type Route } from '#platform/http/route.ts';
import { Badge } from '#ui/badge.tsx';
import { LinkButton } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Notice } from '#ui/notice.tsx';
import { Pagination } from '#ui/pagination.tsx';
import { Ticket } from '#ui/ticket.tsx';
import { mayUsePoints } from '../policy.ts';
import type { RedemptionItem } from '../schema.ts';
import { listOwnRedemptions } from '../service.ts';
import { goodKindWords, redemptionStateWords, wordsIn } from '../words.ts';

const path = '/points/redemptions';

/** What one redeemed: codes, parcels, and where the rest is. */
export const redemptionPages: readonly Route[] = [
  pageRoute({
    path,
    may: mayUsePoints,
    query: z.object({
      cursor: z.string().max(500).optional(),
      done: z.enum(['new', 'again']).optional().catch(undefined),
    }),
    run: async (ctx, { query: { cursor, done } }) => {
      const { locale } = ctx;
      const t = wordsIn(locale);
      const page = await listOwnRedemptions(ctx, { filter: {}, cursor, limit: 20 });
      const here = localePath(locale, path);
      const mall = <LinkButton href={localePath(locale, '/points/mall')}>{t('toMall')}</LinkButton>;
      return show({
        title: t('own'),
        isHidden: true,
        canonical: path,
        body: (
          <div className="wrap-narrow page-body stack">
            <h1>{t('own')}</h1>
            {done && (
              <Notice tone="success" live>
                {t(done === 'new' ? 'redeemed' : 'redeemedAgain')}
              </Notice>
            )}
            {page.items.length === 0 ? (
              <EmptyState title={t('ownNone')} actions={mall} />
            ) : (
              <ul className="tickets">
                {page.items.map((item) => (
                  <Redemption key={item.id} locale={locale} item={item} />
                ))}
              </ul>
            )}
            <Pagination
              locale={locale}
              previous={cursor === undefined ? undefined : { href: here }}
              next={page.nextCursor ? { href: `${here}?cursor=${page.nextCursor}` } : undefined}
            />
            <p className="cluster">
              <a href={localePath(locale, '/points/mall')}>{t('backToMall')}</a>
              <a href={localePath(locale, '/points')}>{t('balance')}</a>
            </p>
          </div>
        ),
      });
    },
  }),
];

const tones = {
  given: 'success',
  waiting: 'warning',
  shipped: 'success',
  cancelled: 'neutral',
} as const;

interface Part {
  readonly locale: Locale;
  readonly item: RedemptionItem;
}

function Redemption({ locale, item }: Part): ReactNode {
  const t = wordsIn(locale);
  const { goodName, kind, price, state, at } = item;
  return (
    <Ticket
      worth={goodKindWords[kind][locale]}
      title={goodName}
      meta={[formatInstant(new Date(at)), t('cost', { n: price })]}
      more={detailsOf({ locale, item })}
      badge={<Badge tone={tones[state]}>{redemptionStateWords[state][locale]}</Badge>}
      action={<Onwards locale={locale} item={item} />}
      isPast={state === 'cancelled'}
    />
  );
}

function detailsOf({ locale, item }: Part): readonly string[] {
  const t = wordsIn(locale);
  const { code, receiver, phone, address, carrier, number, answer, state } = item;
  return [
    ...(code ? [t('code', { code })] : []),
    ...(receiver && phone && address ? [t('parcel', { receiver, phone, address })] : []),
    ...(carrier && number ? [t('sent', { carrier, number })] : []),
    ...(state === 'cancelled' ? [t('reason', { reason: answer })] : []),
  ];
}

/** Where what was had is used. */
function Onwards({ locale, item: { kind, slug, code } }: Part): ReactNode {
  const t = wordsIn(locale);
  const link = (href: string, label: string) => <a href={localePath(locale, href)}>{label}</a>;
  if (kind === 'work' && slug) return link(`/learn/${encodeURIComponent(slug)}`, t('learn'));
  if (kind === 'coupon') return link('/coupons', t('seeCoupons'));
  if (kind === 'tier') return link('/account/membership', t('seeMembership'));
  if (code) return link(`/redeem?code=${encodeURIComponent(code)}`, t('useCode'));
  return undefined;
}
